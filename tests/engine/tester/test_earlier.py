"""A test in one process finds what the cells before it bound in the other, as if there were one."""

import pytest
from grading_bench import answer, cell, check, locked, notebook, run

from grader.engine.tester.runner import TAGGED
from grader.engine.tester.session.earlier_names import GIVEN, MADE_THERE

INSIDE = ("shared-process",)
CODE = "def g(n):\n    return [k * v for v in range(n)]"


def scores(tmp_path, *cells, code=CODE, after=()):
    """(points, why forgeable) with this answer, and these cells of the student's behind it."""
    source = notebook(locked("k", "k = 10"), answer("a", CODE), *cells)
    graded = run(tmp_path, source, notebook(answer("a", code), *after))
    return graded.scores, graded.forgeable


BOUND = {
    "an import": "from math import isclose as near",
    "a module": "import math as near\nnear = near.isclose",
    "a function": "def near(a, b): return abs(a - b) < 1e-9",
    "a function in a variable": "import math\nnear = math.isclose",
    "a lambda": "near = lambda a, b: a == b",
}


@pytest.mark.parametrize("before", BOUND.values(), ids=BOUND)
def test_a_test_inside_finds_the_tools_of_an_earlier_test(before, tmp_path):
    inside = check("t2", "k = 3\nassert near(g(2)[1], 3)", tags=INSIDE)
    assert scores(tmp_path, check("t1", before), inside)[0] == {"t1": 1.0, "t2": 1.0}


def test_it_finds_values_and_modules_too(tmp_path):
    first = check("t1", "import numpy.linalg\nimport numpy as np\nwant = {'a': np.ones(2)}\nk = 4")
    inside = "assert np.linalg.norm(want['a'] - 1) == 0\nassert numpy is np\nassert g(2) == [0, 4]"
    assert scores(tmp_path, first, check("t2", inside, tags=INSIDE))[0] == {"t1": 1.0, "t2": 1.0}


def test_the_last_cell_that_bound_a_name_wins(tmp_path):
    tests = (
        check("t1", "tool = 1"),
        locked("l", "tool = 2"),
        check("t2", "assert tool == 2", tags=INSIDE),
        check("t3", "tool = 3"),
        check("t4", "assert tool == 3", tags=INSIDE),
        check("t5", "tool = 5", tags=INSIDE),
        check("t6", "assert tool == 5"),
    )
    points, forgeable = scores(tmp_path, *tests)
    assert set(points.values()) == {1.0}
    assert forgeable == {**dict.fromkeys(("t2", "t4", "t5"), TAGGED), "t6": MADE_THERE}


def test_a_students_cell_between_two_tests_wins_as_in_one_process(tmp_path):
    source = notebook(
        answer("a", ""),
        check("t1", "tool = 1"),
        answer("b", ""),
        check("t2", "assert tool == 1", tags=INSIDE),
    )
    theirs = notebook(answer("a", "x = 1"), answer("b", "tool = 7"))
    assert run(tmp_path, source, theirs).scores == {"t1": 1.0, "t2": 0.0}


def test_what_no_test_inside_reads_stays_outside(tmp_path):
    """Hidden tests and what they expect are not for the student's process."""
    tests = (
        check("t1", "secret, tool = 42, 1"),
        check("t2", "assert tool == 1\nassert 'secret' not in globals()", tags=INSIDE),
    )
    assert set(scores(tmp_path, *tests)[0].values()) == {1.0}


def test_the_tools_of_a_test_inside_are_the_instructors_for_the_tests_after_it(tmp_path):
    """Else the student's process could put its own in their place."""
    tests = (
        check("t1", "from operator import eq\ndef same(a, b): return a == b", tags=INSIDE),
        check("t2", "assert eq(g(1), 'no') and same(1, 2)"),
    )
    after = (tests[0], cell("eq = same = lambda a, b: True"))
    points, forgeable = scores(tmp_path, *tests, after=after)
    assert (points["t2"], forgeable) == (0.0, {"t1": TAGGED})


WRAPS = "import functools\ndef twice(f):\n    @functools.wraps(f)\n    def g(*a):\n        return f(*a)\n"
WRAPS += "    return g"


def test_a_test_function_keeps_its_name_under_a_students_decorator(tmp_path):
    tests = (
        check("t1", "@twice\ndef hello(n): return n"),
        check("t2", "assert hello.__name__ == 'hello'"),
    )
    source = notebook(answer("a", WRAPS), *tests)
    graded = run(tmp_path, source, notebook(answer("a", WRAPS)))
    assert graded.scores == {"t1": 1.0, "t2": 1.0}


def test_a_test_inside_finds_the_docstring_and_parameters_of_an_earlier_tests_function(tmp_path):
    inside = "import inspect\nassert bye.__doc__ == 'Doc.' and str(inspect.signature(bye)) == '(n, k=2)'"
    tests = check("t1", "def bye(n, k=2):\n    'Doc.'\n    return n"), check("t2", inside, tags=INSIDE)
    assert scores(tmp_path, *tests)[0] == {"t1": 1.0, "t2": 1.0}


def test_who_compares_with_what_the_submission_was_given_is_reported(tmp_path):
    tests = (
        check("t1", "def model(n): return [10 * v for v in range(n)]\nwant = model(2)"),
        check("t2", "assert g(2) == model(2) == want", tags=INSIDE),
        check("t3", "assert g(2) == want"),
        check("t4", "model = model\nassert g(3) == model(3)"),
        check("t5", "want = [0, 10, 20, 30]\nassert g(4) == want"),
        check("t6", "def same(n): return g(n) == model(n)\nassert g(2)"),
        check("t7", "assert same(5)"),
    )
    reported = {"t2": TAGGED, **dict.fromkeys(("t3", "t4", "t6", "t7"), GIVEN)}
    assert scores(tmp_path, *tests)[1] == reported
