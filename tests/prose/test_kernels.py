"""The numbers that `book/kernels.md` states."""

from math import factorial

import numpy as np
import pytest
from scipy.signal import convolve2d

from grader.reference import corr2d, derivative_kernel, edge_kernel, separate

BLUR = np.full((3, 3), 1 / 9)
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
OUTLINE = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
LAPLACIAN = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 8
DIFFERENCE = np.array([[1.0, -1.0]])


@pytest.mark.parametrize(("K", "flat", "dot"), [(BLUR, 10, 10.22), (SHARPEN, 10, 20), (OUTLINE, 0, 16)])
def test_a_flat_patch_of_tens_and_a_twelve_among_tens(K, flat, dot):
    patch = np.full((3, 3), 10.0)
    assert np.isclose(corr2d(patch, K).item(), flat)
    patch[1, 1] = 12
    assert round(corr2d(patch, K).item(), 2) == dot


def test_a_sharpener_with_eight_neighbours_has_nine_in_the_middle():
    assert OUTLINE.sum() == 0
    assert OUTLINE.sum() - 8 + 9 == 1


def test_the_dark_band_gives_one_at_its_left_edge_and_minus_one_at_its_right():
    X = np.ones((6, 8))
    X[:, 2:6] = 0
    assert (corr2d(X, DIFFERENCE) == [0, 1, 0, 0, 0, -1, 0]).all()
    assert not corr2d(X.T, DIFFERENCE).any()


def test_the_difference_sees_a_diagonal_edge_too():
    stairs = np.tri(6)
    assert (corr2d(stairs, DIFFERENCE) == np.eye(6, 5)).all()
    assert corr2d(stairs.T, DIFFERENCE).min() == corr2d(stairs, DIFFERENCE.T).min() == -1
    assert corr2d(stairs.T, DIFFERENCE).max() == corr2d(stairs, DIFFERENCE.T).max() == 0


def test_as_a_convolution_the_difference_swaps_its_signs_and_symmetric_kernels_stay():
    X = np.random.default_rng(0).random((6, 8))
    assert np.allclose(convolve2d(X, DIFFERENCE, "valid"), -corr2d(X, DIFFERENCE))
    for K in (BLUR, LAPLACIAN):
        assert np.allclose(convolve2d(X, K, "valid"), corr2d(X, K))


def test_a_direction_weighs_the_two_slopes():
    down, right = np.mgrid[0:3, 0:3]
    assert (edge_kernel((0, 1)) == SOBEL).all()
    assert corr2d(right, SOBEL).item() == corr2d(down, SOBEL.T).item() == 1
    assert corr2d(right, SOBEL.T).item() == corr2d(down, SOBEL).item() == 0
    ramp = right + 2 * down
    assert corr2d(ramp, edge_kernel((3, 1))).item() == 7
    assert corr2d(ramp, edge_kernel((1, 3))).item() == 5
    assert corr2d(ramp, LAPLACIAN).item() == 0


@pytest.mark.parametrize(("d", "kernel"), [(1, [-1, 1]), (2, [1, -2, 1]), (3, [-1, 3, -3, 1])])
def test_the_table_of_derivatives(d, kernel):
    assert derivative_kernel(d).tolist() == kernel
    x = np.arange(8.0)
    for degree in range(d):
        assert not corr2d(x[None] ** degree, [kernel]).any()
    assert (corr2d(x[None] ** d, [kernel]) == factorial(d)).all()


@pytest.mark.parametrize("d", [1, 2, 3, 4, 5])
def test_no_kernel_of_d_weights_sends_the_first_d_powers_to_zero(d):
    powers = np.vander(np.arange(float(d)), increasing=True).T
    assert np.linalg.matrix_rank(powers) == d  # only the zero kernel solves powers @ k = 0
    more = np.vander(np.arange(d + 1.0), d, increasing=True).T
    assert np.linalg.matrix_rank(more) == d  # d equations, d + 1 unknowns: one free choice


def test_the_running_sum_needs_a_kernel_as_long_as_the_signal():
    x = np.array([[3.0, 1, 4, 1, 5]])
    assert corr2d(np.pad(x, [(0, 0), (4, 0)]), np.ones((1, 5))).tolist() == [[3, 4, 8, 9, 14]]


def test_which_kernels_split():
    assert [np.linalg.matrix_rank(K) for K in (SOBEL, BLUR, LAPLACIAN, SHARPEN)] == [1, 1, 2, 2]
    assert separate(LAPLACIAN) is None
    assert (np.outer([1, 2, 1], [-1, 0, 1]) / 8 == SOBEL).all()
    assert [np.linalg.matrix_rank(K) for K in ([[1, 0], [0, 1]], [[1, 2], [2, 4]], [[0, 1], [1, 0]])] == [
        2,
        1,
        2,
    ]


def test_two_passes_of_eleven_are_one_of_121():
    image = np.random.default_rng(0).random((40, 60))
    column, row = np.full((11, 1), 1 / 11), np.full((1, 11), 1 / 11)
    assert np.allclose(corr2d(corr2d(image, row), column), corr2d(image, column * row))
    assert [(k * k, 2 * k, k / 2) for k in (3, 5, 11)] == [(9, 6, 1.5), (25, 10, 2.5), (121, 22, 5.5)]


def test_a_kernel_of_sum_0_turns_a_flat_patch_to_0_however_bright():
    outline = np.full((3, 3), -1.0)
    outline[1, 1] = 8
    assert [corr2d(np.full((3, 3), c), outline).item() for c in (0, 10, 255)] == [0, 0, 0]
