"""The numbers that `book/mlp.md` states."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

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
