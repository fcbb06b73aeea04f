"""The numbers that `book/backpropagation.md` states."""

import numpy as np
import torch
import torch.nn.functional as F

from grader.reference import corr2d, corr2d_backward, layer_backward, maxpool_backward

X, W, DELTA = np.arange(1.0, 6), np.array([1.0, 2, 4]), np.array([1.0, 10, 100])


def by_torch(x, w, delta, stride=1, padding=0):
    """(y, dx, dw): asked of PyTorch, which knows nothing of us."""
    x, w = (torch.tensor(v)[None, None].requires_grad_() for v in (x, w))
    y = F.conv1d(x, w, stride=stride, padding=padding)
    y[0, 0].backward(torch.tensor(delta))
    return (v.flatten().tolist() for v in (y.detach(), x.grad, w.grad))


def test_the_third_input_hears_from_all_three_outputs():
    y, dx, _ = by_torch(X, W, DELTA)
    assert y == [17, 24, 31]
    assert dx == [1, 12, 124, 240, 400]
    assert dx[2] == DELTA[0] * W[2] + DELTA[1] * W[1] + DELTA[2] * W[0] == 1 * 4 + 10 * 2 + 100 * 1
    assert dx[2] not in (DELTA[2], W @ DELTA)


def test_to_the_inputs_the_way_back_is_the_full_true_convolution():
    _, dx, _ = by_torch(X, W, DELTA)
    assert np.convolve(DELTA, W).tolist() == dx
    assert W @ DELTA == 421


def test_with_its_arguments_swapped_the_gradient_of_the_weights_is_reversed():
    *_, dw = by_torch(X, W, DELTA)
    assert np.correlate(X, DELTA, "valid").tolist() == dw == [321, 432, 543]
    assert np.correlate(DELTA, X, "valid").tolist() == dw[::-1]


def test_three_sums_agree_and_a_reversed_gradient_is_found_by_them():
    y, dx, dw = (np.array(v) for v in by_torch(X, W, DELTA))
    assert y @ DELTA == X @ dx == W @ dw == 3357
    assert W @ dw[::-1] == 2691
    assert W[::-1] @ dw == 2691  # so a kernel that reads the same from both ends lets it pass


def test_a_tiny_change_of_the_first_weight_tells_321():
    step = np.array([1e-6, 0, 0])
    up, down = (DELTA @ np.correlate(X, w, "valid") for w in (W + step, W - step))
    assert round((up - down) / 2e-6, 3) == 321


def test_each_way_back_has_the_nine_products_of_the_way_forward():
    lines = [(i, i + a, a) for i in range(3) for a in range(3)]
    assert len(lines) == 9
    dx, dw = np.zeros(5), np.zeros(3)
    for i, j, a in lines:
        dx[j] += DELTA[i] * W[a]
        dw[a] += DELTA[i] * X[j]
    assert [dx.tolist(), dw.tolist()] == [*by_torch(X, W, DELTA)][1:]


def test_in_two_dimensions_the_weights_hear_by_a_sliding_window():
    rng = np.random.default_rng(0)
    X, K, dY = rng.normal(size=(5, 6)), rng.normal(size=(2, 3)), rng.normal(size=(4, 4))
    np.testing.assert_allclose(corr2d_backward(X, K, dY)[1], corr2d(X, dY))


def test_the_bias_of_a_map_hears_from_all_its_places():
    *_, db = layer_backward(np.ones((2, 4, 6)), np.ones((1, 2, 2, 3)), np.ones((1, 3, 4)))
    assert db.tolist() == [12]


def test_padding_comes_off_on_the_way_back_and_leaves_k_minus_1_minus_p_zeros_at_each_end():
    five = np.array([1.0, 10, 100, 10, 1])
    full = np.convolve(five, W)
    assert full.tolist() == [1, 12, 124, 250, 421, 42, 4]
    assert [*by_torch(X, W, five, padding=1)][1] == full[1:-1].tolist() == [12, 124, 250, 421, 42]
    for k, p in [(3, 0), (3, 1), (3, 2), (5, 1), (5, 2)]:
        w = np.arange(1.0, k + 1)
        delta = np.arange(1.0, len(X) + 2 * p - k + 2)
        back = np.correlate(np.pad(delta, k - 1 - p), w[::-1], "valid")
        assert [*by_torch(X, w, delta, padding=p)][1] == back.tolist()


def test_a_stride_puts_zeros_between_the_deltas():
    y, dx, dw = by_torch(X, W, DELTA[:2], stride=2)
    assert (y, dx, dw) == ([17, 31], [1, 2, 14, 20, 40], [31, 42, 53])
    assert np.convolve([1, 0, 10], W).tolist() == dx
    assert [*by_torch(np.arange(1.0, 7), W, DELTA[:2], stride=2)][1] == [*dx, 0]


def test_a_transposed_convolution_is_the_way_back_and_undoes_nothing():
    w, delta = (torch.tensor(v)[None, None] for v in (W, DELTA[:2]))
    assert F.conv_transpose1d(delta, w, stride=2).flatten().tolist() == [1, 2, 14, 20, 40]
    x = torch.tensor(X)[None, None]
    back = F.conv_transpose1d(F.conv1d(x, w, stride=2), w, stride=2)
    assert back.shape == x.shape
    assert not torch.allclose(back, x)


def test_a_max_pool_hands_everything_to_the_winner():
    assert maxpool_backward(np.array([[3, 7], [5, 1]]), 2, np.array([[8]])).tolist() == [[0, 8], [0, 0]]


def test_a_pixel_that_wins_twice_gets_both_shares():
    peak = torch.tensor([[[1.0, 3, 2], [1, 9, 2]]]).requires_grad_()
    F.max_pool2d(peak, 2, 1).backward(torch.tensor([[[10.0, 20]]]))
    assert peak.grad[0].tolist() == [[0, 0, 0], [0, 30, 0]]
    ours = maxpool_backward(peak.detach().numpy()[0], 2, np.array([[10, 20]]), 1)
    assert ours.tolist() == peak.grad[0].tolist()


def test_of_pixels_that_tie_the_first_one_gets_the_share_in_pytorch_too():
    flat = torch.zeros(1, 2, 2).requires_grad_()
    F.max_pool2d(flat, 2).sum().backward()
    assert flat.grad[0].tolist() == [[1, 0], [0, 0]]


def test_the_derivative_by_the_place_is_not_the_gradient_of_the_weights():
    g = np.pad(W, 1)
    along = np.diff(np.convolve(X, g))
    assert along.tolist() == np.convolve(X, np.diff(g)).tolist() == [1, 3, 7, 7, 7, 1, -6, -20]
    assert not set([*by_torch(X, W, DELTA)][2]) & set(along)
