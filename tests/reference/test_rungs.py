"""Every way to compute a layer gives what torch gives, and refuses what does not fit."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import toeplitz as scipys_toeplitz

from grader import reference as ref
from grader.reference.rungs import RUNGS, separable
from grader.reference.rungs import strips as by_strips

sizes = st.integers(1, 4)
seeds = st.integers(0, 2**32 - 1)


def matrix(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def torchs(X, K):
    return F.conv2d(torch.as_tensor(X)[None], torch.as_tensor(K))[0].numpy()


@pytest.mark.parametrize("name", sorted(RUNGS.keys() - {"separable"}))
@settings(max_examples=30)
@given(shape=st.tuples(sizes, sizes, sizes, sizes), more=st.tuples(sizes, sizes), seed=seeds)
def test_every_rung_is_torchs_layer(name, shape, more, seed):
    _, C, h, w = shape
    X, K = matrix(seed, C, h + more[0] - 1, w + more[1] - 1), matrix(seed + 1, *shape)
    np.testing.assert_allclose(RUNGS[name](X, K), torchs(X, K), atol=1e-10)


@given(sizes, sizes, sizes, sizes, seeds)
def test_separable_kernels_go_down_and_then_across(C, O, h, w, seed):
    X = matrix(seed, C, h + 3, w + 2)
    K = matrix(seed + 1, O, C, h, 1) * matrix(seed + 2, O, C, 1, w)
    np.testing.assert_allclose(separable(X, K), torchs(X, K), atol=1e-10)


@pytest.mark.parametrize("name", RUNGS)
def test_a_rung_keeps_single_precision_and_its_arguments(name):
    X, K = matrix(0, 2, 9, 7).astype("f"), np.ones((3, 2, 3, 2), "f")
    before = X.copy(), K.copy()
    assert RUNGS[name](X, K).dtype == np.float32
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(K, before[1])


@pytest.mark.parametrize("name", RUNGS)
@pytest.mark.parametrize(("X", "K"), [((1, 3, 3), (1, 1, 4, 2)), ((2, 3, 3), (1, 1, 2, 2)), ((3, 3), (2, 2))])
def test_every_rung_refuses_what_does_not_fit(name, X, K):
    with pytest.raises(ValueError, match=r"fit|need"):
        RUNGS[name](np.ones(X), np.ones(K))


def test_strips_meet_without_a_seam(monkeypatch):
    X, K = matrix(0, 2, 14, 9), matrix(1, 3, 2, 3, 3)
    for cached in (1, 2 * 9 * 7 * 5, 10**6):  # strips of one row; of five, which do not divide 12; one strip
        monkeypatch.setitem(by_strips.__globals__, "CACHED", cached)
        np.testing.assert_allclose(by_strips(X, K), torchs(X, K), atol=1e-12)


def test_a_kernel_that_is_no_column_times_a_row_is_not_separable():
    with pytest.raises(ValueError, match="not a column times a row"):
        separable(np.ones((1, 4, 4)), np.eye(2)[None, None])


@given(st.integers(1, 5), st.integers(0, 6), seeds)
def test_toeplitz_slides_and_its_transpose_is_the_full_convolution(k, more, seed):
    w, x, delta = matrix(seed, k), matrix(seed + 1, k + more), matrix(seed + 2, more + 1)
    T = ref.toeplitz(w, k + more)
    np.testing.assert_allclose(T @ x, np.correlate(x, w), atol=1e-12)
    np.testing.assert_allclose(T.T @ delta, np.convolve(delta, w), atol=1e-12)
    first = np.zeros(more + 1)
    first[0] = w[0]
    np.testing.assert_array_equal(T, scipys_toeplitz(first, np.append(w, np.zeros(more))))


@given(st.integers(1, 3), st.integers(1, 4), st.integers(1, 3), st.integers(0, 2), seeds)
def test_im2col_is_torchs_unfold_and_its_adjoint_torchs_fold(C, k, s, p, seed):
    X = matrix(seed, C, k + 3, k + 2)
    got = ref.im2col(X, k, s, p)
    want = F.unfold(torch.as_tensor(X)[None], k, padding=p, stride=s)[0]
    np.testing.assert_array_equal(got, want)
    D = matrix(seed + 1, *got.shape)
    back = F.fold(torch.as_tensor(D)[None], X.shape[1:], k, padding=p, stride=s)[0].numpy()
    assert np.isclose((got * D).sum(), (X * back).sum())


@given(sizes, sizes, sizes, sizes, seeds)
def test_fft_corr2d_is_corr2d(h, w, rows, columns, seed):
    X, K = matrix(seed, h + rows, w + columns), matrix(seed + 1, h, w)
    np.testing.assert_allclose(ref.fft_corr2d(X, K), ref.corr2d(X, K), atol=1e-12)


@given(st.integers(1, 4), st.integers(0, 5), sizes, sizes, st.integers(0, 2), st.integers(1, 3))
def test_costs_are_those_of_the_matrices(k, more, C, O, p, s):
    n = k + more
    columns = ref.im2col(np.zeros((C, n, n), "f"), k, s, p)
    assert ref.im2col_bytes(n, k, C, p, s) == columns.nbytes
    assert ref.macs(n, k, C, O, p, s) == O * columns.size
