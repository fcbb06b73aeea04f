"""Grading and feedback beside nbgrader's own, on one class in one run: `python bench/autograde.py [N]`.

N honest submissions (10 unless told). Every command is timed as a teacher meets it, from start to exit,
gradebook and notebooks written: for one student, for another, for the rest of the class. The difference of
these two is what each further submission costs, without the second or two that a command takes to start.
Small classes are timed whole, with the instructor's solution graded for the first time.
Different scores stop the comparison.
"""

import contextlib
import os
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

from classes import KINDS, make_class
from command import command

GRADES = """select s.student_id, b.name, g.auto_score from grade g join base_cell b on b.id = g.cell_id
    join submitted_notebook n on n.id = g.notebook_id
    join submitted_assignment s on s.id = n.assignment_id order by 1, 2"""


def grades(root):
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        return db.execute(GRADES).fetchall()


def timed(root, size, *words):
    """(milliseconds a submission, milliseconds a further submission).

    One student, who pays for what is made once; another; then the rest: that minus the second is the further.
    """
    first, one = (command(root, *words, "--student", f"student000{number}") for number in (0, 1))
    rest = command(root, *words)
    return 1000 * (first + one + rest) / size, 1000 * (rest - one) / (size - 3)


def race(theirs, ours, name, their_words, our_words, size):
    slow, fast = timed(theirs, size, *their_words), timed(ours, size, *our_words)
    for which, a, b in zip((name, "  further"), slow, fast, strict=True):
        ratio = f"{a / b:10.1f} x" if b > 0 else "(too quick to tell)"
        print(f"{which:12} {a:10.1f} {b:10.1f} {ratio}", flush=True)


SMALL = (1, 2, 6)


def race_small(kind):
    """A new class of so many, graded once: what a teacher waits for."""
    for size in SMALL:
        with tempfile.TemporaryDirectory() as folder:
            theirs, ours = Path(folder, "theirs"), Path(folder, "ours")
            make_class(theirs, size, KINDS[kind])
            shutil.copytree(theirs, ours)
            slow = command(theirs, "nbgrader", "autograde", "ps1")
            fast = command(ours, "grader", "autograde", "ps1")
            stop_if_different(theirs, ours)
        print(f"{f'{size} with {kind}':22} {slow:8.1f} s {fast:8.1f} s {slow / fast:8.1f} x", flush=True)


def stop_if_different(theirs, ours):
    if grades(theirs) != grades(ours):
        sys.exit("the two gave different scores: the ratio means nothing")


def main(size=10):
    size = max(size, 8)
    with tempfile.TemporaryDirectory() as folder:
        theirs, ours = Path(folder, "theirs"), Path(folder, "ours")
        make_class(theirs, size)
        shutil.copytree(theirs, ours)
        print(f"{size} submissions, {os.cpu_count()} processors; milliseconds a submission")
        print(f"{'':12} {'nbgrader':>10} {'grader':>10} {'ratio':>12}")
        grading = ("nbgrader", "autograde", "ps1"), ("grader", "autograde", "ps1")
        race(theirs, ours, "autograde", *grading, size)
        stop_if_different(theirs, ours)
        feedback = ("nbgrader", "generate_feedback", "ps1"), ("grader", "feedback", "ps1")
        race(theirs, ours, "feedback", *feedback, size)
        again = command(ours, "grader", "autograde", "ps1")
        print(f"autograde again, nothing changed: {1000 * again:.0f} ms in all")
    print("small classes, in all:")
    for kind in KINDS:
        race_small(kind)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
