"""The numbers that `book/channels.md` states."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_sample_image

from grader.reference import conv1x1, conv_params, corr2d, corr2d_multi

X = np.array([[[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 0, 2], [0, 3, 1], [2, 1, 0]]])
K = np.array([[[0, 1], [2, 3]], [[1, 0], [0, -1]]])


def test_the_flower_is_brightest_in_red_and_darkest_in_blue():
    flower = load_sample_image("flower.jpg")[::2, ::2][60:150, 90:210]
    red, green, blue = flower.mean(axis=(0, 1))
    assert red > green > blue


def test_a_filter_sums_over_its_channels():
    apart = [corr2d(x, k).ravel().tolist() for x, k in zip(X, K, strict=True)]
    assert apart == [[19, 25, 37, 43], [-2, -1, -1, 3]]
    assert corr2d_multi(X, K[None], [0]).ravel().tolist() == [17, 24, 36, 46]


def test_each_output_map_has_one_bias():
    plain = corr2d_multi(X, np.stack([K, K]), [0, 0])
    assert np.allclose(corr2d_multi(X, np.stack([K, K]), [1, -2]) - plain, [[[1]], [[-2]]])


def test_three_filters_on_a_four_by_four_image_make_three_maps_of_two_by_two():
    assert corr2d_multi(np.ones((3, 4, 4)), np.ones((3, 3, 3, 3)), np.zeros(3)).shape == (3, 2, 2)


@pytest.mark.parametrize(
    ("delta", "c_in", "c_out", "want"),
    [(1, 3, 64, 1792), (1, 64, 64, 36_928), (0, 256, 64, 16_448), (1, 256, 64, 147_520)],
)
def test_the_layers_cost_what_the_chapter_says_and_what_torch_counts(delta, c_in, c_out, want):
    layer = torch.nn.Conv2d(c_in, c_out, 2 * delta + 1)
    assert conv_params(delta, c_in, c_out) == sum(p.numel() for p in layer.parameters()) == want


def test_a_window_of_one_pixel_is_one_matrix_product_for_all_pixels():
    rng = np.random.default_rng(0)
    image, W = rng.random((4, 5, 3)), rng.random((2, 3))
    by_pixel = image.reshape(-1, 3) @ W.T
    assert np.allclose(conv1x1(image.transpose(2, 0, 1), W), by_pixel.T.reshape(2, 4, 5))


def test_reshape_gives_the_shape_of_a_transpose_and_other_numbers():
    photo = load_sample_image("flower.jpg")[::2, ::2]
    assert photo.shape == (214, 320, 3)
    scrambled, channels = photo.reshape(3, 214, 320), photo.transpose(2, 0, 1)
    assert scrambled.shape == channels.shape
    assert scrambled[0, 0, :3].tolist() == photo[0, 0].tolist()  # red, green, blue side by side
    assert (channels[0] == photo[:, :, 0]).all()
    assert not (scrambled == channels).all()
