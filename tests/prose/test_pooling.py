"""The numbers that `book/pooling.md` states."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_sample_image
from torch import nn

from grader.reference import blur_pool, params_after_pool, pool2d, shift_sensitivity

PATTERN = np.array([0, 0, 1, 1, 0, 0, 1, 1])
NINE = np.arange(9.0).reshape(3, 3)


def pairs(x):
    return x.reshape(-1, 2).max(axis=1)


def max_blur(x):
    return blur_pool(np.maximum(x, np.roll(x, -1)))


def moved(x):
    return [np.roll(x, step) for step in range(len(x))]


def corner(pool):
    return pool(-torch.ones(1, 1, 4, 4))[0, 0, 0, 0].item()


def test_the_largest_of_four_windows_are_4_5_7_8_and_the_means_2_3_5_6():
    assert pool2d(NINE, 2, s=1).tolist() == [[4, 5], [7, 8]]
    assert pool2d(NINE, 2, s=1, mode="mean").tolist() == [[2, 3], [5, 6]]
    image = torch.tensor(NINE)[None, None]
    assert nn.MaxPool2d(2, 1)(image).flatten().tolist() == [4, 5, 7, 8]
    assert nn.AvgPool2d(2, 1)(image).flatten().tolist() == [2, 3, 5, 6]


def test_side_by_side_one_number_of_four_is_kept():
    scores = np.array([[1, 0, 2, 1], [0, 5, 0, 0], [3, 1, 0, 0], [0, 0, 0, 9]])
    assert pool2d(scores, 2).tolist() == [[5, 2], [3, 9]]
    assert pool2d(np.zeros((28, 28)), 2).shape == (14, 14)


def test_the_photo_is_brighter_by_its_largest_pixels_than_by_its_means():
    photo = load_sample_image("china.jpg").mean(axis=2)
    largest, even = pool2d(photo, 8), pool2d(photo, 8, mode="mean")
    assert largest.shape[1] == 80
    assert largest.mean() > even.mean() + 40
    assert abs(even.mean() - photo.mean()) < 1


def test_a_pool_leaves_images_and_channels_alone_and_has_no_weights():
    pool = nn.MaxPool2d(2)
    maps = torch.arange(12.0).reshape(1, 3, 2, 2)
    assert pool(maps).shape == (1, 3, 1, 1)
    assert pool(maps).flatten().tolist() == [3, 7, 11]
    assert list(pool.parameters()) == []


def test_a_pool_saves_no_parameter_in_a_convolution():
    assert params_after_pool(28, 1, 6, 5, 1, 10) == (156, 47050)
    assert params_after_pool(28, 1, 6, 5, 2, 10) == (156, 11770)
    for pool, total in ((1, 47206), (2, 11926)):
        network = nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2),
            nn.MaxPool2d(pool),
            nn.Flatten(),
            nn.Linear(6 * (28 // pool) ** 2, 10),
        )
        assert network(torch.zeros(1, 1, 28, 28)).shape == (1, 10)
        assert sum(p.numel() for p in network.parameters()) == total


def test_one_step_turns_0101_into_1111_and_two_move_it_by_one():
    assert [pairs(x).tolist() for x in moved(PATTERN)[:3]] == [[0, 1, 0, 1], [1, 1, 1, 1], [1, 0, 1, 0]]
    assert [pairs(x).sum() for x in moved(PATTERN)] == [2, 4] * 4


def test_in_steps_of_one_a_max_pool_moves_along():
    for x in moved(PATTERN):
        output = np.maximum(x, np.roll(x, -1))
        following = np.roll(x, 1)
        assert (np.maximum(following, np.roll(following, -1)) == np.roll(output, 1)).all()


def test_a_dot_stays_in_its_window_half_of_the_time_and_never_after_two_steps():
    dot = np.eye(8)[2]
    places = [int(pairs(x).argmax()) for x in moved(dot)]
    assert places[:4] == [1, 1, 2, 2]
    assert sum(a == b for a, b in zip(places, np.roll(places, -1), strict=True)) == 4
    assert not any(a == b for a, b in zip(places, np.roll(places, -2), strict=True))
    assert {pairs(x).sum() for x in moved(dot)} == {1}


def test_a_corner_and_the_centre_differ_after_a_pool_and_not_after_a_global_one():
    eye = np.ones((2, 2))
    at_corner, at_centre = np.zeros((2, 16, 16))
    at_corner[:2, :2] = at_centre[8:10, 8:10] = eye
    assert pool2d(at_corner, 2).argmax() != pool2d(at_centre, 2).argmax()
    assert pool2d(at_corner, 16) == pool2d(at_centre, 16)


@pytest.mark.parametrize("seed", range(5))
def test_after_the_blur_the_total_is_half_of_the_input_s_at_every_position(seed):
    x = np.random.default_rng(seed).integers(0, 10, 8)
    assert {float(blur_pool(m).sum()) for m in moved(x)} == {x.sum() / 2}
    assert {blur_pool(m).sum() for m in moved(PATTERN)} == {2}


def test_the_largest_change_of_the_three_pools_is_1_then_a_half_then_a_quarter_and_0_for_a_global_one():
    changes = [shift_sensitivity(f, PATTERN) for f in (pairs, blur_pool, max_blur, np.max)]
    assert changes == [1, 0.5, 0.25, 0]


def test_the_border_never_wins_but_pytorch_counts_it_in_a_mean():
    assert corner(nn.MaxPool2d(3, 1, 1)) == -1
    assert round(corner(nn.AvgPool2d(3, 1, 1)), 3) == -0.444
    assert corner(nn.AvgPool2d(3, 1, 1, count_include_pad=False)) == -1
    minus = -np.ones((4, 4))
    assert pool2d(minus, 3, 1, 1)[0, 0] == pool2d(minus, 3, 1, 1, "mean")[0, 0] == -1
