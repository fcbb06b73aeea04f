"""The plain formulas against SciPy and torch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import convolve, convolve2d, correlate, correlate2d

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


PADS = {"zero": "constant", "reflect": "reflect", "circular": "wrap", "edge": "edge"}


@pytest.mark.parametrize("p", [0, 1, 2, (1, 2), (0, 3)])
@pytest.mark.parametrize("mode", PADS)
def test_padding_is_numpys(p, mode):
    X = matrix(0, 3, 5)
    down, right = (p, p) if isinstance(p, int) else p
    want = np.pad(X, ((down, down), (right, right)), mode=PADS[mode])
    np.testing.assert_array_equal(ref.pad2d(X, p, mode), want)


@given(st.tuples(st.integers(0, 2), st.integers(0, 3)), st.tuples(sizes, sizes), seeds)
def test_pairs_of_paddings_and_strides_are_torchs(p, s, seed):
    X, K = matrix(seed, 5, 7), matrix(seed + 1, 3, 2)
    want = F.conv2d(as_batch(X)[None], as_batch(K)[None], padding=p, stride=s)[0, 0]
    np.testing.assert_allclose(ref.corr2d_strided(X, K, p, s), want, atol=1e-12)


@given(sizes, sizes, sizes, sizes, seeds)
def test_the_full_convolution_is_scipys(H, W, h, w, seed):
    X, K = matrix(seed, H, W), matrix(seed + 1, h, w)
    np.testing.assert_allclose(ref.conv2d_full(X, K), convolve2d(X, K), atol=1e-12)


@given(sizes, sizes, sizes, sizes, seeds)
def test_a_convolution_by_a_correlation_is_scipys(h, w, extra_rows, extra_columns, seed):
    X, K = matrix(seed, h + extra_rows, w + extra_columns), matrix(seed + 1, h, w)
    np.testing.assert_allclose(ref.conv_via_corr(ref.corr2d, X, K), convolve2d(X, K, "valid"), atol=1e-12)


@given(sizes, st.integers(0, 5), seeds)
def test_a_delay_is_scipys_full_convolution(size, n, seed):
    f = matrix(seed, size)
    np.testing.assert_allclose(convolve(f, ref.delay_kernel(n, 3)), [*np.zeros(n), *(3 * f)], atol=1e-12)


@given(st.integers(1, 20), st.integers(1, 5), st.integers(1, 4), st.integers(1, 3), st.data())
def test_sizes_are_torchs(n, k, s, d, data):
    """Its pools, which know both modes; torch pads a pool by half a window at most."""
    p = data.draw(st.integers(0, k // 2))
    if d * (k - 1) + 1 > n + 2 * p:
        with pytest.raises(ValueError, match="does not fit"):
            ref.out_size(n, k, p, s, d, "ceil")
        return
    for mode in ("floor", "ceil"):
        pooled = F.max_pool1d(torch.zeros(1, n), k, s, p, d, ceil_mode=mode == "ceil")
        assert ref.out_size(n, k, p, s, d, mode) == pooled.shape[1]


@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 9), st.integers(1, 3))
def test_same_padding_leaves_as_many_places_as_tensorflow_promises(n, k, s, d):
    before, after = ref.same_pad(n, k, s, d)
    padded, reach = n + before + after, d * (k - 1) + 1
    assert 0 <= after - before <= 1
    assert (padded - reach) // s + 1 == -(-n // s)
    assert before + after == 0 or (padded - reach) % s == 0  # not one zero more than that takes


@given(st.integers(1, 9), st.integers(1, 4), st.integers(0, 3), st.integers(1, 4))
def test_participation_is_what_a_layer_of_ones_sends_back(n, k, p, s):
    if k > n + 2 * p:
        return
    X = torch.zeros(1, 1, n, n, requires_grad=True)
    F.conv2d(X, torch.ones(1, 1, k, k), padding=p, stride=s).sum().backward()
    np.testing.assert_array_equal(ref.participation(n, k, p, s), X.grad[0, 0])


@given(sizes, sizes, st.integers(1, 3), st.integers(1, 3), st.data(), seeds)
def test_pools_are_torchs(H, W, k, s, data, seed):
    p, X = data.draw(st.integers(0, k // 2)), matrix(seed, H + 2, W + 2) - 3
    want = F.max_pool2d(as_batch(X), k, s, p)[0]
    np.testing.assert_array_equal(ref.pool2d(X, k, s, p), want)
    want = F.avg_pool2d(as_batch(X), k, s, p, count_include_pad=False)[0]
    np.testing.assert_allclose(ref.pool2d(X, k, s, p, "mean"), want, atol=1e-12)


@given(st.integers(1, 12), seeds)
def test_blur_pool_is_torchs_circular_layer(n, seed):
    x = matrix(seed, 2 * n)
    layer = torch.nn.Conv1d(1, 1, 3, stride=2, padding=1, padding_mode="circular", bias=False).double()
    layer.weight.data = torch.tensor([[[0.25, 0.5, 0.25]]], dtype=torch.float64)
    np.testing.assert_allclose(ref.blur_pool(x), layer(torch.tensor(x)[None])[0].detach(), atol=1e-12)


@pytest.mark.parametrize("pool", [1, 2, 3])
def test_parameters_after_a_pool_are_torchs(pool):
    convolution, dense = torch.nn.Conv2d(2, 5, 3, padding="same"), torch.nn.LazyLinear(7)
    dense(torch.nn.MaxPool2d(pool)(convolution(torch.zeros(1, 2, 8, 8))).flatten(1))
    want = tuple(sum(p.numel() for p in layer.parameters()) for layer in (convolution, dense))
    assert ref.params_after_pool(8, 2, 5, 3, pool, 7) == want


@given(st.integers(1, 3), st.data(), seeds)
def test_a_window_in_any_number_of_dimensions_is_scipys(axes, data, seed):
    k = matrix(seed, *(data.draw(st.integers(1, 3)) for _ in range(axes)))
    x = matrix(seed + 1, *(n + data.draw(st.integers(0, 3)) for n in k.shape))
    np.testing.assert_allclose(ref.corr_nd(x, k), correlate(x, k, "valid", "direct"), atol=1e-12)


@given(st.integers(1, 9), st.integers(1, 4), st.integers(1, 4), seeds)
def test_a_causal_convolution_is_torchs_with_all_zeros_in_front(n, k, d, seed):
    x, w = matrix(seed, n), matrix(seed + 1, k)
    padded = torch.tensor([*np.zeros(d * (k - 1)), *x])[None, None]
    want = F.conv1d(padded, torch.tensor(w[::-1].copy())[None, None], dilation=d)[0, 0]
    np.testing.assert_allclose(ref.causal_conv1d(x, w, d), want, atol=1e-12)


@given(st.integers(1, 12), st.integers(1, 5), st.integers(1, 4))
def test_frames_are_torchs(n, size, hop):
    if size <= n:
        want = torch.arange(n).unfold(0, size, hop)
        np.testing.assert_array_equal(ref.frames_of(np.arange(n), size, hop), want)


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


@pytest.mark.parametrize(("h", "w", "seed"), [(1, 1, 0), (2, 3, 1), (3, 1, 2)])
def test_a_learnt_kernel_takes_the_steps_that_autograd_takes(h, w, seed):
    X, Y = matrix(seed, h + 2, w + 3), matrix(seed + 1, 3, 4)
    K = torch.tensor(np.random.default_rng(seed).normal(size=(h, w)), requires_grad=True)
    descent, losses = torch.optim.SGD([K], lr=0.01), []
    for _ in range(3):
        loss = ((F.conv2d(as_batch(X)[None], K[None, None])[0, 0] - torch.as_tensor(Y)) ** 2).sum()
        losses.append(loss.item())
        descent.zero_grad()
        loss.backward()
        descent.step()
    learnt, ours = ref.learn_kernel(X, Y, (h, w), 0.01, 3, seed)
    np.testing.assert_allclose(learnt, K.detach(), atol=1e-9)
    np.testing.assert_allclose(ours, losses, rtol=1e-9)


@pytest.mark.parametrize(("h", "w", "seed"), [(1, 1, 0), (2, 3, 1), (3, 1, 2)])
def test_the_stable_rate_is_two_over_the_largest_eigenvalue_of_torchs_hessian(h, w, seed):
    X, Y = matrix(seed, h + 2, w + 3), torch.as_tensor(matrix(seed + 1, 3, 4))

    def loss(k):
        return ((F.conv2d(as_batch(X)[None], k.reshape(1, 1, h, w))[0, 0] - Y) ** 2).sum()

    hessian = torch.autograd.functional.hessian(loss, torch.zeros(h * w, dtype=torch.float64))
    want = 2 / torch.linalg.eigvalsh(hessian)[-1]
    np.testing.assert_allclose(ref.max_stable_lr(X, (h, w)), want)


@pytest.mark.parametrize("seed", range(6))
def test_the_inputs_that_an_output_sees_are_those_with_a_gradient(seed):
    rng = np.random.default_rng(seed)
    layers = [tuple(int(x) for x in rng.integers(1, 4, 3)) for _ in range(3)]
    field, jump = ref.receptive_field(layers)
    x = torch.zeros(1, 1, field + 2 * jump, requires_grad=True)
    y = x
    for k, s, d in layers:
        y = F.conv1d(y, torch.ones(1, 1, k), stride=s, dilation=d)
    assert y.shape[-1] == 3
    y[0, 0, 2].backward()
    seen = np.flatnonzero(x.grad[0, 0])
    assert (seen[0], seen[-1]) == (2 * jump, 2 * jump + field - 1)
    assert np.flatnonzero(ref.rf_mask(layers, 2, field + 2 * jump)).tolist() == seen.tolist()


@given(sizes, sizes, st.integers(1, 3), st.integers(1, 3), seeds)
def test_two_layers_are_one_and_torch_agrees(h, w, m, n, seed):
    K1, K2 = matrix(seed, h, w), matrix(seed + 1, m, n)
    X = torch.as_tensor(matrix(seed + 2, h + m, w + n))[None, None]
    both = F.conv2d(F.conv2d(X, torch.as_tensor(K1)[None, None]), torch.as_tensor(K2)[None, None])
    np.testing.assert_allclose(F.conv2d(X, torch.as_tensor(ref.fuse(K1, K2))[None, None]), both, atol=1e-9)
