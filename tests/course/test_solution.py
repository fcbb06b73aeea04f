"""The instructor's own solution decides which tests run in the student's process; the teacher is told."""

import json

import nbformat
import pytest
from classroom import cell, make_course, notebook

from grader.autograde.solution import notes
from grader.cli import main
from grader.engine.shared_process import Learnt
from grader.engine.tester import advice, runner

pytestmark = pytest.mark.xdist_group("course")

ADD = "### BEGIN SOLUTION\ndef add(items):\n    items.append(1)\n### END SOLUTION"
IN_PLACE = "items = []\nadd(items)\nassert items == [1] and type(globals()) is dict"


@pytest.fixture
def course(tmp_path):
    """One assignment: one test asks what it runs in, one no answer passes; Ann handed it in."""
    root = make_course(tmp_path / "course")
    tagged = cell("tagged", "assert add([]) is None", points=1)
    tagged.metadata["tags"] = ["shared-process"]
    source = notebook(
        [
            cell("add", ADD, solution=True),
            cell("in-place", IN_PLACE, points=2),
            cell("no-answer", "sum(x is None for x in (None, 1)) / 2", points=1),
            tagged,
        ]
    )
    (root / "source/ps2").mkdir()
    nbformat.write(source, root / "source/ps2/adding.ipynb")
    hand_in(root, "ann", "def add(items):\n    items.append(1)")
    return root


def hand_in(root, student, code):
    work = nbformat.read(root / "source/ps2/adding.ipynb", as_version=4)
    work.cells[0].source = code
    (root / "submitted" / student / "ps2").mkdir(parents=True)
    nbformat.write(work, root / "submitted" / student / "ps2/adding.ipynb")


def grade(root, *words):
    assert main(["autograde", "ps2", "--course", str(root), "--json", str(root / "out.json"), *words]) == 0
    return json.loads((root / "out.json").read_text())


def test_a_test_that_needs_the_students_process_gets_it_and_is_reported(course, capsys):
    report = grade(course)
    assert report["rows"][0]["cells"] == {
        "adding/in-place": 2.0,
        "adding/no-answer": 0.5,
        "adding/tagged": 1.0,
    }
    assert report["why_forgeable"] == {
        "adding/in-place": advice.found(IN_PLACE),
        "adding/tagged": runner.TAGGED,
    }
    assert "forgeable: up to 3 of" in capsys.readouterr().out


def test_points_that_the_solution_itself_does_not_get_are_told_in_every_run(course, capsys):
    for _ in range(2):
        grade(course)
        said = " ".join(capsys.readouterr().out.split())
        assert "note: the instructor's own solution earns 0.5 of 1 on adding/no-answer" in said


def test_a_solution_stopped_by_a_limit_is_told_with_the_line_that_raises_it():
    (said,) = notes(Learnt("out of memory", "It used more than 60 MB."))
    assert said.endswith("60 MB. Libraries that it imports count, too: give it more by c.Grader.memory_mb.")


def edit(root, old, new):
    path = root / "source/ps2/adding.ipynb"
    path.write_text(path.read_text().replace(old, new))


def test_a_test_that_the_solution_no_longer_passes_changes_no_score_unless_forced(course, capsys):
    before = grade(course)["rows"][0]["score"]
    edit(course, "items.append(1)", "items.append(2)")
    for _ in range(2):
        assert main(["autograde", "ps2", "--course", str(course)]) == 1
        said = " ".join(capsys.readouterr().err.split())
        assert "now earns 0 of 2 on adding/in-place (AssertionError), which it passed before" in said
        assert (course / ".grader/ledger/ps2.jsonl").read_text().count('"ann"') == 1
    assert grade(course, "--force")["rows"][0]["score"] == before - 2
    assert grade(course)["rows"][0]["score"] == before - 2


def test_what_is_wrong_with_the_solution_is_told_before_any_score_is_written(course, capsys, monkeypatch):
    def stored(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("grader.autograde.grade.carry_out", stored)
    main(["autograde", "ps2", "--course", str(course)])
    assert "earns 0.5 of 1 on adding/no-answer (the test meets no error)" in capsys.readouterr().out


def test_a_course_graded_by_its_release_is_told_nothing_of_solutions(course, capsys):
    source = nbformat.read(course / "source/ps2/adding.ipynb", as_version=4)
    source.cells[0].source = "# YOUR CODE HERE\nraise NotImplementedError()"
    nbformat.write(source, course / "source/ps2/adding.ipynb")
    assert grade(course)["rows"][0]["cells"]["adding/in-place"] == 0.0
    assert "own solution" not in capsys.readouterr().out


def test_the_solution_is_graded_once_for_each_version_of_the_source(course):
    kept = course / ".grader/solutions/ps2.json"
    grade(course)
    kept.write_text(kept.read_text().replace('"Graded."', '"Kept."'))
    hand_in(course, "bob", "def add(items):\n    pass")
    rows = {row["student"]: row["score"] for row in grade(course)["rows"]}
    assert rows == {"ann": 3.5, "bob": 1.5}
    assert "Kept." in kept.read_text()
    (course / "source/ps2/more.txt").write_text("a new data file")
    grade(course)
    assert "Kept." not in kept.read_text()
