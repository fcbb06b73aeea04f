"""What the instructor's own solution teaches of the tests."""

import pytest
from grading_bench import answer, check, in_child, job, locked, manual, notebook, plain_child, run

from grader.engine import shared_process
from grader.engine.tester import advice
from grader.engine.tester.grade import grade

CODE = "def add(items):\n    items.append(1)\ndef two():\n    return 2"
TESTS = (
    check("inside", "assert type(globals()) is dict"),
    check("outside", "assert two() == 2"),
    check("wrong", "assert two() == 3", 2),
    manual("essay", "Because."),
)
SOURCE = notebook(answer("a", CODE), *TESTS)


def here(job):
    return in_child(grade, job, plain_child)


def learnt_of(tmp_path, *cells):
    return shared_process.learn(job(tmp_path, notebook(*cells), None), here)


def scores_of(tmp_path, source, code, learnt):
    """(scores, why forgeable) of an answer, graded with what was learnt."""
    made = job(tmp_path, source, notebook(answer("a", code)), shared=learnt.shared, shown=learnt.shown)
    (graded,) = here(made).notebooks
    return graded.scores, graded.forgeable


def test_a_test_that_the_solution_passes_only_inside_is_run_inside_and_reported(tmp_path):
    learnt = shared_process.learn(job(tmp_path, SOURCE, None), here)
    assert learnt.shared == ("ps/inside",)
    assert learnt.passed == ("ps/inside", "ps/outside")
    assert learnt.failed == {"ps/wrong": shared_process.Failure(0.0, 2.0, "AssertionError")}
    scores, forgeable = scores_of(tmp_path, SOURCE, CODE, learnt)
    assert scores == {"inside": 1.0, "outside": 1.0, "wrong": 0.0, "essay": None}
    assert forgeable == {"inside": advice.found("")}


@pytest.mark.parametrize(
    "test",
    [
        "assert doctest.testmod().failed == 0",
        "doctest.run_docstring_examples(two, globals())\nassert callable(two)",
        "(it,) = doctest.DocTestFinder().find(two)\nassert not doctest.DocTestRunner().run(it).failed",
    ],
)
def test_examples_in_docstrings_run_where_the_submission_runs_and_are_reported(test, tmp_path):
    right = "def two():\n    '''\n    >>> two()\n    2\n    '''\n    return 2"
    source = notebook(answer("a", right), check("examples", f"import doctest\n{test}"))
    learnt = shared_process.learn(job(tmp_path, source, None), here)
    assert (learnt.shared, learnt.failed) == (("ps/examples",), {})
    look = right.replace(">>> two()", ">>> open('here', 'w').close()\n    >>> two()")
    scores, forgeable = scores_of(tmp_path, source, look, learnt)
    assert scores == {"examples": 1.0}
    assert "calls the function itself" in forgeable["examples"]


@pytest.mark.parametrize(
    "test", ["assert eval(text) == 2", "exec(text)", "import pickle\nassert pickle.loads(data)"]
)
def test_a_test_that_runs_what_the_submission_wrote_is_reported(test, tmp_path):
    source = notebook(
        answer("a", "import pickle\ntext, data = '1 + 1', pickle.dumps([1])"),
        check("runs", test),
        check("own", "assert eval('1 + 1') == 2 and text and data"),
    )
    graded = run(tmp_path, source, None, solution=True)
    assert graded.scores == {"runs": 1.0, "own": 1.0}
    assert graded.forgeable.keys() == {"runs"}


def test_a_test_of_another_notebook_with_the_same_id_stays_outside(tmp_path):
    made = job(tmp_path, SOURCE, notebook(answer("a", CODE)), shared=("other/inside",))
    assert here(made).notebooks[0].forgeable == {}


def test_a_solution_that_passes_is_graded_once_and_shares_nothing(tmp_path):
    source, gradings = notebook(answer("a", CODE), check("outside", "assert two() == 2")), []
    made = job(tmp_path, source, None)
    learnt = shared_process.learn(made, lambda asked: gradings.append(asked) or here(asked))
    assert (learnt.shared, learnt.failed, len(gradings)) == ((), {}, 1)


