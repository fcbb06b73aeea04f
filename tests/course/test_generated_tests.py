"""Tests that nbgrader writes itself (AUTOTEST), headers and footers: the scores are nbgrader's own.

The source is made of the autotest notebooks that nbgrader ships, answers right, half right and left out.
"""

import shutil
from pathlib import Path

import nbformat
import nbgrader
import pytest
from classroom import CONFIG, cell, make_course, notebook, run, tables
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from grader.cli import main

pytestmark = pytest.mark.xdist_group("generated")

SHIPPED = Path(nbgrader.__file__).parent / "tests/apps/files"
AROUND = """
c.IncludeHeaderFooter.header = "source/header.ipynb"
c.IncludeHeaderFooter.footer = "source/footer.ipynb"
"""
NEAR = "def near(x, y):\n    return abs(x - y) < 0.5"
MORE = "def more(x):\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION"
HALF_RIGHT = """a = 5
b = "Hello"
c = [1, 2, "test"]
d = {"a" : "f", 3 : [1.2, 3]}
e = [5, -3.3, "d"]
f = False
def fun(x):
    return x
"""


def shipped(name):
    return nbformat.read(SHIPPED / f"autotest-{name}.ipynb", as_version=4).cells


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A course whose tests are generated, released and handed in, not graded yet."""
    root = tmp_path_factory.mktemp("generated") / "course"
    (root / "source/ps1").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG + AROUND)
    shutil.copy(SHIPPED / "autotests.yml", root)
    header = [
        new_markdown_cell("# Rules"),
        new_code_cell("from math import floor\ndef half(x):\n    return x / 2"),
        cell("near", NEAR),
    ]
    footer = [
        cell("last", "assert near(half(floor(a)), 2.5)", points=1),
        cell("more", MORE, points=2, solution=True),
    ]
    body = [*shipped("multi"), *shipped("hashed")[2:], *shipped("hidden")[2:]]
    for number, c in enumerate(body):
        c.id = f"cell-{number}"  # nbgrader's notebooks are of an older format
    for place, cells in (("header", header), ("footer", footer), ("ps1/values", body)):
        nbformat.write(notebook(cells), root / "source" / f"{place}.ipynb")
    run("nbgrader", "generate_assignment", "ps1", cwd=root)
    solution = "\n".join(line for line in body[0].source.split("\n") if "###" not in line)
    other_type = solution.replace("a = 5", "import numpy\na = numpy.int64(5)")
    for student, answer in {"ann": solution, "bob": HALF_RIGHT, "cem": None, "dan": other_type}.items():
        hand_in(root, student, answer)
    return root


def hand_in(root, student, answer):
    work = nbformat.read(root / "release/ps1/values.ipynb", as_version=4)
    for c in work.cells:
        if answer and c.metadata.get("nbgrader", {}).get("grade_id") == "soln":
            c.source = answer
    (root / "submitted" / student / "ps1").mkdir(parents=True)
    nbformat.write(work, root / "submitted" / student / "ps1/values.ipynb")


@pytest.fixture(scope="module")
def theirs(handed_in, tmp_path_factory):
    """The same course after `nbgrader autograde`."""
    root = tmp_path_factory.mktemp("theirs") / "course"
    shutil.copytree(handed_in, root)
    run("nbgrader", "autograde", "ps1", cwd=root)
    return root


@pytest.fixture
def ours(handed_in, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(handed_in, root)
    return root


def autograde(root, *words, status=0):
    assert main(["autograde", "ps1", *words, "--course", str(root)]) == status


def scores(root, student):
    return {row[2]: row[3] for row in tables(root)["grades"] if row[0] == student}


def never_generated(root):
    """From here on by a process of its own: nbgrader, which runs the solution, leaves its sockets open."""
    (root / "gradebook.db").unlink()
    shutil.rmtree(root / "release")


def test_the_class_holds_every_outcome(theirs):
    points = {"test_multi", "test_hashed", "test_hidden", "last"}
    assert {scores(theirs, "ann")[name] for name in points} == {1.0}
    assert {*scores(theirs, "bob").values()} == {0.0, 1.0}
    assert {scores(theirs, "cem")[name] for name in points} == {0.0}
    assert {name for name in points if scores(theirs, "dan")[name] == 1.0} == {"last"}


def test_generated_tests_headers_and_footers_give_nbgraders_gradebook(ours, theirs, capsys):
    autograde(ours)
    assert tables(ours) == tables(theirs)
    assert "note:" not in capsys.readouterr().out


def test_nbgrader_makes_feedback_and_exports_from_it(ours, theirs, tmp_path):
    autograde(ours)
    for name, root in {"ours.csv": ours, "theirs.csv": theirs}.items():
        with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
            CsvExportPlugin(to=str(tmp_path / name)).export(gradebook)
    assert (tmp_path / "ours.csv").read_text() == (tmp_path / "theirs.csv").read_text()
    run("nbgrader", "generate_feedback", "ps1", "--student", "bob", cwd=ours)
    assert "type of e is not tuple" in (ours / "feedback/bob/ps1/values.html").read_text()


def test_where_it_was_never_generated_the_tests_are_written_as_nbgrader_writes_them(ours, theirs):
    never_generated(ours)
    (ours / "autotests.yml").rename(ours / "source/ps1/autotests.yml")
    run("grader", "autograde", "ps1", cwd=ours)
    assert tables(ours) == tables(theirs)


def test_what_was_released_is_graded_without_running_the_solution_again(ours, theirs):
    (ours / "autotests.yml").unlink()
    source = ours / "source/ps1/values.ipynb"
    source.write_text(source.read_text().replace("a = 5\\n", "a = 6\\n"))
    autograde(ours)
    assert tables(ours) == tables(theirs)


def test_the_released_notebooks_are_enough(ours, theirs, capsys):
    shutil.rmtree(ours / "source")
    autograde(ours)
    assert tables(ours) == tables(theirs)
    assert "changed since the release" not in capsys.readouterr().out


def test_a_helper_changed_in_the_header_counts_in_the_next_run(ours):
    autograde(ours, "--student", "ann")
    assert scores(ours, "ann")["last"] == 1.0
    header = ours / "source/header.ipynb"
    header.write_text(header.read_text().replace("x / 2", "x / 4"))
    autograde(ours, "--student", "ann", status=1)  # the solution fails it too: a slip, or is it meant?
    assert scores(ours, "ann")["last"] == 1.0
    autograde(ours, "--student", "ann", "--force")
    assert scores(ours, "ann")["last"] == 0.0


def test_a_header_that_is_not_there_is_named(ours, capsys):
    (ours / "source/header.ipynb").unlink()
    autograde(ours, status=1)
    said = capsys.readouterr().err
    assert "header.ipynb is not there: c.IncludeHeaderFooter.header names it" in said


def test_a_notebook_that_cannot_be_released_leaves_no_assignment_without_it(tmp_path):
    root = make_course(tmp_path / "course")
    shutil.copy(SHIPPED / "autotests.yml", root)
    bad = root / "source/ps1/zeros.ipynb"
    nbformat.write(notebook([new_code_cell("1 / 0"), cell("zero", "### AUTOTEST 0", points=1)]), bad)
    said = run("grader", "autograde", "ps1", cwd=root, status=1)
    assert "zeros.ipynb cannot be released (ZeroDivisionError: division by zero)" in said
    assert tables(root)["cells"] == []
    bad.write_text(bad.read_text().replace("1 / 0", "0 / 1"))
    assert "no submissions of 'ps1'" in run("grader", "autograde", "ps1", cwd=root, status=1)
    assert {row[0] for row in tables(root)["cells"]} == {"doubling", "reading", "zeros"}
