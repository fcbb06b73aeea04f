"""What counts as the same: values, not types; rounding, not mistakes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.checks import Wrong
from grader.checks.compare import compare

numbers = st.floats(-1e6, 1e6, allow_nan=False)
matrices = arrays.arrays(float, arrays.array_shapes(max_dims=3, max_side=4), elements=numbers)


@given(matrices)
def test_an_array_is_itself_as_a_list_and_in_32_bits(A):
    for same in (A, A.tolist(), A.astype(np.float32), A[::-1][::-1]):
        compare(same, A)


@given(matrices, st.data())
def test_one_number_that_is_off_by_a_thousandth_is_found_where_it_is(A, data):
    where = data.draw(st.tuples(*(st.integers(0, n - 1) for n in A.shape)))
    B = A.copy()
    B[where] += 1e-3 * max(1, abs(B[where]))
    with pytest.raises(Wrong) as caught:
        compare(B, A)
    assert caught.value.where == where


@given(matrices)
def test_another_shape_is_never_the_same_even_if_numpy_would_stretch_it(A):
    for other in (A[None], A[..., None], A.ravel()[:1]):
        if other.shape != A.shape:
            with pytest.raises(Wrong, match="should have shape"):
                compare(other, A)


@given(st.integers(-(10**15), 10**15))
def test_counts_must_be_exact(n):
    compare(np.int64(n), n)
    for other in (n + 1, n + 0.5 if abs(n) < 10**12 else n - 1):
        with pytest.raises(Wrong):
            compare(other, n)


SAME = [(None, None), (np.True_, True), ([1, [2.0]], (1, np.array([2.0]))), (np.array(3), 3), (1, 1.0 + 1e-9)]
OTHER = [
    (0, None),
    (None, True),
    (1, True),
    ("yes", True),
    ((1,), (1, 2)),
    ({1: 2}, (1, 2)),
    (True, 1),
    ([3], 3),
]


@pytest.mark.parametrize(("got", "want"), SAME)
def test_the_same_in_another_dress(got, want):
    compare(got, want)


@pytest.mark.parametrize(("got", "want"), OTHER)
def test_another_kind_of_value_is_wrong(got, want):
    with pytest.raises(Wrong, match=r"return|got"):
        compare(got, want)


class AlwaysRight(str):
    def __ne__(self, other):
        return False


@pytest.mark.parametrize("got", [AlwaysRight("cpu"), "cpu", None, 3, b"cuda", ["cuda"]], ids=repr)
def test_a_text_is_compared_as_plain_text_and_never_judges_itself(got):
    compare("cuda", "cuda")
    with pytest.raises(Wrong):
        compare(got, "cuda")
