"""Tests that need the student's process are found by what they make of the instructor's own solution."""

from dataclasses import replace

from grading_bench import answer, check, in_child, job, manual, notebook, plain_child

from grader.engine import sharing
from grader.engine.tester.cells import FOUND
from grader.engine.tester.grade import grade

CODE = "def add(items):\n    items.append(1)\ndef two():\n    return 2"
TESTS = (
    check("in-place", "items = []\nadd(items)\nassert items == [1]"),
    check("outside", "assert two() == 2"),
    check("wrong", "assert two() == 3", 2),
    manual("essay", "Because."),
)
SOURCE = notebook(answer("a", CODE), *TESTS)


def here(job):
    return in_child(grade, job, plain_child)


def test_a_test_that_the_solution_passes_only_inside_is_run_inside_and_reported(tmp_path):
    made = job(tmp_path, SOURCE, notebook(answer("a", CODE)))
    shared, solved = sharing.grade_solution(made, here)
    assert shared == ("in-place",)
    assert sharing.failed(solved) == {"ps/wrong": (0.0, 2.0)}
    (graded,) = here(replace(made, shared=shared)).notebooks
    assert graded.scores == {"in-place": 1.0, "outside": 1.0, "wrong": 0.0, "essay": 0.0}
    assert graded.forgeable == {"in-place": FOUND}


def test_a_solution_that_passes_is_graded_once_and_shares_nothing(tmp_path):
    source = notebook(answer("a", CODE), check("outside", "assert two() == 2"))
    gradings = []
    shared, solved = sharing.grade_solution(
        job(tmp_path, source, None), lambda asked: gradings.append(asked) or here(asked)
    )
    assert (shared, sharing.failed(solved), len(gradings)) == ((), {}, 1)


def test_a_source_without_solutions_opens_no_test_to_forgery(tmp_path):
    stub = notebook(answer("a", "raise NotImplementedError()"), *TESTS)
    shared, solved = sharing.grade_solution(job(tmp_path, stub, None), here)
    assert shared == ()
    assert sharing.failed(solved).keys() == {"ps/in-place", "ps/outside", "ps/wrong"}
