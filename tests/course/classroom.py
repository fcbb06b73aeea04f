"""A small nbgrader course, written by hand, and nbgrader's own run of it: the oracle of these tests."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.stock import stock

STUDENTS = {
    "alice": "def double(x):\n    return 2 * x",
    "bob": "def double(x):\n    return x",
    "carol": "def double(x):\n    return 2 * x if x < 3 else 0",
    "dave": "def double(x):\n    return 2 * x",
}
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "demo"
"""


def cell(grade_id, source, *, points=None, solution=False, task=False, kind="code"):
    about = {"grade_id": grade_id, "schema_version": 3, "solution": solution, "task": task}
    about |= {"grade": points is not None and not task, "locked": not solution}
    about |= {"points": points} if points is not None else {}
    new = new_code_cell if kind == "code" else new_markdown_cell
    return new(source=source, metadata={"nbgrader": about})


def notebook(cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def doubling():
    """Code with a visible test, a hidden test, partial credit, and a written answer."""
    stub = "### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION"
    hidden = "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(4) == 8\n### END HIDDEN TESTS"
    partial = "sum(double(x) == 2 * x for x in (1, 2, 5, 6)) / 2"
    return notebook(
        [
            new_markdown_cell("# Doubling"),
            cell("double", stub, solution=True),
            cell("test_one", "assert double(0) == 0", points=1),
            cell("test_hidden", hidden, points=2),
            cell("test_partial", partial, points=2),
            cell("why", "Because.", points=3, solution=True, kind="markdown"),
        ]
    )


def reading():
    """A second notebook, which reads a data file and holds a task."""
    return notebook(
        [
            cell(
                "read",
                "### BEGIN SOLUTION\nn = len(open('words.txt').read())\n### END SOLUTION",
                solution=True,
            ),
            cell("test_read", "assert n == 6", points=1),
            cell("essay", "Write an essay.", points=4, task=True, kind="markdown"),
        ]
    )


def make_course(root: Path, config=CONFIG) -> Path:
    source = root / "source" / "ps1"
    source.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(config)
    nbformat.write(doubling(), source / "doubling.ipynb")
    nbformat.write(reading(), source / "reading.ipynb")
    (source / "words.txt").write_text("a b c\n")
    return root


def submit(
    root, student, code, *, names=("doubling", "reading"), why="I think so.", when="2024-02-01 10:00:00"
):
    """Hand in the release version with one answer changed."""
    folder = root / "submitted" / student / "ps1"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        work = nbformat.read(root / "release" / "ps1" / f"{name}.ipynb", as_version=4)
        answers = {"double": code, "why": why, "read": "n = len(open('words.txt').read())"}
        for c in work.cells:
            grade_id = c.metadata.get("nbgrader", {}).get("grade_id")
            if answers.get(grade_id) is not None:
                c.source = answers[grade_id]
        nbformat.write(work, folder / f"{name}.ipynb")
    (folder / "words.txt").write_text("tampered")
    (folder / "notes.md").write_text("my notes")
    (folder / "timestamp.txt").write_text(when + " UTC")


def hand_in_all(root):
    for student, code in STUDENTS.items():
        when = "2024-03-01 10:00:00" if student == "dave" else "2024-02-01 10:00:00"
        names = ("doubling",) if student == "dave" else ("doubling", "reading")
        submit(root, student, code, names=names, when=when, why=None if student == "bob" else "I think so.")


def run(*command, cwd, status=0, typed=False):
    """A command of the virtual environment; its output. typed: nbgrader's, too, in a process of its own."""
    tools = Path(sys.executable).parent
    if typed or command[0] == "grader":
        env = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONWARNINGS": "ignore"}
        argv = [str(tools / command[0]), *map(str, command[1:])]
        got = subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, timeout=300)
    else:
        got = stock(*command, cwd=cwd)
    assert status is None or got.returncode == status, (
        f"{command}: {got.returncode}\n{got.stdout}\n{got.stderr}"
    )
    return got.stdout + got.stderr


TABLES = {
    "students": "select id, first_name, last_name from student order by id",
    "submissions": """select s.student_id, a.name, s.timestamp, s.extension
        from submitted_assignment s join assignment a on a.id = s.assignment_id order by 1, 2""",
    "notebooks": """select s.student_id, n.name, sn.flagged, sn.late_submission_penalty
        from submitted_notebook sn
        join notebook n on n.id = sn.notebook_id
        join submitted_assignment s on s.id = sn.assignment_id order by 1, 2""",
    "grades": """select s.student_id, n.name, b.name, g.auto_score, g.manual_score, g.extra_credit,
        g.needs_manual_grade from grade g
        join base_cell b on b.id = g.cell_id
        join submitted_notebook sn on sn.id = g.notebook_id join notebook n on n.id = sn.notebook_id
        join submitted_assignment s on s.id = sn.assignment_id order by 1, 2, 3""",
    "comments": """select s.student_id, n.name, b.name, c.auto_comment, c.manual_comment from comment c
        join base_cell b on b.id = c.cell_id
        join submitted_notebook sn on sn.id = c.notebook_id join notebook n on n.id = sn.notebook_id
        join submitted_assignment s on s.id = sn.assignment_id order by 1, 2, 3""",
    "cells": """select n.name, b.name, b.type from base_cell b join notebook n on n.id = b.notebook_id
        order by 1, 2, 3""",
    "sources": """select n.name, s.name, s.cell_type, s.locked, s.source, s.checksum from source_cell s
        join notebook n on n.id = s.notebook_id order by 1, 2""",
}


def tables(root) -> dict:
    """The gradebook's rows without its random ids, to compare two gradebooks by."""
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        return {name: db.execute(query).fetchall() for name, query in TABLES.items()}


def set_due(root, when="2024-02-15 00:00:00.000000"):
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        db.execute("update assignment set duedate = ?", [when])
        db.commit()


def change_due(root, when):
    """Of an assignment that may not be in the gradebook yet."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db", "demo") as gb:
        gb.update_or_create_assignment("ps1", duedate=when)


def tree(folder) -> dict:
    """Relative path -> permissions, of every file but the one that only the exchange and we leave."""
    files = [p for p in folder.rglob("*") if p.is_file() and p.name != "submission_secret.txt"]
    return {str(p.relative_to(folder)): oct(p.stat().st_mode & 0o777) for p in files}


def grade_cell_outputs(path) -> dict:
    work = json.loads(path.read_text())
    return {c["metadata"].get("nbgrader", {}).get("grade_id"): c.get("outputs") for c in work["cells"]}
