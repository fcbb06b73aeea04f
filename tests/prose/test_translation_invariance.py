"""The numbers that `book/translation-invariance.md` states."""

import numpy as np
import pytest

from convolution_book import figures
from convolution_book.widgets import BreakIt
from grader.reference import corr2d, extract_kernel, is_shift_equivariant, pad2d

PLUS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])


def shared(side):
    """The weights of a layer between two side × side images, from one kernel of distinct numbers."""
    reach = 2 * side - 1
    V = np.arange(1.0, reach**2 + 1).reshape(reach, reach)
    i, j, k, l = np.indices((side,) * 4)
    return V[k - i + side - 1, l - j + side - 1]


@pytest.mark.parametrize(("side", "free", "left"), [(3, 81, 25), (4, 256, 49)])
def test_sharing_leaves_one_weight_for_each_offset(side, free, left):
    weights = shared(side)
    assert weights.size == free
    assert len(np.unique(weights)) == extract_kernel(weights).size == left


def test_a_thousand_squared_image_has_3996001_offsets_not_four_million():
    assert len(range(-999, 1000)) ** 2 == 1999**2 == 3_996_001


def test_the_crowd_holds_one_plus_and_the_detector_scores_five_only_there():
    for seed in range(20):
        scores = corr2d(figures.crowd(np.random.default_rng(seed)), 2 * PLUS - 1)
        assert scores.max() == 5
        assert (scores == 5).sum() == 1


def test_the_crowd_of_the_chapter_has_its_plus_at_row_16_column_45():
    scores = corr2d(figures.crowd(np.random.default_rng(4)), 2 * PLUS - 1)
    assert np.argwhere(scores == 5).tolist() == [[16, 45]]


def test_that_plus_is_the_tenth_figure_of_the_fourth_row():
    assert (16 // 5 + 1, 45 // 5 + 1) == (4, 10), "each figure has a field of 5 × 5 pixels"


def test_the_place_of_the_best_score_moves_and_its_value_stays():
    places, values = zip(*(best(*at) for at in [(1, 1), (4, 6)]), strict=True)
    assert places == ([1, 1], [4, 6])
    assert values == (5, 5)


def best(row, column):
    X = np.zeros((8, 10))
    X[row : row + 3, column : column + 3] = PLUS
    Y = corr2d(X, 2 * PLUS - 1)
    return [int(at) for at in np.unravel_index(Y.argmax(), Y.shape)], Y.max()


def test_only_the_circular_layer_is_exactly_equivariant():
    K = np.random.default_rng(0).normal(size=(3, 3))
    circular, zeros = (lambda X: corr2d(np.pad(X, 1, mode="wrap"), K)), (lambda X: corr2d(pad2d(X, 1), K))
    assert is_shift_equivariant(circular, (6, 8), 0)
    assert not is_shift_equivariant(zeros, (6, 8), 0)
    assert not is_shift_equivariant(lambda X: X[::2, ::2], (6, 8), 0)
    assert not is_shift_equivariant(lambda X: X * np.arange(8), (6, 8), 0)


def test_a_layer_moves_its_map_and_only_a_global_pool_stays():
    X = np.random.default_rng(0).normal(size=(6, 8))
    K = np.random.default_rng(1).normal(size=(3, 3))
    Y, moved = (corr2d(np.pad(Z, 1, mode="wrap"), K) for Z in (X, np.roll(X, 2, axis=1)))
    assert not np.allclose(moved, Y)
    assert np.allclose(moved, np.roll(Y, 2, axis=1))
    assert np.isclose(moved.max(), Y.max())


@pytest.mark.parametrize("shape", [(1, 2), (3, 4)])
def test_a_kernel_that_joins_every_pair_of_pixels_is_nearly_twice_as_large_as_the_image(shape):
    places = list(np.ndindex(shape))
    offsets = {(k - i, l - j) for i, j in places for k, l in places}
    assert len(offsets) == (2 * shape[0] - 1) * (2 * shape[1] - 1)


def test_a_layer_that_answers_black_with_different_numbers_is_not_equivariant():
    U = np.arange(12.0).reshape(3, 4)
    assert not is_shift_equivariant(lambda X: X + U, (3, 4), 0)
    assert is_shift_equivariant(lambda X: X + 5, (3, 4), 0)


def test_the_border_breaks_the_demand_before_the_pattern_leaves():
    one = BreakIt()
    place = [at + by for at, by in zip(one.place, one.nudge, strict=True)]
    assert max(place) + 2 == 8, "the moved pattern touches the edge and is inside"
    assert one.computed()["differing"] == 1


def test_at_stride_2_a_pattern_in_the_middle_may_move_by_two_pixels_but_not_by_one():
    differing = [BreakIt(place=[3, 3], stride=2, nudge=[0, by]).computed()["differing"] for by in (1, 2)]
    assert differing == [4, 0]
    assert np.size(BreakIt(stride=2).computed()["D"]) == 16


def test_in_the_middle_only_the_gain_makes_a_difference_at_stride_1():
    assert BreakIt(place=[3, 3]).computed()["differing"] == 0
    assert BreakIt(place=[3, 3], gain=True).computed()["differing"] > 0
    assert BreakIt(border="circular").computed()["differing"] == 0
