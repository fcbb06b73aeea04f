"""A course from its first day to the grades that leave it."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from classroom import run

from grader.autograde.late import LateDays
from grader.cli import main

pytestmark = pytest.mark.xdist_group("course")
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,ps1 (77),Final Score
    Points Possible,,,,,6,(read only)
"Doe, Jane",1234,u1,jdoe,A,,12
"Lee, Ann",1236,u3,ann,A,,50
"Student, Test",9,,,A,,
"""


def grader(root, *words):
    return main([*map(str, words), "--course", str(root)])


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """As a new teacher makes it: an example course, Canvas's class list, two answers, graded."""
    folder = tmp_path_factory.mktemp("term")
    (folder / "canvas.csv").write_text(CANVAS)
    root = folder / "stats101"
    assert main(["init", str(root), "--roster", str(folder / "canvas.csv")]) == 0
    run("nbgrader", "generate_assignment", "ps1", cwd=root)
    hand_in(root, "jdoe", "return sum(numbers) / len(numbers)")
    hand_in(root, "ann", "return numbers[0]")
    assert grader(root, "autograde", "ps1") == 0
    return root


def hand_in(root, student, answer):
    notebook = json.loads((root / "release/ps1/ps1.ipynb").read_text())
    (code,) = (c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "mean")
    code["source"] = f"def mean(numbers):\n    {answer}"
    folder = root / "submitted" / student / "ps1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ps1.ipynb").write_text(json.dumps(notebook))


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def test_a_new_course_hides_solutions_hidden_tests_and_the_rubric_from_its_students(course):
    released = (course / "release/ps1/ps1.ipynb").read_text()
    assert "raise NotImplementedError" in released
    assert not any(word in released for word in ("sum(numbers)", "1.5", "an outlier moves"))


def test_a_course_is_never_made_over_another(course, capsys):
    assert main(["init", str(course)]) == 1
    assert "is a course already" in capsys.readouterr().err


def test_chosen_chapters_of_the_book_are_its_assignments(tmp_path, capsys):
    assert main(["init", str(tmp_path / "c"), "--chapters", "locality,channels"]) == 0
    assert (tmp_path / "c/source/channels/channels.ipynb").is_file()
    assert main(["init", str(tmp_path / "d"), "--chapters", "wavelets"]) == 1
    assert "the book has no chapter 'wavelets'" in capsys.readouterr().err
    assert not (tmp_path / "d/nbgrader_config.py").exists()


ROSTERS = {
    "first,last\nJane,Doe\n": "names no student's id",
    "id\n": "names no students",
    "id\nann\nann\n": "names 'ann' twice",
    "id\n../ann\n": "cannot be a student's id",
    "id\nann\x9b2J\n": "cannot be a student's id",
}


@pytest.mark.parametrize("text", ROSTERS)
def test_a_class_list_that_cannot_be_read_is_refused_with_what_is_wrong(text, course, tmp_path, capsys):
    (tmp_path / "list.csv").write_text(text)
    assert grader(course, "roster", tmp_path / "list.csv") == 1
    assert ROSTERS[text] in capsys.readouterr().err


def test_a_preview_says_who_would_change_by_how_much_and_writes_nothing(course, capsys):
    hand_in(course, "ann", "return sum(numbers) / len(numbers)")
    before = [(course / name).read_bytes() for name in ("gradebook.db", "autograded/ann/ps1/ps1.ipynb")]
    assert grader(course, "autograde", "ps1", "--preview") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "ann 0 3 +3 ps1/mean-check 0 → 1, ps1/mean-hidden 0 → 2" in said
    assert "of 1 graded: 0 would lose points, 1 would gain" in said
    assert "nothing was written" in said
    assert before == [
        (course / name).read_bytes() for name in ("gradebook.db", "autograded/ann/ps1/ps1.ipynb")
    ]
    grader(course, "autograde", "ps1", "--preview", "--yes")
    capsys.readouterr()
    grader(course, "scores", "ps1", "--json")
    scores = {row["student"]: row["score"] for row in json.loads(capsys.readouterr().out)["rows"]}
    assert scores == {"ann": 3.0, "jdoe": 3.0}
    hand_in(course, "ann", "return numbers[0]")
    grader(course, "autograde", "ps1")


def test_canvas_gets_a_csv_that_it_imports_and_unread_work_is_left_out(course, capsys):
    assert grader(course, "grades", "canvas") == 0
    said = capsys.readouterr()
    head, possible, _, jane = rows(said.out)
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ps1"]
    assert possible[0].strip() == "Points Possible"
    assert possible[-1] == "6"
    assert jane == ["Doe, Jane", "1234", "", "jdoe", "", ""]
    assert "ps1: 2 wait for a person and are left out (ann, jdoe)" in said.err
    grader(course, "grades", "canvas", "--partly")
    assert rows(capsys.readouterr().out)[3][-1] == "3"


