"""The numbers that `book/receptive-field.md` states."""

import numpy as np
import torch
from torch import nn

from grader.reference import corr2d, fuse, receptive_field, rf_mask

ONES = np.ones((1, 3))


def gradient(layers, n):
    """Which inputs the first output depends on, and how strongly: asked of PyTorch."""
    x = torch.zeros(1, 1, n, requires_grad=True)
    y = x
    for k, s, d in layers:
        y = nn.functional.conv1d(y, torch.ones(1, 1, k), stride=s, dilation=d)
    y[0, 0, 0].backward()
    return x.grad[0, 0].numpy()


def test_two_windows_of_two_by_two_see_nine_pixels():
    pixels = torch.zeros(1, 1, 3, 3, requires_grad=True)
    kernel = torch.ones(1, 1, 2, 2)
    nn.functional.conv2d(nn.functional.conv2d(pixels, kernel), kernel).sum().backward()
    assert (pixels.grad > 0).sum() == 9
    assert pixels.grad.max() == pixels.grad[0, 0, 1, 1] == 4
    assert receptive_field([(2, 1, 1)] * 2) == (3, 1)


def test_three_layers_of_3_see_7_with_27_weights_in_place_of_49():
    assert receptive_field([(3, 1, 1)] * 3) == (7, 1)
    assert (3 * 3**2, 7**2) == (27, 49)


def test_a_stride_stretches_the_layers_after_it_and_not_its_own():
    layers = [(3, 1, 1), (3, 2, 1), (2, 2, 1), (3, 1, 2)]
    assert [receptive_field(layers[:count])[0] for count in (1, 2, 3, 4)] == [3, 5, 7, 23]
    assert receptive_field([(3, 1, 1), (3, 2, 1)])[0] == receptive_field([(3, 1, 1), (3, 1, 1)])[0]
    assert receptive_field([(2, 2, 1)] * 3) == (8, 8)
    assert np.flatnonzero(gradient(layers, 40)).max() == 22


def test_weights_three_apart_leave_holes_that_a_kernel_of_3_before_them_fills():
    seen = [rf_mask([(k, 1, 1), (3, 1, 3)], 0, 10).astype(int).tolist() for k in (1, 2, 3)]
    assert seen == [
        [1, 0, 0, 1, 0, 0, 1, 0, 0, 0],
        [1, 1, 0, 1, 1, 0, 1, 1, 0, 0],
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 0],
    ]
    assert rf_mask([(3, 1, 3)], 0, 8)[:7].tolist().count(False) == 4


def test_ten_layers_of_2_that_double_their_dilation_see_1024_without_a_hole():
    doubling = [(2, 1, 2**level) for level in range(10)]
    assert receptive_field(doubling) == (1024, 1)
    assert rf_mask(doubling, 0, 1024).all()
    assert (gradient(doubling, 1024) == 1).all()


def test_two_layers_with_nothing_between_them_are_one():
    assert fuse([[1, 1]], [[1, -1]]).tolist() == [[1, 0, -1]]
    rng = np.random.default_rng(0)
    X, one, two = rng.normal(size=(9, 8)), rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
    both = fuse(one, two)
    assert both.shape == (5, 5)
    np.testing.assert_allclose(corr2d(corr2d(X, one), two), corr2d(X, both))
    broken = corr2d(np.maximum(corr2d(X, one), 0), two)
    assert not np.allclose(broken, corr2d(X, both))


def test_of_27_ways_through_three_layers_7_end_in_the_middle():
    ways = fuse(fuse(ONES, ONES), ONES)[0]
    assert ways.tolist() == [1, 3, 6, 7, 6, 3, 1]
    assert ways.sum() == 27
    assert gradient([(3, 1, 1)] * 3, 7).tolist() == ways.tolist()


def test_after_twenty_layers_fewer_than_half_of_the_pixels_carry_99_per_cent():
    ways = gradient([(3, 1, 1)] * 20, 41) / 3.0**20
    assert (ways > 0).all()
    assert round(float(ways[11:30].sum()), 2) == 0.99
    assert 19 < 41 / 2


def test_the_weight_of_a_field_is_as_wide_as_the_root_of_the_number_of_layers():
    spread = []
    for count in (5, 20):
        ways, places = gradient([(3, 1, 1)] * count, 2 * count + 1) / 3.0**count, np.arange(2 * count + 1)
        spread.append(np.sqrt((ways * (places - count) ** 2).sum()))
    assert np.isclose(spread[1] / spread[0], 2)


def test_seven_layers_of_3_give_the_middle_five_pixels_three_quarters_of_the_influence():
    ways = gradient([(3, 1, 1)] * 7, 15)
    assert len(ways) == 15
    assert round(100 * float(ways[5:10].sum() / ways.sum()), 1) == 74.9


def test_two_of_the_23_pixels_are_not_seen_and_strides_make_the_hill_rough():
    holes = rf_mask([(3, 1, 1), (3, 2, 1), (2, 2, 1), (3, 1, 2)], 0, 23)
    assert np.flatnonzero(~holes).tolist() == [7, 15]
    assert gradient([(3, 2, 1), (3, 2, 1), (3, 1, 1)], 15).tolist() == [
        1,
        1,
        2,
        1,
        3,
        2,
        3,
        1,
        3,
        2,
        3,
        1,
        2,
        1,
        1,
    ]


def test_31_pixels_without_a_hole_cost_12_weights():
    fits = [(3, 2, 1), (3, 2, 1), (3, 2, 1), (3, 1, 1)]
    assert receptive_field(fits)[0] == 31
    assert rf_mask(fits, 0, 31).all()
    assert sum(k for k, _, _ in fits) == 12
