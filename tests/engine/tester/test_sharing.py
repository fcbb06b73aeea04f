"""Tests that need the student's process are found by what they make of the instructor's own solution."""

from dataclasses import replace

from grading_bench import answer, check, in_child, job, manual, notebook, plain_child

from grader.engine import sharing
from grader.engine.tester.grade import grade

CODE = "def add(items):\n    items.append(1)\ndef two():\n    return 2"
SOURCE = notebook(
    answer("a", CODE),
    check("in-place", "items = []\nadd(items)\nassert items == [1]"),
    check("outside", "assert two() == 2"),
    check("wrong", "assert two() == 3"),
    manual("essay", "Because."),
)


def test_a_test_that_the_solution_fails_from_outside_is_run_inside_and_reported(tmp_path):
    made = job(tmp_path, SOURCE, notebook(answer("a", CODE)))
    solved = in_child(grade, sharing.solution_job(made), plain_child)
    shared = sharing.to_share(solved)
    assert shared == ("in-place", "wrong")
    (graded,) = in_child(grade, replace(made, shared=shared), plain_child).notebooks
    assert graded.scores == {"in-place": 1.0, "outside": 1.0, "wrong": 0.0, "essay": 0.0}
    assert graded.forgeable == ("in-place", "wrong")


def test_a_solution_that_passes_needs_no_sharing(tmp_path):
    source = notebook(answer("a", CODE), check("outside", "assert two() == 2"))
    solved = in_child(grade, sharing.solution_job(job(tmp_path, source, None)), plain_child)
    assert sharing.to_share(solved) == ()
