"""Gradients against torch's, finite differences and the law of adjoints."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from grader import reference as ref

SEEDS = range(4)


def rng_of(seed):
    return np.random.default_rng(seed)


def gradients(f, *arrays, of):
    """torch's gradients of f, where `of` is handed down."""
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    f(*tensors).backward(torch.tensor(of))
    return [tensor.grad.numpy() for tensor in tensors]


@pytest.mark.parametrize("seed", SEEDS)
def test_gradients_in_one_dimension_are_torchs_and_obey_the_law_of_adjoints(seed):
    rng = rng_of(seed)
    n, k = (int(x) for x in (rng.integers(4, 9), rng.integers(1, 5)))
    x, w, delta = rng.normal(size=n), rng.normal(size=k), rng.normal(size=n - k + 1)
    dx, dw = ref.corr1d_backward(x, w, delta)
    want = gradients(lambda x, w: F.conv1d(x[None, None], w[None, None])[0, 0], x, w, of=delta)
    np.testing.assert_allclose(dx, want[0])
    np.testing.assert_allclose(dw, want[1])
    np.testing.assert_allclose([x @ dx, w @ dw], np.correlate(x, w, "valid") @ delta)


@pytest.mark.parametrize("s", [1, 2, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_gradients_of_a_window_in_steps_are_torchs(seed, s):
    rng = rng_of(seed)
    X, K = rng.normal(size=(7, 6)), rng.normal(size=rng.integers(1, 4, 2))
    dY = rng.normal(size=ref.corr2d_strided(X, K, s=s).shape)
    want = gradients(lambda X, K: F.conv2d(X[None, None], K[None, None], stride=s)[0, 0], X, K, of=dY)
    for ours, theirs in zip(ref.corr2d_backward(X, K, dY, s), want, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


@pytest.mark.parametrize(("k", "s"), [(2, None), (2, 1), (3, 2), (2, 3)])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_max_pool_hands_back_what_torch_does_where_windows_overlap_and_pixels_tie(seed, k, s):
    rng = rng_of(seed)
    X = rng.integers(0, 3, (7, 6)).astype(float)
    dY = rng.normal(size=ref.pool2d(X, k, s).shape)
    want = gradients(lambda X: F.max_pool2d(X[None, None], k, s)[0, 0], X, of=dY)[0]
    np.testing.assert_allclose(ref.maxpool_backward(X, k, dY, s), want)


@pytest.mark.parametrize("seed", SEEDS)
def test_gradients_of_a_layer_are_torchs(seed):
    rng = rng_of(seed)
    X, K, b = rng.normal(size=(2, 5, 6)), rng.normal(size=(3, 2, 2, 3)), np.zeros(3)
    dY = rng.normal(size=(3, 4, 4))
    want = gradients(lambda X, K, b: F.conv2d(X[None], K, b)[0], X, K, b, of=dY)
    for ours, theirs in zip(ref.layer_backward(X, K, dY), want, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_a_small_step_changes_the_loss_as_the_gradient_says():
    rng = rng_of(0)
    X, K, dY = rng.normal(size=(5, 6)), rng.normal(size=(2, 3)), rng.normal(size=(2, 2))
    dX, dK = ref.corr2d_backward(X, K, dY, 2)

    def loss(X, K):
        return (ref.corr2d_strided(X, K, s=2) * dY).sum()

    for place in ((0, 0), (1, 2)):
        step = np.zeros_like(K)
        step[place] = 1e-6
        assert np.isclose((loss(X, K + step) - loss(X, K - step)) / 2e-6, dK[place])
    assert not dX[:, 5].any()  # no window reaches it
    assert not dX[4].any()


def test_what_is_handed_down_must_have_the_shape_of_the_output():
    X, K = np.ones((3, 4)), np.ones((2, 2))
    for ask in (
        lambda: ref.corr1d_backward(np.ones(4), np.ones(2), np.ones(4)),
        lambda: ref.corr2d_backward(X, K, np.ones((1, 3))),
        lambda: ref.maxpool_backward(X, 2, np.ones((2, 3))),
        lambda: ref.layer_backward(X[None], K[None, None], np.ones((1, 2, 1))),
    ):
        with pytest.raises(ValueError, match=r"do not make|has shape"):
            ask()
