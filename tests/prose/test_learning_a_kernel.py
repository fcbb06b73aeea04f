"""The numbers that `book/learning-a-kernel.md` states."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_sample_image
from torch import nn

from convolution_book.widgets import LossBowl
from grader.reference import corr2d, identifiable, learn_kernel, max_stable_lr
from grader.reference.learning import windows

X = np.ones((6, 8))
X[:, 2:6] = 0
K = np.array([[1.0, -1.0]])
Y = corr2d(X, K)
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 8


def loss(kernel):
    return float(((corr2d(X, np.array([kernel])) - Y) ** 2).sum())


def after(rate, steps, start=(1.0, 1.0)):
    """What gradient descent leaves of the error, by the gradient that the chapter gives."""
    kernel = np.array([start])
    for _ in range(steps):
        kernel = kernel - rate * 2 * corr2d(X, corr2d(X, kernel) - Y)
    return kernel[0]


def last_loss(seed):
    torch.manual_seed(seed)
    layer = nn.Conv2d(1, 1, (1, 2), bias=False)
    x, y = (torch.tensor(image).float()[None, None] for image in (X, Y))
    descent = torch.optim.SGD(layer.parameters(), lr=0.03)
    for _ in range(10):
        found = ((layer(x) - y) ** 2).sum()
        descent.zero_grad()
        found.backward()
        descent.step()
    return found.item()


def test_only_1_and_minus_1_make_this_output():
    assert Y[0].tolist() == [0, 1, 0, 0, 0, -1, 0]
    assert identifiable(X, (1, 2))


def test_a_kernel_of_zeros_has_a_loss_of_12_and_one_of_ones_72():
    assert (loss([0, 0]), loss([1, 1]), loss([1, -1])) == (12, 72, 0)
    assert Y.size == 42


def test_the_flat_direction_is_one_weight_up_and_the_other_down():
    curvatures, directions = np.linalg.eigh(2 * windows(X, (1, 2)).T @ windows(X, (1, 2)))
    np.testing.assert_allclose(curvatures, [12, 60])
    assert directions[0, 0] * directions[1, 0] < 0 < directions[0, 1] * directions[1, 1]


def test_from_zeros_the_gradient_is_minus_12_and_12_so_the_first_weight_grows_to_024():
    assert (2 * corr2d(X, -Y)).tolist() == [[-12, 12]]
    np.testing.assert_allclose(after(0.02, 1, (0.0, 0.0)), [0.24, -0.24])


def test_sixty_steps_of_002_find_the_kernel():
    learnt, losses = learn_kernel(X, Y, (1, 2), 0.02, 60, 0)
    assert learnt.round(3).tolist() == [[1, -1]]
    assert (np.diff(losses) < 0).all()


def test_each_step_multiplies_what_is_missing_by_1_minus_12_and_1_minus_60_rates():
    for rate, flat, steep in (
        (0.01, 0.88, 0.4),
        (1 / 36, 2 / 3, -2 / 3),
        (0.03, 0.64, -0.8),
        (0.034, 0.592, -1.04),
    ):
        missing = after(rate, 1) - K[0]  # before: (0, 2), which is (−1, 1) + (1, 1)
        np.testing.assert_allclose(missing, flat * np.array([-1, 1]) + steep * np.array([1, 1]))


def test_at_a_thirtieth_it_goes_from_side_to_side_for_ever_and_beyond_it_runs_away():
    np.testing.assert_allclose([after(1 / 30, 200), after(1 / 30, 201)], [[2, 0], [0, -2]], atol=1e-6)
    assert loss(after(0.034, 10, (2, 1))) > loss(after(0.034, 0, (2, 1))) == 138
    left = [loss(after(rate, 12)) for rate in (0.01, 1 / 36, 0.03)]
    assert left[1] < left[2] < left[0]


def test_from_2_1_ten_steps_of_0034_end_at_2958_but_not_from_0_0_nor_with_momentum():
    assert round(loss(after(0.034, 10, (2, 1))), 1) == 295.8
    assert loss(after(0.034, 10, (0, 0))) < 0.001
    assert round(LossBowl(eta=0.034, beta=0.5).computed()["losses"][0][10], 3) == 0.004
    sizes = [abs(np.linalg.eigvals([[1.5 - 60 * eta, -0.5], [1, 0]])).max() for eta in (0.0499, 0.0501)]
    assert sizes[0] < 1 < sizes[1]


def test_in_a_column_of_three_the_ball_comes_to_rest_where_it_was_dropped_along_the_floor():
    ends = [LossBowl(kernel="3x3", eta=0.02, w=w).computed()["path"][40] for w in ([4, -1], [-1, 4])]
    np.testing.assert_allclose(ends, [[2.83, -2.17], [-2.17, 2.83]], atol=0.005)
    assert round(2 / max_stable_lr(X, (3, 3)), 1) == 81.9
    assert round(max_stable_lr(X, (3, 3)), 4) == 0.0244
    assert LossBowl(kernel="3x3", eta=0.03, w=[4, -1]).computed()["losses"][0][9] > 1e4


def test_the_rate_that_others_use_is_at_90_per_cent_of_what_runs_away():
    assert np.isclose(0.03 / max_stable_lr(X, (1, 2)), 0.9)
    assert max_stable_lr(X[:1].repeat(7, axis=0), (1, 2)) < 0.03
    assert np.isclose(max_stable_lr(np.concatenate([X, X]), (1, 2)), 1 / 60)


def test_ten_steps_leave_between_0002_and_043_of_loss_for_six_starts():
    losses = [last_loss(seed) for seed in range(6)]
    assert round(min(losses), 3) == 0.002
    assert round(max(losses), 2) == 0.43
    assert max(losses) > 100 * min(losses)


def test_an_epoch_has_as_many_steps_as_there_are_batches():
    images = torch.zeros(1000, 1)
    assert len(torch.utils.data.DataLoader(images, batch_size=50)) * 2 == 40
    assert 60_000 // 100 == 600
    assert len(torch.utils.data.DataLoader(images[:1], batch_size=1)) == 1


def test_pytorch_differentiates_through_loops_written_by_hand():
    kernel = torch.zeros(1, 2, requires_grad=True)
    x, y = torch.tensor(X).float(), torch.tensor(Y).float()
    errors = [(x[i : i + 1, j : j + 2] * kernel).sum() - y[i, j] for i in range(6) for j in range(7)]
    sum(error**2 for error in errors).backward()
    assert kernel.grad.tolist() == [[-12, 12]]
    layer = nn.Conv2d(1, 1, (1, 2), bias=False)
    nn.init.zeros_(layer.weight)
    ((layer(x[None, None]) - y) ** 2).sum().backward()
    assert layer.weight.grad.flatten().tolist() == [-12, 12]


@pytest.mark.parametrize("seed", range(3))
def test_stripes_tell_the_column_sums_of_nine_weights_and_no_more(seed):
    found, losses = learn_kernel(X, corr2d(X, SOBEL), (3, 3), 0.02, 100, seed)
    assert losses[-1] < 1e-12
    np.testing.assert_allclose(found.sum(axis=0), SOBEL.sum(axis=0), atol=1e-6)
    assert np.abs(found - SOBEL).max() > 0.3
    first = np.random.default_rng(seed).normal(size=(3, 3))
    np.testing.assert_allclose(found - found.mean(axis=0), first - first.mean(axis=0), atol=1e-6)


def test_stripes_have_a_rank_of_two_of_two_and_three_of_nine_and_noise_nine_of_nine():
    noise = np.random.default_rng(1).normal(size=(6, 8))
    cases = [(X, (1, 2)), (X, (3, 3)), (noise, (3, 3))]
    assert [np.linalg.matrix_rank(windows(*case)) for case in cases] == [2, 3, 9]
    assert identifiable(noise, (3, 3))


def test_on_the_photo_the_found_kernel_does_not_look_for_edges():
    grey = load_sample_image("china.jpg").mean(axis=2)[::4, ::4]
    found, _ = learn_kernel(X, corr2d(X, SOBEL), (3, 3), 0.02, 100, 0)
    assert corr2d(grey, SOBEL).shape[1] == 158
    assert np.corrcoef(corr2d(grey, found).ravel(), corr2d(grey, SOBEL).ravel())[0, 1] < 0.9
    assert ((8 * found).round(1).min(), (8 * found).round(1).max()) == (-5.1, 6.8)
    assert np.abs(corr2d(X.T, SOBEL)).max() == 0
    assert round(np.abs(corr2d(X.T, found)).max(), 2) == 0.84


def test_an_image_of_sevens_tells_a_single_weight():
    sevens = np.full((4, 5), 7.0)
    assert identifiable(sevens, (1, 1))
    assert not any(identifiable(sevens, shape) for shape in [(1, 2), (2, 1), (3, 3)])
