"""`grader autograde` beside `nbgrader autograde` on the same class."""

import contextlib
import json
import shutil
import sqlite3

import pytest
from classroom import STUDENTS, grade_cell_outputs, run, submit, tables, tree

from grader.cli import main

pytestmark = pytest.mark.xdist_group("course")


@pytest.fixture(scope="module")
def ours(released, tmp_path_factory):
    """The class graded by our command, and what it printed."""
    root = tmp_path_factory.mktemp("ours") / "course"
    shutil.copytree(released, root)
    (root / "said.txt").write_text(run("grader", "autograde", "ps1", "--json", "out.json", cwd=root))
    return root


@pytest.fixture
def graded(ours, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(ours, root)
    return root


def grader(root, *words):
    return main([*words, "--course", str(root)])


def change(root, sql, *values):
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        db.execute(sql, values)
        db.commit()


def test_the_gradebook_is_the_one_that_nbgrader_leaves(ours, oracle):
    assert tables(ours) == tables(oracle)


def test_the_autograded_folder_holds_the_same_files_with_the_same_permissions(ours, oracle):
    assert tree(ours / "autograded") == tree(oracle / "autograded")


def test_the_test_cells_show_the_same_outcome(ours, oracle):
    for path in sorted((oracle / "autograded").rglob("*.ipynb")):
        want = grade_cell_outputs(path)
        got = grade_cell_outputs(ours / path.relative_to(oracle))
        assert got.keys() == want.keys()
        for name in want:
            kinds = [[o["output_type"] for o in outputs[name] or []] for outputs in (got, want)]
            assert kinds[0] == kinds[1], f"{path.parent.parent.name}/{name}"


def test_the_first_line_names_the_isolation_and_the_last_ones_sum_up(ours):
    lines = (ours / "said.txt").read_text().splitlines()
    assert lines[0].startswith("isolation: ")
    assert any("mean" in line and "of 13" in line for line in lines)


def test_the_json_holds_every_score(ours):
    report = json.loads((ours / "out.json").read_text())
    rows = {row["student"]: row for row in report["rows"]}
    assert rows.keys() == STUDENTS.keys()
    assert rows["alice"]["score"] == 6
    assert (rows["dave"]["late_penalty"], rows["dave"]["final"]) == (5, 0)
    assert rows["carol"]["cells"]["doubling/test_partial"] == 1.0
    assert report["states"] == {"graded": 4}
    assert rows["dave"]["remarks"] == ["reading.ipynb was not handed in."]
    assert (rows["alice"]["waiting"], rows["alice"]["cells"]["doubling/why"]) == (7, None)


def test_nbgrader_makes_feedback_and_exports_from_it(graded, oracle):
    run("nbgrader", "generate_feedback", "ps1", cwd=graded)
    run("nbgrader", "export", "--to", "ours.csv", cwd=graded)
    run("nbgrader", "export", "--to", str(graded / "theirs.csv"), cwd=oracle)
    assert (graded / "ours.csv").read_text() == (graded / "theirs.csv").read_text()
    assert (graded / "feedback/alice/ps1/doubling.html").is_file()


def test_a_second_run_has_nothing_to_do(graded, capsys):
    before = tables(graded)
    assert grader(graded, "autograde", "ps1") == 0
    assert "nothing has changed" in capsys.readouterr().out
    assert tables(graded) == before


def test_a_changed_answer_is_graded_again_and_only_for_its_student(graded, capsys):
    submit(graded, "bob", STUDENTS["alice"])
    assert grader(graded, "autograde", "ps1", "--json", str(graded / "out.json")) == 0
    rows = {row["student"]: row for row in json.loads((graded / "out.json").read_text())["rows"]}
    assert [s for s, row in rows.items() if row["fresh"]] == ["bob"]
    assert rows["bob"]["score"] == 6


def test_student_grades_that_student_alone(course_folder):
    assert grader(course_folder, "autograde", "ps1", "--student", "c*") == 0
    assert [row[0] for row in tables(course_folder)["submissions"]] == ["carol"]


def test_excluded_students_are_left_out(course_folder):
    with (course_folder / "nbgrader_config.py").open("a") as file:
        file.write('c.CourseDirectory.student_id_exclude = "alice,bob,carol"\n')
    assert grader(course_folder, "autograde", "ps1") == 0
    assert [row[0] for row in tables(course_folder)["submissions"]] == ["dave"]


def test_a_regrade_keeps_what_a_person_gave(graded):
    essay = "(select id from base_cell where name = 'test_one')"
    change(graded, f"update grade set manual_score = 0.5, extra_credit = 2 where cell_id = {essay}")
    change(graded, "update comment set manual_comment = 'Well done.'")
    assert grader(graded, "autograde", "ps1", "--force") == 0
    rows = [row[3:] for row in tables(graded)["grades"] if row[2] == "test_one"]
    assert rows == [(1.0, 0.5, 2.0, 0)] * 4  # nothing changed: nbgrader would want them read again
    assert {row[4] for row in tables(graded)["comments"]} == {"Well done."}


def test_a_score_given_by_hand_stands_for_the_text_that_was_read_and_for_no_other(graded):
    essay = "(select id from base_cell where name = 'why')"
    change(graded, f"update grade set manual_score = 2, needs_manual_grade = 0 where cell_id = {essay}")
    submit(graded, "alice", STUDENTS["bob"])  # another program, the same essay
    submit(graded, "carol", STUDENTS["carol"], why="I think again.")
    assert grader(graded, "autograde", "ps1") == 0
    waits = {row[0]: row[6] for row in tables(graded)["grades"] if row[2] == "why"}
    assert (waits["alice"], waits["carol"]) == (0, 1)
    assert grader(graded, "autograde", "ps1", "--force") == 0
    assert ("carol", 1) in [(row[0], row[6]) for row in tables(graded)["grades"] if row[2] == "why"]


def test_a_score_that_no_longer_holds_is_cleared(graded):
    (graded / "submitted/alice/ps1/doubling.ipynb").write_text("not a notebook")
    assert grader(graded, "autograde", "ps1") == 0
    scores = [row[3] for row in tables(graded)["grades"] if row[:2] == ("alice", "doubling")]
    assert scores == [0.0] * 4


def test_the_state_stands_on_top_of_the_notebook_where_feedback_shows_it(graded):
    (graded / "submitted/alice/ps1/doubling.ipynb").write_text("not a notebook")
    assert grader(graded, "autograde", "ps1") == 0
    run("nbgrader", "generate_feedback", "ps1", "--student", "alice", cwd=graded)
    page = (graded / "feedback/alice/ps1/doubling.html").read_text()
    assert "Autograder: invalid notebook." in page
    assert "not valid JSON" in page


def test_a_folder_without_notebooks_gets_a_row_and_a_reason(course_folder, capsys):
    (course_folder / "submitted/erin/ps1").mkdir(parents=True)
    assert grader(course_folder, "autograde", "ps1", "--student", "erin") == 0
    assert "was not handed in" in capsys.readouterr().out
    assert {row[3] for row in tables(course_folder)["grades"]} <= {0.0, None}
    assert (course_folder / "autograded/erin/ps1/doubling.ipynb").is_file()


def test_an_assignment_that_was_never_generated_is_registered_as_nbgrader_would(course_folder, oracle):
    (course_folder / "gradebook.db").unlink()
    shutil.rmtree(course_folder / "release")
    assert grader(course_folder, "autograde", "ps1", "--student", "alice") == 0
    assert tables(course_folder)["sources"] == tables(oracle)["sources"]
    assert tables(course_folder)["cells"] == tables(oracle)["cells"]
    want = [row for row in tables(oracle)["grades"] if row[0] == "alice"]
    assert tables(course_folder)["grades"] == want


def test_tests_that_changed_after_the_release_are_graded_as_released(course_folder, capsys):
    source = course_folder / "source/ps1/doubling.ipynb"
    source.write_text(source.read_text().replace("double(4) == 8", "double(4) == 9"))
    assert grader(course_folder, "autograde", "ps1", "--student", "alice") == 0
    assert "test_hidden changed since the release" in capsys.readouterr().out
    assert ("alice", "doubling", "test_hidden", 2.0) in [row[:4] for row in tables(course_folder)["grades"]]


def test_the_seed_is_the_course_s_own_and_for_its_owner_alone(graded):
    seed = graded / ".grader/seed"
    assert seed.stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(seed.read_text())) == 32


def test_a_course_that_adds_no_students_says_whom_it_left_out(course_folder, capsys):
    with (course_folder / "nbgrader_config.py").open("a") as file:
        file.write("c.Autograde.create_student = False\n")
    run("nbgrader", "db", "student", "add", "bob", cwd=course_folder)
    assert grader(course_folder, "autograde", "ps1") == 1
    assert "alice: not in the gradebook" in capsys.readouterr().out
    assert [row[0] for row in tables(course_folder)["submissions"]] == ["bob"]
