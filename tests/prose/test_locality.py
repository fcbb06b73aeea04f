"""The numbers that `book/locality.md` states."""

import numpy as np
import pytest
from sklearn.datasets import load_sample_image

from grader.reference import conv_params, corr2d, out_size

X, K = np.arange(9.0).reshape(3, 3), np.arange(4.0).reshape(2, 2)


def test_the_four_windows_give_19_25_37_43():
    assert corr2d(X, K).tolist() == [[19, 25], [37, 43]]


def test_the_turned_kernel_begins_with_5_and_11_and_the_transposed_one_with_17():
    assert corr2d(X, K[::-1, ::-1])[0].tolist() == [5, 11]
    assert corr2d(X, K.T)[0, 0] == 17


@pytest.mark.parametrize(("row", "column", "times"), [(0, 0, 1), (0, 1, 2), (1, 1, 4)])
def test_a_corner_takes_part_once_a_side_twice_the_middle_four_times(row, column, times):
    changed = X.copy()
    changed[row, column] += 1
    assert (corr2d(changed, np.ones((2, 2))) != corr2d(X, np.ones((2, 2)))).sum() == times


@pytest.mark.parametrize(
    ("n", "k", "want"), [(3, 2, 2), (4, 3, 2), (6, 1, 6), (8, 2, 7), (10, 3, 8), (28, 5, 24)]
)
def test_the_output_has_n_minus_k_plus_1_entries(n, k, want):
    assert corr2d(np.ones((n, n)), np.ones((k, k))).shape == (want, want)
    assert out_size(n, k) == want


@pytest.mark.parametrize(("delta", "weights"), [(0, 1), (1, 9), (2, 25), (3, 49), (4, 81), (9, 361)])
def test_a_local_layer_has_the_square_of_2_delta_plus_1_weights_not_4_delta_squared(delta, weights):
    assert conv_params(delta, bias=False) == weights != 4 * delta**2


def test_neighbours_in_the_flower_photo_are_alike_and_distant_pixels_are_not():
    photo = load_sample_image("flower.jpg").mean(axis=2)
    assert [round(likeness(photo, d), 2) for d in (1, 10, 100)] == [0.98, 0.86, 0.2]
    noise = photo.ravel().copy()
    np.random.default_rng(0).shuffle(noise)
    assert abs(likeness(noise.reshape(photo.shape), 1)) < 0.005


def likeness(image, d):
    return np.corrcoef(image[:, :-d].ravel(), image[:, d:].ravel())[0, 1]


def test_no_kernel_of_width_3_sees_how_far_apart_two_dots_are():
    five, six = np.zeros((1, 14)), np.zeros((1, 14))
    five[0, [3, 8]] = six[0, [3, 9]] = 1
    for seed in range(10):
        K = np.random.default_rng(seed).normal(size=(1, 3))
        assert np.allclose(np.sort(corr2d(five, K)), np.sort(corr2d(six, K)))


def test_two_layers_of_3_by_3_see_5_by_5_pixels():
    ones = np.ones((3, 3))
    dot = np.zeros((9, 9))
    dot[4, 4] = 1
    assert np.count_nonzero(corr2d(corr2d(dot, ones), ones)) == 25