def test_canvass_own_export_comes_back_with_our_scores_in_it_and_nothing_else_changed(
    course, tmp_path, capsys
):
    (tmp_path / "export.csv").write_text(CANVAS)
    assert grader(course, "grades", "canvas", "--partly", "--onto", tmp_path / "export.csv") == 0
    filled = CANVAS.replace("jdoe,A,,12", "jdoe,A,3,12").replace("ann,A,,50", "ann,A,0,50")
    said = capsys.readouterr()
    assert rows(said.out) == rows(filled)
    assert "points here and" not in said.err


def test_other_points_possible_in_canvas_are_told(course, tmp_path, capsys):
    (tmp_path / "export.csv").write_text(CANVAS.replace(",,6,", ",,10,"))
    assert grader(course, "grades", "canvas", "--partly", "--onto", tmp_path / "export.csv") == 0
    assert "ps1 has 6 points here and 10 in Canvas: correct it there" in capsys.readouterr().err


def test_moodles_worksheet_is_filled_in_at_grade(course, tmp_path, capsys):
    sheet = "Identifier,Full name,Email address,Status,Grade,Maximum Grade\n"
    sheet += "Participant 7,Jane Doe,,Submitted,,6.00\nParticipant 8,Zoe Lim,,No submission,,6.00\n"
    (tmp_path / "sheet.csv").write_text(sheet)
    assert grader(course, "grades", "moodle", "ps1", "--partly", "--onto", tmp_path / "sheet.csv") == 0
    said = capsys.readouterr()
    assert rows(said.out)[1:] == [
        ["Participant 7", "Jane Doe", "", "Submitted", "3", "6.00"],
        ["Participant 8", "Zoe Lim", "", "No submission", "", "6.00"],
    ]
    assert "not in sheet.csv, so nowhere to put a score: ann" in said.err


def test_gradescopes_autograder_grades_a_submission_and_leaves_results(course, tmp_path):
    assert grader(course, "grades", "gradescope", "ps1", "--zip", tmp_path / "autograder.zip") == 0
    base = tmp_path / "autograder"
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        archive.extractall(base / "source")
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111
    for name in ("setup.sh", "run_autograder"):  # both at the top of the zip, as scripts
        script = base / "source" / name
        assert script.read_text().startswith("#!/")
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    (base / "submission").mkdir()
    (base / "submission/ps1.ipynb").write_bytes((course / "submitted/jdoe/ps1/ps1.ipynb").read_bytes())
    env = os.environ | {"AUTOGRADER": str(base), "PYTHON": sys.executable}
    subprocess.run(
        ["sh", str(base / "source/run_autograder")], env=env, cwd=tmp_path, check=True, timeout=300
    )
    results = json.loads((base / "results/results.json").read_text())
    assert as_documented(results)
    assert results["score"] == 3
    tests = {test["name"]: test for test in results["tests"]}
    assert tests["ps1: mean-hidden"]["score"] == 2
    assert "score" not in tests["ps1: why"]
    assert "assert" not in Path(base / "results/results.json").read_text()


def as_documented(results):
    """What Gradescope's specification of results.json allows, and no more."""
    shown = {"hidden", "after_due_date", "after_published", "visible"}
    formats = {"text", "html", "simple_format", "md", "ansi"}
    known = "score execution_time output output_format test_output_format test_name_format visibility"
    assert results.keys() <= {*known.split(), "stdout_visibility", "extra_data", "tests", "leaderboard"}
    assert isinstance(results["score"], int | float)
    assert {results["visibility"], results["stdout_visibility"]} <= shown
    assert results["output_format"] in formats
    for test in results["tests"]:
        known = "score max_score status name name_format number output output_format tags visibility"
        assert test.keys() <= {*known.split(), "extra_data"}
        assert all(isinstance(test[key], int | float) for key in ("score", "max_score") if key in test)
        assert all(isinstance(test[key], str) for key in ("name", "output") if key in test)
        assert test["visibility"] in shown
    return True


LATE = [(0, None), (86_400, None), (86_401, 1.0), (3 * 86_400, 2.0), (30 * 86_400, 5.0)]


@pytest.mark.parametrize(("seconds", "penalty"), LATE)
def test_late_work_loses_its_share_for_each_day_that_has_begun(seconds, penalty):
    rule = LateDays(grace_days=1, per_day=0.1, most=0.5)
    assert rule.late_submission_penalty("ann", 10, seconds) == penalty
