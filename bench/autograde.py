"""Grading and feedback beside nbgrader's own, on one class in one run: `python bench/autograde.py [N]`.

N honest submissions (10 unless told) of a NumPy notebook. Every command is timed as a teacher meets it, from
start to exit, gradebook and notebooks written: first for one student, then for the rest of the class. The
difference is what each further submission costs, without the second or two that a command takes to start.
Different scores stop the comparison.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

TOOLS = Path(sys.executable).parent
ANSWERS = [
    "return np.array([(x[i:i + len(w)] * w).sum() for i in range(len(x) - len(w) + 1)])",
    "return np.correlate(x, w, 'valid')",
    "return np.lib.stride_tricks.sliding_window_view(x, len(w)) @ w",
    "return np.convolve(x, w, 'valid')",  # turns the kernel: wrong for most
    "return [(x[i:i + len(w)] * w).sum() for i in range(len(x) - len(w) + 1)]",
]
SOLUTION = """def corr(x, w):
    ### BEGIN SOLUTION
    return np.correlate(x, w, 'valid')
    ### END SOLUTION"""
STUB = "# YOUR CODE HERE\n    raise NotImplementedError()"
TESTS = [
    "assert np.allclose(corr(np.arange(4.), np.ones(2)), [1, 3, 5])",
    """rng = np.random.default_rng(0)
for n in range(3, 9):
    x, w = rng.normal(size=n), rng.normal(size=3)
    assert np.allclose(corr(x, w), np.correlate(x, w, 'valid'))""",
    """sizes = [(3, 1), (3, 3), (9, 2), (5, 4)]
sum(len(corr(np.zeros(n), np.zeros(k))) == n - k + 1 for n, k in sizes) / 2""",
]
GRADES = """select s.student_id, b.name, g.auto_score from grade g join base_cell b on b.id = g.cell_id
    join submitted_notebook n on n.id = g.notebook_id
    join submitted_assignment s on s.id = n.assignment_id order by 1, 2"""


def cell(source, grade_id, **about):
    about = {"grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3} | about
    return new_code_cell(source, metadata={"nbgrader": about | {"grade_id": grade_id}})


def assignment():
    tests = [cell(test, f"test_{n}", grade=True, points=2) for n, test in enumerate(TESTS)]
    cells = [
        new_markdown_cell("# Sliding a kernel"),
        new_code_cell("import numpy as np"),
        cell(SOLUTION, "corr", solution=True, locked=False),
        *tests,
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_class(root, size):
    """A course with its release and `size` submissions."""
    (root / "source/ps1").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "bench"\n')
    nbformat.write(assignment(), root / "source/ps1/corr.ipynb")
    command(root, "nbgrader", "generate_assignment", "ps1")
    released = (root / "release/ps1/corr.ipynb").read_text()
    for n in range(size):
        folder = root / "submitted" / f"student{n:04}" / "ps1"
        folder.mkdir(parents=True)
        answer = ANSWERS[n % len(ANSWERS)]
        (folder / "corr.ipynb").write_text(released.replace(_in_json(STUB), _in_json(answer)))


def _in_json(text):
    """As it stands in the notebook's list of lines."""
    return '\\n",\n    "'.join(text.split("\n"))


def command(root, *words):
    """Seconds that it took."""
    environment = os.environ | {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}
    started = time.perf_counter()
    got = subprocess.run(
        [TOOLS / words[0], *words[1:]], cwd=root, env=environment, capture_output=True, text=True
    )
    if got.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{got.stdout[-2000:]}{got.stderr[-2000:]}")
    return time.perf_counter() - started


def grades(root):
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        return db.execute(GRADES).fetchall()


def timed(root, size, *words):
    """(milliseconds a submission, milliseconds a further submission)."""
    one = command(root, *words, "--student", "student0000")
    rest = command(root, *words)
    return 1000 * (one + rest) / size, 1000 * max(0.0, rest - one) / (size - 2)


def race(theirs, ours, name, their_words, our_words, size):
    slow, fast = timed(theirs, size, *their_words), timed(ours, size, *our_words)
    for which, a, b in zip((name, "  further"), slow, fast, strict=True):
        ratio = f"{a / b:10.1f} x" if b else "(too quick to tell)"
        print(f"{which:12} {a:10.1f} {b:10.1f} {ratio}", flush=True)


def main(size=10):
    size = max(size, 3)
    with tempfile.TemporaryDirectory() as folder:
        theirs, ours = Path(folder, "theirs"), Path(folder, "ours")
        make_class(theirs, size)
        shutil.copytree(theirs, ours)
        print(f"{size} submissions, {os.cpu_count()} processors; milliseconds a submission")
        print(f"{'':12} {'nbgrader':>10} {'grader':>10} {'ratio':>12}")
        grading = ("nbgrader", "autograde", "ps1"), ("grader", "autograde", "ps1")
        race(theirs, ours, "autograde", *grading, size)
        if grades(theirs) != grades(ours):
            sys.exit("the two gave different scores: the ratio means nothing")
        feedback = ("nbgrader", "generate_feedback", "ps1"), ("grader", "feedback", "ps1")
        race(theirs, ours, "feedback", *feedback, size)
        again = command(ours, "grader", "autograde", "ps1")
        print(f"autograde again, nothing changed: {1000 * again:.0f} ms in all")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
