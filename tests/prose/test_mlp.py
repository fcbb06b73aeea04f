"""The numbers that `book/mlp.md` states."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from convolution_book.experiments.networks import weights
from convolution_book.widgets import ProveIt
from grader.reference import fc_params


def test_ten_inputs_and_three_outputs_make_33_parameters():
    assert fc_params((10,), 3) == 33


def test_a_small_picture_costs_78500_and_a_megapixel_a_thousand_million():
    assert fc_params((28, 28), 100) == fc_params((28, 28, 1), 100) == 78_500
    assert fc_params((28, 28), 100, bias=False) == 78_400
    assert fc_params((1000, 1000), 1000, bias=False) == 10**9
    assert fc_params((100_000,), 1000, bias=False) == 10**8
    assert fc_params((100_000,), 100_000, bias=False) == 10**10


def test_a_thousand_million_numbers_of_four_bytes_fill_four_gigabytes():
    assert 10**9 * np.dtype(np.float32).itemsize == 4 * 10**9


def test_a_linear_reader_of_digits_scores_the_same_on_shuffled_pixels():
    X, y = load_digits(return_X_y=True)
    perm = np.random.default_rng(0).permutation(64)
    plain, shuffled = (score(Z / 16, y) for Z in (X, X[:, perm]))
    assert plain == shuffled > 0.9


def score(X, y):
    return LogisticRegression(max_iter=300).fit(X[:1200], y[:1200]).score(X[1200:], y[1200:])


def test_flattening_is_a_bijection():
    image = np.random.default_rng(0).random((28, 28))
    assert (image.ravel().reshape(28, 28) == image).all()


def test_the_two_networks_learn_3730_and_1418_numbers():
    assert weights("dense") == fc_params((12, 12), 24) + fc_params((24,), 10) == 3_730
    assert weights("convolution") == 1_418


@pytest.mark.parametrize(
    ("state", "dense", "convolution"),
    [
        ({}, 63, 91),
        ({"place": "middle"}, 96, 95),
        ({"place": "middle", "examples": 100}, 88, 84),
        ({"place": "middle", "moved": True}, 47, 75),
        ({"examples": 100}, 29, 68),
    ],
)
def test_dense_and_convolution_read_so_many_percent_in_order(state, dense, convolution):
    means = ProveIt(**state).computed()["means"]
    assert [round(in_order) for in_order, _ in means] == [dense, convolution]


def test_shuffled_the_convolution_falls_to_33_percent_and_the_dense_network_stays():
    (_, dense), (_, convolution) = ProveIt().computed()["means"]
    assert (round(dense), round(convolution)) == (63, 33)


def test_a_tie_is_a_difference_within_the_spread_of_the_trainings():
    trial = ProveIt(place="middle")
    dense, convolution = (trial.percents(net, "in order") for net in ("dense", "convolution"))
    assert max(min(dense), min(convolution)) < min(np.mean(dense), np.mean(convolution))
    assert trial.results["seeds"] == 8
