"""The number that nbgrader reads, and the report that a student sees."""

import re

import nbformat
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from nbgrader.utils import determine_grade

from grader import check
from grader.reference import corr2d, find_edges


def shown(value):
    """What a notebook stores of a cell's value."""
    data, _ = DisplayFormatter().format(value)
    return data


def graded(value, points):
    output = nbformat.v4.new_output("execute_result", data=shown(value))
    metadata = {"nbgrader": {"grade": True, "solution": False, "points": points}}
    return determine_grade(nbformat.v4.new_code_cell(outputs=[output], metadata=metadata))


def without_refusal(X, K):
    return corr2d(X, K) if K.size <= X.size else X


@pytest.mark.parametrize(("answer", "points"), [(corr2d, 4), (without_refusal, 3), (None, 0)])
def test_nbgrader_reads_the_points_from_the_cells_value(answer, points):
    assert graded(check("locality/corr2d", answer), 4) == (points, 4)


def test_the_value_prints_as_a_plain_number_and_counts_as_one():
    score = check("locality/corr2d", corr2d)
    assert shown(score)["text/plain"] == repr(score) == "4.0"
    assert score + check("locality/conv_params", None) == 4


def test_target_and_answer_stand_side_by_side_with_the_first_difference_marked_in_both():
    asked = []

    def one_off(X, K):
        Y = corr2d(X, K)
        Y[-1, -1] += X.shape == (3, 3) and not asked
        asked.extend([X] * (X.shape == (3, 3)))
        return Y

    html = check("locality/corr2d", one_off)._repr_html_()
    assert "✗ 0 of 4 points. corr2d(X, K) gives 44 at row 1, column 1, where 43 is expected." in html
    assert html.count("→ 43</td>") == html.count("→ 44</td>") == 1
    labels = [f">{label}</figcaption>" for label in ("X", "K", "Expected", "Yours")]
    assert sorted(labels, key=html.index) == labels


def test_in_a_pair_only_the_wrong_one_is_marked():
    html = check("kernels/find_edges", lambda X: (find_edges(X)[0], ~find_edges(X)[1]))._repr_html_()
    assert html.count("→ True") == html.count("→ False") == 1


def test_a_kernel_that_answers_wrongly_is_drawn():
    html = check("kernels/edge_kernel", lambda v: np.full((3, 3), 0.5))._repr_html_()
    assert "edge_kernel((0, 1))</figcaption>" in html
    assert "corr2d(flat, edge_kernel((0, 1))) gives 22.5 at row 0, column 0, where 0 is expected." in html


def test_the_report_depends_on_no_colour_of_its_own():
    html = check("locality/corr2d", lambda X, K: X)._repr_html_()
    styles = "".join(re.findall(r'style="(.*?)"', html))
    assert "currentColor" in styles
    assert not re.search(r"#|\brgb|white|black|background", styles)


def test_large_arrays_are_named_by_their_shape():
    html = check("locality/corr2d", lambda X, K: np.zeros((200, 300)))._repr_html_()
    assert "shape (200, 300)" in html
    assert len(html) < 5000


def test_hints_are_folded_under_a_failure_and_absent_from_success():
    assert check("locality/corr2d", None)._repr_html_().count("<details>") == 3
    assert "<details>" not in check("locality/corr2d", corr2d)._repr_html_()


def test_what_students_return_cannot_put_markup_into_the_report():
    html = check("locality/corr2d", lambda X, K: "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in html
