"""The numbers that `book/padding-and-stride.md` states."""

from math import ceil

import numpy as np
import pytest
import torch
from torch import nn

from grader.reference import corr2d, corr2d_strided, out_size, pad2d, participation, same_pad


def torch_size(n, k, **options):
    return nn.Conv1d(1, 1, k, **options)(torch.ones(1, 1, n)).shape[-1]


def test_three_windows_of_three_stand_in_eight_pixels_at_stride_two():
    assert out_size(8, 3, s=2) == torch_size(8, 3, stride=2) == 3
    assert list(range(0, 8 - 3 + 1, 2)) == [0, 2, 4]  # columns 1, 3 and 5
    assert out_size(16, 5, s=3) == 4
    assert [out_size(10, 3, s=s) for s in (1, 2, 3)] == [8, 4, 3]


def test_fifteen_of_sixty_four_pixels_are_never_seen():
    counts = participation(8, 3, s=2)
    assert (counts == 0).sum() == 15
    assert not counts[7].any()
    assert not counts[:, 7].any()


def test_steps_of_five_end_at_the_last_column_and_jump_over_two():
    counts = participation(8, 3, s=5)
    assert [column + 1 for column in range(8) if not counts[:, column].any()] == [4, 5]


def test_a_strided_layer_is_stride_one_with_outputs_dropped():
    X = np.random.default_rng(0).random((8, 9))
    K = np.random.default_rng(1).random((2, 3))
    assert (corr2d_strided(X, K, s=2) == corr2d(X, K)[::2, ::2]).all()


def test_a_pair_of_strides_is_down_then_right():
    layer = nn.Conv2d(1, 1, 3, stride=(2, 3))
    assert layer(torch.zeros(1, 1, 8, 8)).shape[2:] == (3, 2)
    assert nn.Conv2d(1, 1, 3).stride == (1, 1)


@pytest.mark.parametrize(("p", "corner", "middle", "size"), [(0, 1, 4, 2), (1, 4, 9, 4), (2, 9, 9, 6)])
def test_middle_to_corner_is_4_to_1_then_9_to_4_then_1_to_1(p, corner, middle, size):
    counts = participation(4, 3, p)
    assert (counts[0, 0], counts[1, 1]) == (corner, middle)
    assert out_size(4, 3, p) == size


def test_a_pixel_beside_a_corner_is_seen_twice_and_with_one_ring_six_times():
    assert participation(4, 3)[0, 1] == 2
    assert participation(4, 3, 1)[0, 1] == 6


def test_eight_pixels_shrink_to_six_four_and_two():
    assert [out_size(n, 3) for n in (8, 6, 4)] == [6, 4, 2]
    with pytest.raises(ValueError, match="does not fit"):
        out_size(2, 3)


@pytest.mark.parametrize(("k", "p"), [(1, 0), (3, 1), (5, 2), (7, 3)])
def test_half_of_k_minus_1_rings_keep_the_size_at_stride_one(k, p):
    assert out_size(20, k, p) == torch_size(20, k, padding="same") == 20


def test_padded_zeros_are_summed_4_in_a_corner_6_on_a_side_9_inside():
    Y = corr2d_strided(np.ones((3, 3)), np.ones((3, 3)), p=1)
    assert Y.tolist() == [[4, 6, 4], [6, 9, 6], [4, 6, 4]]


def test_an_even_grey_grows_dark_from_the_border_a_pixel_a_layer():
    grey, corner, middle = np.ones((8, 8)), [], []
    for layer in range(1, 5):
        grey = corr2d_strided(grey, np.full((3, 3), 1 / 9), p=1)
        corner.append(round(grey[0, 0], 2))
        middle.append(round(grey[3, 3], 2))
        assert np.isclose(grey, 1).sum() == (8 - 2 * layer) ** 2
    assert corner == [0.44, 0.31, 0.23, 0.19]
    assert middle == [1, 1, 1, 0.98]


def test_a_mirror_and_a_closed_ring_keep_an_even_grey_even_and_zeros_do_not():
    grey, blur = np.full((6, 6), 200.0), np.full((3, 3), 1 / 9)
    even = {m: np.allclose(corr2d(pad2d(grey, 1, m), blur), 200) for m in ("reflect", "circular", "zero")}
    assert even == {"reflect": True, "circular": True, "zero": False}
    assert np.allclose(corr2d(grey, blur), 200)


def test_four_borders_of_1_2_3():
    rows = [pad2d([[1, 2, 3]], (0, 2), m)[0].tolist() for m in ("zero", "reflect", "circular", "edge")]
    assert rows == [
        [0, 0, 1, 2, 3, 0, 0],
        [3, 2, 1, 2, 3, 2, 1],
        [2, 3, 1, 2, 3, 1, 2],
        [1, 1, 1, 2, 3, 3, 3],
    ]


def test_a_dilated_kernel_reaches_over_d_times_k_minus_1_plus_1():
    assert out_size(8, 3, d=2) == torch_size(8, 3, dilation=2) == 4
    assert out_size(5, 3, d=2) == 1  # it reaches over exactly five


@pytest.mark.parametrize(
    ("n", "k", "s", "floor", "over"), [(8, 3, 2, 3, 4), (13, 6, 5, 2, 3), (7, 3, 2, 3, 3)]
)
def test_pytorch_rounds_down_and_only_its_pools_may_round_up(n, k, s, floor, over):
    assert torch_size(n, k, stride=s) == out_size(n, k, s=s) == floor
    pool = nn.MaxPool1d(k, s, ceil_mode=True)
    assert pool(torch.ones(1, 1, n)).shape[-1] == out_size(n, k, s=s, mode="ceil") == over
    with pytest.raises(TypeError):
        nn.Conv1d(1, 1, k, stride=s, ceil_mode=True)


@pytest.mark.parametrize("n", range(1, 30))
@pytest.mark.parametrize("k", [1, 3, 6])
@pytest.mark.parametrize("s", [1, 2, 5])
def test_valid_drops_what_is_left_and_same_makes_n_over_s_windows_rounded_up(n, k, s):
    before, after = same_pad(n, k, s)
    assert out_size(n + before + after, k, s=s) == ceil(n / s)
    if n >= k:
        assert ceil((n - k + 1) / s) == out_size(n, k, s=s)


def test_same_keeps_the_size_at_stride_one_only():
    assert [ceil(13 / s) for s in (1, 5)] == [13, 3]
    assert same_pad(13, 6, 5) == (1, 2)
    assert same_pad(8, 3, 2) == (0, 1)
    assert 5 + 5 + 6 - 13 == 3
    assert [out_size(224 + sum(same_pad(224, 7, 2)), 7, s=2), out_size(224, 7, s=2)] == [112, 109]


def test_pytorch_refuses_same_with_a_stride():
    with pytest.raises(ValueError, match="not supported for strided"):
        nn.Conv2d(1, 1, 3, stride=2, padding="same")


def test_a_kernel_of_11_in_steps_of_4_on_224_gives_55_only_with_padding():
    assert (out_size(224, 11, s=4), out_size(224, 11, p=2, s=4)) == (54, 55)


def test_the_phrase_book_s_ring_has_a_zero_on_each_side_and_same_only_one_behind():
    layer = nn.Conv2d(1, 1, 3, padding=1, stride=2)
    assert layer(torch.zeros(1, 1, 8, 8)).shape[2:] == (4, 4)
    assert same_pad(8, 3, 2) == (0, 1)
    for mode in ("reflect", "circular", "replicate"):
        assert nn.Conv2d(1, 1, 3, padding=1, padding_mode=mode)(torch.zeros(1, 1, 8, 8)).shape[2:] == (8, 8)
