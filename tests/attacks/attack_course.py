"""The course that is attacked: two questions, 6 and 3 points, and a class of honest bystanders."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
from attack_hand_in import hand_in
from nbformat.v4 import new_code_cell, new_notebook

from tests.stock import stock

TOOLS = Path(sys.executable).parent
HERE = Path(__file__).parent
LIMITS = {"cell_s": 4, "total_s": 25, "memory_mb": 400, "processes": 40, "file_mb": 10, "output_kb": 100}
BYSTANDERS = {
    "ann": ("def square(x):\n    return x * x", 9),
    "ben": ("def square(x):\n    return x ** 2", 9),
    "cat": ("def square(x):\n    return x * abs(x)", 6.5),
    "dan": ("def square(x):\n    return 2 * x", 3.5),
    "eve": ("def square(x)\n    return x", 3),
}
SETUP = "import numpy as np\n\ndef close(a, b):\n    np.testing.assert_allclose(a, b)"
HIDDEN = """assert square(-2) == 4
### BEGIN HIDDEN TESTS
close(square(np.array([1.0, 2.0])), [1.0, 4.0])
### END HIDDEN TESTS"""


def cell(grade_id, source, **about):
    about = {"grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3} | about
    return new_code_cell(source, metadata={"nbgrader": about | {"grade_id": grade_id}})


def solution(grade_id, first, body):
    lines = f"{first}\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION"
    return cell(grade_id, lines, solution=True, locked=False)


def check(grade_id, source, points):
    return cell(grade_id, source, grade=True, points=points)


def assignment():
    cells = [
        cell("setup", SETUP),
        solution("square", "def square(x):", "return x * x"),
        check("square_test", "assert square(3) == 9", 2),
        check("square_hidden", HIDDEN, 2),
        check("square_partial", "sum(square(x) == x * x for x in (2, 5, 11, -12)) / 2", 2),
        solution("mean", "def mean(xs):", "return sum(xs) / len(xs)"),
        check("mean_test", "assert mean([1, 2, 6]) == 3", 3),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(root):
    """Released, and handed in by the bystanders."""
    (root / "source/ps1").mkdir(parents=True)
    limits = "".join(f"c.Grader.{name} = {value}\n" for name, value in LIMITS.items())
    config = f'c = get_config()\nc.CourseDirectory.course_id = "attacked"\n{limits}'
    (root / "nbgrader_config.py").write_text(config)
    nbformat.write(assignment(), root / "source/ps1/hw.ipynb")
    nbgrader(root, "generate_assignment", "ps1")
    for student, (lines, _) in BYSTANDERS.items():
        submit(root, student, lines)


def submit(root, student, lines, names=()):
    """names: what stands for @NAME@ in an attack's lines."""
    for name, value in dict(names).items():
        lines = lines.replace(f"@{name}@", str(value))
    released = (root / "release/ps1/hw.ipynb").read_text()
    hand_in(root / "submitted" / student / "ps1", released, lines)


def nbgrader(root, *words):
    done = stock("nbgrader", *words, cwd=root)
    assert done.returncode == 0, done.stderr


def command(root, *words, **environment):
    """What a command of the virtual environment said; every process that it left behind is an error."""
    path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    argv = [sys.executable, str(HERE / "attack_reaper.py"), str(TOOLS / words[0]), *words[1:]]
    got = subprocess.run(
        argv,
        cwd=root,
        env=os.environ | {"PATH": path, "PYTHONWARNINGS": "ignore"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert got.returncode == 0, (
        f"{words}: status {got.returncode}\n{got.stdout[-4000:]}\n{got.stderr[-4000:]}"
    )
    return got.stdout


ROWS = """select s.student_id, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade,
    (select group_concat(manual_comment) from comment c where c.notebook_id = n.id)
    from grade g join base_cell b on b.id = g.cell_id
    join submitted_notebook n on n.id = g.notebook_id
    join submitted_assignment s on s.id = n.assignment_id
    order by 1, 2"""


def rows(root):
    """{student: its rows in the gradebook}"""
    found = {}
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as book:
        for student, *row in book.execute(ROWS):
            found.setdefault(student, []).append(tuple(row))
    return found


def scores(root):
    """{student: points that no person gave}"""
    return {student: sum(auto or 0 for _, auto, *_ in found) for student, found in rows(root).items()}


def judge(root, student, points, comment):
    """What a person leaves in formgrader; when it is graded again, nbgrader asks for another look."""
    whose = """where cell_id = (select id from base_cell where name = ?) and notebook_id = (
        select n.id from submitted_notebook n
        join submitted_assignment s on s.id = n.assignment_id where s.student_id = ?)"""
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as book, book:
        book.execute(
            f"update grade set manual_score = ?, needs_manual_grade = 1 {whose}",
            (points, "square_hidden", student),
        )
        book.execute(f"update comment set manual_comment = ? {whose}", (comment, "square", student))


def tables(root):
    """The gradebook's own structure, and what the assignment holds."""
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as book:
        return [
            book.execute(query).fetchall()
            for query in (
                "select type, name, sql from sqlite_master order by 2",
                "select id, max_score, cell_type from grade_cells order by 1",
                "select name, source, checksum from source_cell order by 1",
            )
        ]