def test_a_source_without_solutions_teaches_nothing(tmp_path):
    stub, gradings = notebook(answer("a", "# YOUR CODE HERE\nraise NotImplementedError()"), *TESTS), []
    made = job(tmp_path, stub, None)
    learnt = shared_process.learn(made, lambda asked: gradings.append(asked) or here(asked))
    assert (learnt.solved, learnt.shared, learnt.failed, len(gradings)) == (False, (), {}, 1)


def test_the_marks_of_a_solution_are_no_part_of_it(tmp_path):
    """A cell magic works in the first line alone, where it stands in a student's answer."""
    code = "### BEGIN SOLUTION\n%%capture said\nx = 7\n### END SOLUTION"
    assert learnt_of(tmp_path, answer("a", code), check("t", "assert x == 7")).passed == ("ps/t",)


def test_a_test_worth_nothing_is_tried_inside_too(tmp_path):
    """Its points tell nothing, but a right answer must not be shown an error."""
    tests = (check("found", "assert type(globals()) is dict", 0),)
    assert learnt_of(tmp_path, answer("a", CODE), *tests).shared == ("ps/found",)


ENDS = {
    "a shape": "assert two() == 2\n(two(), 3)",
    "a text": "assert two() == 2\n'well done'",
    "nothing": "assert two() == 2",
    "a truth": "two() == 2",
}


@pytest.mark.parametrize("test", ENDS.values(), ids=ENDS)
def test_a_test_that_ends_in_no_number_is_passed_by_whoever_meets_no_error(test, tmp_path):
    source = notebook(answer("a", CODE), check("t", test, 2))
    learnt = shared_process.learn(job(tmp_path, source, None), here)
    assert (learnt.shown, learnt.failed) == (("ps/t",), {})
    assert scores_of(tmp_path, source, CODE, learnt)[0] == {"t": 2.0}
    assert scores_of(tmp_path, source, "def two(): return 1/0", learnt)[0] == {"t": 0.0}


@pytest.mark.parametrize("value", ["float('nan')", "'2.0'"])
def test_a_number_with_the_solution_must_be_a_number_with_everybody(value, tmp_path):
    source = notebook(answer("a", CODE), check("t", "two() * 1", 2))
    learnt = shared_process.learn(job(tmp_path, source, None), here)
    assert learnt.shown == ()
    assert scores_of(tmp_path, source, f"def two(): return {value}", learnt)[0] == {"t": 0.0}


def test_a_failure_of_the_solution_names_the_error_and_the_first_cell_that_failed(tmp_path):
    learnt = learnt_of(
        tmp_path,
        locked("setup", "import coursekit_of_nowhere"),
        answer("a", CODE),
        check("t", "assert coursekit_of_nowhere.f(two()) == 3", 2),
        check("nan", "float('nan')"),
    )
    assert learnt.failed["ps/t"].why == (
        "NameError: name 'coursekit_of_nowhere' is not defined,"
        " after ModuleNotFoundError: No module named 'coursekit_of_nowhere' in cell 'setup'"
    )
    assert learnt.failed["ps/nan"].why == "the test displayed nan, which is no number of points"


def test_an_object_does_not_bring_its_own_tolerance(tmp_path):
    kind = "class Vec:\n    TOL = 1e-9\n    def __eq__(self, other): return abs(self.x - other.x) < self.TOL"
    made = "def f(x):\n    made = Vec()\n    made.x = x"
    source = notebook(
        locked("v", kind),
        answer("f", f"{made} + 1\n    return made"),
        check("t", "want = Vec()\nwant.x = 2\nassert f(1) == want"),
    )
    theirs = notebook(answer("f", f"{made}\n    made.TOL = 9\n    return made"))
    assert run(tmp_path, source, theirs).scores == {"t": 0.0}
