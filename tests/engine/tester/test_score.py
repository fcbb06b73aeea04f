"""Points for a test cell: nbgrader's own rule, but for the differences that `score` names."""

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.utils import determine_grade

from grader.engine.tester.notebook.outputs import has_error
from grader.engine.tester.score import points_for, shown_in
from grader.engine.tester.score import shown as seen


def shown(value):
    data = {"text/plain": value if isinstance(value, str) else repr(value)}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def nbgraders(outputs, points):
    info = {"grade": True, "solution": False, "grade_id": "t", "points": points}
    cell = nbformat.v4.new_code_cell(
        "", metadata={"nbgrader": info}, outputs=list(map(nbformat.from_dict, outputs))
    )
    return determine_grade(cell)[0]


PRINT = {"output_type": "stream", "name": "stdout", "text": "3.0"}
DISPLAY = {"output_type": "display_data", "data": {"text/plain": "3.0"}, "metadata": {}}
ERROR = {"output_type": "error", "ename": "AssertionError", "evalue": "", "traceback": []}

outputs = st.lists(st.sampled_from([PRINT, DISPLAY, ERROR]), max_size=3)
verdicts = st.floats(0, 5) | st.integers(0, 5)


@given(outputs, st.none() | verdicts)
@settings(deadline=None, max_examples=200, database=None)
def test_numbers_errors_and_silence_score_as_in_nbgrader(before, verdict):
    reported = before + ([] if verdict is None else [shown(verdict)])
    if has_error(reported):
        assert nbgraders(reported, 5.0) == 0
    else:
        assert points_for(shown_in(reported), 5.0)[0] == nbgraders(reported, 5.0)
        assert points_for(seen(verdict), 5.0)[0] == nbgraders(reported, 5.0)


@pytest.mark.parametrize(
    "verdict", [False, True, "full marks", "2.5", [1], float("nan"), 10**400, np.bool_(True), object()]
)
def test_a_displayed_verdict_that_is_no_number_is_nothing(verdict):
    """nbgrader gives full marks to each of these, or raises, or takes nan for a grade."""
    points, sentence = points_for(seen(verdict), 5.0)
    assert points == 0
    assert "instead of points" in sentence or "no number of points" in sentence


@pytest.mark.parametrize("verdict", [False, True, "full marks", (3, 4), object(), None])
def test_where_the_solution_gives_no_number_either_whoever_meets_no_error_has_passed(verdict):
    assert points_for(seen(verdict), 5.0, pass_or_fail=True) == (5.0, None)


@pytest.mark.parametrize(
    ("verdict", "points"), [(-1, 0), (float("inf"), 0), (7, 5), (np.float64(2.5), 2.5), (np.int64(3), 3)]
)
def test_numbers_outside_the_range_and_of_numpy(verdict, points):
    assert points_for(seen(verdict), 5.0)[0] == points


@pytest.mark.parametrize("text", ["False", "nan", "'2.0'", "-1", "array(1.)", "1e999"])
def test_a_test_in_the_students_process_is_judged_by_what_it_shows(text):
    assert points_for(shown_in([shown(text)]), 5.0)[0] == 0


def test_stderr_costs_no_points():
    warning = {"output_type": "stream", "name": "stderr", "text": "careful"}
    assert nbgraders([warning], 5.0) == 0
    assert points_for(shown_in([warning]), 5.0) == (5.0, None)
