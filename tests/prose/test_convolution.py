"""The numbers that `book/convolution.md` states."""

import numpy as np
import torch

from grader.reference import conv2d_full, conv_via_corr, corr1d_full, corr2d


def test_a_spike_gives_the_kernel_back_and_without_the_flip_its_mirror_image():
    spike = [0, 0, 1, 0, 0, 0]
    assert np.convolve(spike, [3, 2, 1]).tolist() == [0, 0, 3, 2, 1, 0, 0, 0]
    values, first = corr1d_full(spike, [3, 2, 1])
    assert (values.tolist(), first) == ([0, 0, 1, 2, 3, 0, 0, 0], -2)


def test_swapping_a_cross_correlation_mirrors_it():
    f, g = [1, 2, 3], [0, 1, 0.5]
    assert np.convolve(f, g).tolist() == np.convolve(g, f).tolist() == [0, 1, 2.5, 4, 1.5]
    assert corr1d_full(f, g)[0].tolist() == [0.5, 2, 3.5, 3, 0]
    assert corr1d_full(g, f)[0].tolist() == [0, 3, 3.5, 2, 0.5]


def test_the_middle_of_two_short_signals_is_5():
    assert np.convolve([1, 2], [1, 3]).tolist() == [1, 5, 6]
    assert 1 * 1 + 2 * 3 == 7
    assert (1 + 2) * (1 + 3) == 12


def test_two_echoes_are_one():
    twice = np.convolve([1, 1], [1, 1])
    assert twice.tolist() == [1, 2, 1]
    one_by_one = np.convolve(np.convolve([5, 0, 7], [1, 1]), [1, 1])
    assert np.convolve([5, 0, 7], twice).tolist() == one_by_one.tolist()


def test_the_output_is_the_area_of_the_product_so_a_box_over_a_box_is_a_triangle():
    assert np.convolve([1] * 4, [1] * 4).tolist() == [1, 2, 3, 4, 3, 2, 1]
    assert np.convolve([2] * 4, [1] * 4).max() == 8  # twice the height, the same cover


def test_one_bright_pixel_sends_out_the_kernel():
    X, K = np.zeros((3, 3)), np.array([[1, 2], [3, 4]])
    X[1, 1] = 1
    Y = conv2d_full(X, K)
    assert Y.shape == (4, 4)
    assert (Y[1:3, 1:3] == K).all()
    assert Y.sum() == K.sum()
    assert K[::-1, ::-1][0].sum() == 7


def test_a_kernel_carried_over_has_to_be_turned():
    X, K = np.arange(9.0).reshape(3, 3), np.array([[1.0, 2], [3, 4]])
    layer = torch.nn.functional.conv2d(torch.tensor(X)[None, None], torch.tensor(K)[None, None])[0, 0]
    assert (layer.numpy() == corr2d(X, K)).all()
    assert (layer.numpy() == conv_via_corr(corr2d, X, K[::-1, ::-1])).all()
    assert (conv_via_corr(corr2d, X, K) == conv2d_full(X, K)[1:-1, 1:-1]).all()
    ramp = np.arange(5.0)[None]
    assert (corr2d(ramp, [[1, -1]]) == -conv_via_corr(corr2d, ramp, np.array([[1, -1]]))).all()
