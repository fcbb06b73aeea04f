"""The plain formulas against SciPy and torch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate2d

from grader import reference as ref

sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


def matrix(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def as_batch(X):
    return torch.as_tensor(X)[None]


@given(sizes, sizes, sizes, sizes, seeds)
def test_corr2d_is_scipys_valid_correlation(h, w, extra_rows, extra_columns, seed):
    X, K = matrix(seed, h + extra_rows, w + extra_columns), matrix(seed + 1, h, w)
    np.testing.assert_allclose(ref.corr2d(X, K), correlate2d(X, K, "valid"), atol=1e-12)


@given(sizes, sizes, st.integers(0, 3), st.integers(1, 4), seeds)
def test_padding_and_stride_are_torchs(h, w, p, s, seed):
    X, K = matrix(seed, h + 4, w + 2), matrix(seed + 1, h, w)
    want = F.conv2d(as_batch(X)[None], as_batch(K)[None], padding=p, stride=s)[0, 0]
    got = ref.corr2d_strided(X, K, p, s)
    np.testing.assert_allclose(got, want, atol=1e-12)
    assert got.shape == (ref.out_size(h + 4, h, p, s), ref.out_size(w + 2, w, p, s))


@given(st.integers(1, 3), st.integers(1, 3), sizes, sizes, seeds)
def test_channels_are_torchs(C, D, h, w, seed):
    X, K, b = matrix(seed, C, h + 2, w + 1), matrix(seed + 1, D, C, h, w), matrix(seed + 2, D)
    want = F.conv2d(as_batch(X), torch.as_tensor(K), torch.as_tensor(b))[0]
    np.testing.assert_allclose(ref.corr2d_multi(X, K, b), want, atol=1e-12)
    want = F.conv2d(as_batch(X), torch.as_tensor(K[:, :, :1, :1]))[0]
    np.testing.assert_allclose(ref.conv1x1(X, K[:, :, 0, 0]), want, atol=1e-12)


@pytest.mark.parametrize("p", [0, 1, 3])
def test_zero_padding_is_numpys(p):
    X = matrix(p, 3, 5)
    np.testing.assert_array_equal(ref.pad2d(X, p), np.pad(X, p))


@pytest.mark.parametrize(
    ("delta", "c_in", "c_out", "bias"), [(0, 1, 1, False), (1, 3, 8, True), (4, 2, 5, True)]
)
def test_conv_params_counts_torchs_layer(delta, c_in, c_out, bias):
    layer = torch.nn.Conv2d(c_in, c_out, 2 * delta + 1, bias=bias)
    assert ref.conv_params(delta, c_in, c_out, bias) == sum(p.numel() for p in layer.parameters())


@pytest.mark.parametrize("bias", [False, True])
def test_fc_params_counts_torchs_layer(bias):
    layer = torch.nn.Linear(4 * 5 * 3, 7, bias=bias)
    assert ref.fc_params((4, 5, 3), 7, bias) == sum(p.numel() for p in layer.parameters())


@given(st.permutations("NCHW"), st.permutations("NCHW"))
def test_layouts_are_einsums(src, dst):
    x = matrix(0, 2, 3, 4, 5)
    want = np.einsum(f"{''.join(src)}->{''.join(dst)}", x)
    np.testing.assert_array_equal(ref.to_layout(x, "".join(src), "".join(dst)), want)
