"""The same notebooks graded by nbgrader and by the engine: the same scores, or a reason why not.

nbgrader runs once, in a process of its own, over a course of its own test notebooks and of honest exercises.
Left out: its autotest notebooks, whose tests nbgrader writes anew when it generates the assignment.
"""

import json
import re
import shutil
from pathlib import Path

import nbgrader
import pytest
from grading_bench import answer, cell, check, in_child, locked, notebook, plain_child, write

from grader.engine.job import Job
from grader.engine.tester.grade import grade
from tests.stock import stock

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
SHIPPED = Path(nbgrader.__file__).parent
APPS, PRE = SHIPPED / "tests/apps/files", SHIPPED / "tests/preprocessors/files"
DOCS = SHIPPED / "docs/source/user_guide"

# assignment -> (source notebook, {student: what they hand in}); None: the released notebook as it is
CASES = {
    "small": (
        APPS / "submitted-unchanged.ipynb",
        {
            "changed": APPS / "submitted-changed.ipynb",
            "cheat": APPS / "submitted-cheat-attempt-alternative.ipynb",
            "tests-changed": APPS / "submitted-grade-cell-changed.ipynb",
        },
    ),
    "guide": (
        DOCS / "source/ps1/problem1.ipynb",
        {
            "bitdiddle": DOCS / "submitted/bitdiddle/ps1/problem1.ipynb",
            "hacker": DOCS / "submitted/hacker/ps1/problem1.ipynb",
            "nothing": None,
        },
    ),
    "essay": (
        DOCS / "source/ps1/problem2.ipynb",
        {"bitdiddle": DOCS / "submitted/bitdiddle/ps1/problem2.ipynb"},
    ),
    "hidden": (APPS / "test-hidden-tests.ipynb", {"solution": APPS / "test-hidden-tests.ipynb"}),
    "task": (PRE / "test_taskcell.ipynb", {"solution": PRE / "test_taskcell.ipynb"}),
    "manual": (PRE / "manually-graded-code-cell.ipynb", {"nothing": None}),
}

# nbgrader refuses these as sources: no course can hold them
REFUSED = {
    "old-schema": APPS / "test-v0.ipynb",
    "new-schema": APPS / "too-new.ipynb",
    "no-points": PRE / "blank-points.ipynb",
    "one-id-twice": PRE / "duplicate-grade-ids.ipynb",
}

# the tests in nbgrader's notebooks import this package, which is long gone
NOSE = """
import unittest
_case = unittest.TestCase()
assert_equal, assert_raises = _case.assertEqual, _case.assertRaises
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for assignment, (source, students) in CASES.items():
        folder = root / "source" / assignment
        (folder / "nose").mkdir(parents=True)
        (folder / "nose/__init__.py").touch()
        (folder / "nose/tools.py").write_text(NOSE)
        shutil.copy(source, folder / "p.ipynb")
        for student, submitted in students.items():
            (root / "submitted" / student / assignment).mkdir(parents=True)
            if submitted is not None:
                shutil.copy(submitted, root / "submitted" / student / assignment / "p.ipynb")
    for assignment, source in REFUSED.items():
        write(root / "source" / assignment, "p.ipynb", source.read_bytes())
    write(root / "source/honest", "p.ipynb", honest_notebook())
    write(root / "submitted/ada/honest", "p.ipynb", honest_notebook())
    return root


@pytest.fixture(scope="module")
def said(course):
    """What nbgrader's gradebook says: {assignment: {student: {notebook: scores, max, comments}}}."""
    done = stock("python", HERE / "nbgrader_oracle.py", course, cwd=course)
    assert "SAID" in done.stdout, done.stderr[-3000:]
    return json.loads(done.stdout.partition("SAID")[2])


def ours(course, assignment, student, asked=()):
    source = course / "source" / assignment
    solving = student == "the solution"
    handed_in = source if solving else course / "submitted" / student / assignment
    job = Job(assignment, student, source, handed_in, asked=asked, solving=solving)
    return in_child(grade, job, plain_child).notebooks[0]


@pytest.mark.parametrize(
    ("assignment", "student"),
    [(name, student) for name, (_, students) in CASES.items() for student in students],
)
def test_nbgraders_own_notebooks_get_nbgraders_scores(assignment, student, course, said):
    theirs, mine = said[assignment][student]["p"], ours(course, assignment, student)
    assert mine.scores == theirs["scores"]
    assert mine.max_scores == theirs["max"]
    assert mine.comments == theirs["comments"]


@pytest.mark.parametrize("assignment", REFUSED)
def test_what_the_engine_need_not_grade_is_what_nbgrader_refuses(assignment, said):
    assert "error" in said[assignment]


def test_honest_exercises_of_many_kinds_get_nbgraders_scores(course, said):
    asked = tuple(f"p/{said}" for said in ours(course, "honest", "the solution").asked)
    theirs, mine = said["honest"]["ada"]["p"], ours(course, "honest", "ada", asked)
    assert mine.scores == theirs["scores"]
    assert {0.0, 1.5, 2.0} == set(theirs["scores"].values())
    assert mine.forgeable.keys() == {"operators"}


def honest_exercises():
    """(name, answer, test) of each exercise in honest.txt, and the two cells that come first."""
    parts = re.split(r"^=== (.*)\n", (HERE / "honest.txt").read_text(), flags=re.M)[1:]
    cells = dict(zip(parts[::2], parts[1::2], strict=True))
    setup, helper = cells.pop("setup"), cells.pop("helper")
    return (
        setup,
        helper,
        [(name, *re.split(r"^--- test\n", both, flags=re.M)) for name, both in cells.items()],
    )


def honest_notebook():
    setup, helper, exercises = honest_exercises()
    cells = [locked("setup", setup), cell(helper)]
    for name, code, test in exercises:
        cells += [answer(f"{name}-answer", code.rstrip()), check(name, test.rstrip(), 2)]
    for number, made in enumerate(cells):
        made["id"] = f"cell-{number}"
    return notebook(*cells, kernelspec={"name": "python3", "language": "python", "display_name": "Python 3"})
