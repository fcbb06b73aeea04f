"""What nbgrader made of a class, told to our gradebook writer, must leave what nbgrader left."""

import json
import shutil
from dataclasses import replace

import pytest
from classroom import tables, tree

from grader.autograde import carry_out, planned
from grader.course import open_course
from grader.engine.job import GradedNotebook, Result

pytestmark = pytest.mark.xdist_group("course")


@pytest.fixture
def results(oracle):
    return [result_of(oracle, student) for student in ("alice", "bob", "carol", "dave")]


def result_of(oracle, student):
    """nbgrader's verdict as an engine's Result."""
    folder = oracle / "autograded" / student / "ps1"
    found = [verdict(oracle, student, path) for path in sorted(folder.glob("*.ipynb"))]
    return Result("ps1", student, "graded", "Graded.", tuple(found), 0.1)


def verdict(oracle, student, path, state="graded", sentence="Graded."):
    rows = tables(oracle)
    scores = {cell: auto for s, n, cell, auto, *_ in rows["grades"] if (s, n) == (student, path.stem)}
    comments = {cell: auto for s, n, cell, auto, _ in rows["comments"] if (s, n) == (student, path.stem)}
    return GradedNotebook(path.stem, state, sentence, json.loads(path.read_text()), scores, {}, comments)


def store(root, results, **how):
    with planned(open_course(root), "ps1", **how) as plan:
        return list(carry_out(plan, [r for r in results if r.student in {s.student for s in plan.todo}]))


def test_the_gradebook_is_the_one_that_nbgrader_leaves(oracle, course_folder, results):
    store(course_folder, results)
    assert tables(course_folder) == tables(oracle)


def test_the_autograded_folder_is_the_one_that_nbgrader_leaves(oracle, course_folder, results):
    store(course_folder, results)
    assert tree(course_folder / "autograded") == tree(oracle / "autograded")
    for path in (oracle / "autograded").rglob("*.*"):
        assert (course_folder / path.relative_to(oracle)).read_bytes() == path.read_bytes(), path


def test_a_second_run_grades_nothing(course_folder, results):
    store(course_folder, results)
    assert store(course_folder, results) == []


def test_force_grades_everything_again(course_folder, results):
    store(course_folder, results)
    assert len(store(course_folder, results, force=True)) == 4


def stopped(results, after):
    yield from results[:after]
    raise KeyboardInterrupt


def test_a_forced_run_that_was_stopped_goes_on_and_one_that_has_finished_starts_anew(course_folder, results):
    store(course_folder, results)
    course = open_course(course_folder)
    with pytest.raises(KeyboardInterrupt), planned(course, "ps1", force=True) as plan:
        list(carry_out(plan, stopped(results, 3)))
    assert store(course_folder, results) == []  # for a run without force nothing has changed
    assert [e["student"] for e in store(course_folder, results, force=True)] == ["dave"]
    assert len(store(course_folder, results, force=True)) == 4


def test_only_the_submission_that_changed_is_graded_again(course_folder, results):
    store(course_folder, results)
    with (course_folder / "submitted/bob/ps1/doubling.ipynb").open("a") as file:
        file.write("\n")
    assert [e["student"] for e in store(course_folder, results)] == ["bob"]


def test_a_removed_autograded_folder_is_made_again(course_folder, results):
    store(course_folder, results)
    shutil.rmtree(course_folder / "autograded/carol")
    assert [e["student"] for e in store(course_folder, results)] == ["carol"]


def failure(student):
    return Result("ps1", student, "grader error", "The grader itself failed.", (), 0.1)


def test_where_the_grader_failed_the_earlier_verdict_stands_and_the_next_run_tries_again(
    oracle, course_folder, results
):
    store(course_folder, results)
    left = {path: path.read_bytes() for path in (course_folder / "autograded").rglob("*.*")}
    store(course_folder, [failure(result.student) for result in results], force=True)
    assert tables(course_folder) == tables(oracle)
    assert {path: path.read_bytes() for path in left} == left
    assert len(store(course_folder, results)) == 4
    assert store(course_folder, results) == []


def test_a_crash_clears_what_tests_gave_and_leaves_to_a_person_what_is_theirs(course_folder, results):
    store(course_folder, results)
    before = {row[:3]: row[3] for row in tables(course_folder)["grades"] if row[0] == "alice"}
    lost = [replace(n, state="crashed", scores=without_points(n)) for n in results[0].notebooks]
    store(course_folder, [replace(results[0], state="crashed", notebooks=tuple(lost))], force=True)
    after = {row[:3]: row[3] for row in tables(course_folder)["grades"] if row[0] == "alice"}
    assert any(before.values())
    assert after == {cell: None if auto is None else 0.0 for cell, auto in before.items()}


def without_points(notebook):
    return {cell: None if points is None else 0.0 for cell, points in notebook.scores.items()}


def test_where_the_grader_failed_at_first_a_person_must_look(course_folder):
    store(course_folder, [failure("alice")])
    grades = [row for row in tables(course_folder)["grades"] if row[0] == "alice"]
    assert grades
    assert {(auto, waits) for _, _, _, auto, _, _, waits in grades} == {(None, 1)}
    assert "Autograder: grader error" in (course_folder / "autograded/alice/ps1/doubling.ipynb").read_text()
