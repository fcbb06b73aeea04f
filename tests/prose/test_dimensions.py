"""The numbers that `book/dimensions.md` states."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import conv1d, pad

from convolution_book.widgets import ThreeWorlds
from grader.reference import causal_conv1d, corr_nd, frames_of, out_size


def test_a_photo_of_three_channels_gives_36_outputs_and_a_film_of_three_frames_72():
    X = np.ones((3, 8, 8))
    flat, deep = corr_nd(X, np.ones((3, 3, 3))), corr_nd(X, np.ones((2, 3, 3)))
    assert (flat.size, len(flat), flat.max()) == (36, 1, 27)
    assert (deep.size, len(deep), deep.max()) == (72, 2, 18)
    assert [3**axes for axes in (1, 2, 3)] == [3, 9, 27]
    assert ThreeWorlds(tab="worlds").computed()["shapes"][0] == [64 - 2]


def test_the_third_causal_output_is_11_and_with_gaps_the_seventh_is_29():
    x, w = np.arange(1, 11), [1, 2, 4]
    assert causal_conv1d(x, w)[2] == 1 * 3 + 2 * 2 + 4 * 1 == 11
    assert causal_conv1d(x, w, 2)[6] == 1 * 7 + 2 * 5 + 4 * 3 == 29


def test_the_first_output_uses_the_first_sample_and_offsets_from_1_miss_it():
    x, w = np.array([1, 10, 100]), np.array([1, 2])
    assert corr_nd(x, w).tolist() == [21, 210]
    from_one = [sum(w[p - 1] * x[i + p] for p in (1, 2)) for i in range(1)]
    assert from_one == [210]
    assert np.convolve(x, w, "valid")[0] == 12  # turned: another operation


def test_the_sum_has_as_many_terms_as_the_kernel_not_as_the_input():
    assert corr_nd(np.arange(10), np.ones(3)).shape == (8,)
    y = corr_nd(np.ones(10), np.ones(3))
    assert (y == 3).all()


@pytest.mark.parametrize(
    ("shape", "k", "want"), [((10,), 3, (8,)), ((6, 8), 3, (4, 6)), ((16, 32, 32), 3, (14, 30, 30))]
)
def test_each_axis_follows_the_size_rule_on_its_own(shape, k, want):
    assert corr_nd(np.ones(shape), np.ones([k] * len(shape))).shape == want


def test_from_3_to_5_kernels_grow_by_2_then_16_then_98_weights():
    assert [5**axes - 3**axes for axes in (1, 2, 3)] == [2, 16, 98]
    assert np.ones((5, 5, 5)).size == 125


def test_two_d_on_three_channels_slides_along_two_axes_and_3_d_along_three():
    flat, deep = nn.Conv2d(3, 1, 3), nn.Conv3d(1, 1, 3)
    assert flat.weight.numel() == deep.weight.numel() == 27
    photo, film = torch.rand(1, 3, 32, 32), torch.rand(1, 1, 8, 32, 32)
    assert flat(photo).shape == (1, 1, 30, 30)
    assert deep(film).shape == (1, 1, 6, 30, 30)
    ours = corr_nd(photo[0].numpy(), flat.weight[0].detach().numpy())
    assert ours.shape == (1, 30, 30)
    assert np.allclose(ours + flat.bias.item(), flat(photo)[0].detach().numpy(), atol=1e-5)


def test_channels_have_no_order_of_their_own():
    rng, order = np.random.default_rng(0), [2, 0, 1]
    photo, K = rng.random((3, 9, 8)), rng.random((3, 3, 3))
    assert np.allclose(corr_nd(photo[order], K[order]), corr_nd(photo, K))
    assert not np.allclose(corr_nd(photo[order], K), corr_nd(photo, K))


def test_a_centred_window_looks_into_the_future_and_a_causal_one_does_not():
    x = np.arange(1.0, 9)
    other = x.copy()
    other[5] = 0
    centred = corr_nd(np.pad(x, 1), np.ones(3)) != corr_nd(np.pad(other, 1), np.ones(3))
    causal = causal_conv1d(x, np.ones(3)) != causal_conv1d(other, np.ones(3))
    assert np.flatnonzero(centred).tolist() == [4, 5, 6]
    assert np.flatnonzero(causal).tolist() == [5, 6, 7]


def test_a_causal_layer_is_a_true_convolution_cut_off_and_pytorch_pads_k_minus_1_in_front():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=12), rng.normal(size=7)
    want = causal_conv1d(x, w)
    assert np.allclose(np.convolve(x, w)[:12], want)
    row, turned = torch.tensor(x)[None, None], torch.tensor(w[::-1].copy())[None, None]
    assert np.allclose(conv1d(pad(row, (6, 0)), turned)[0, 0], want)


def reach(dilations, n=40):
    y = np.zeros(n)
    y[0] = 1
    for d in dilations:
        y = causal_conv1d(y, np.ones(2), d)
    return np.flatnonzero(y).tolist()


def test_four_dilated_layers_reach_sixteen_samples_and_four_plain_ones_five():
    assert reach([1, 2, 4, 8]) == list(range(16))
    assert reach([1, 1, 1, 1]) == list(range(5))
    assert 2**14 == 16384 > 16000


def test_two_layers_of_dilation_2_leave_holes_at_one_and_three_steps():
    assert reach([2, 2]) == [0, 2, 4]


def test_the_spectrogram_has_61_frames_and_two_bars():
    t = np.arange(8000) / 8000
    sound = np.sin(2 * np.pi * np.where(t < 0.5, 400, 1000) * t)
    frames = frames_of(sound, 256, 128)
    assert frames.shape == (61, 256)
    assert out_size(8000, 256, s=128) == 61
    loud = np.abs(np.fft.rfft(frames * np.hanning(256)))
    left, right = loud[:30].argmax(axis=1), loud[32:].argmax(axis=1)
    assert set(left) == {13}  # 400 / 8000 · 256 = 12.8
    assert set(right) == {32}
    assert loud.T[40::-1].shape == (41, 61)


def test_three_words_of_300_numbers_and_64_filters_are_57664_parameters():
    layer = nn.Conv1d(300, 64, 3)
    assert sum(p.numel() for p in layer.parameters()) == 300 * 3 * 64 + 64 == 57664
