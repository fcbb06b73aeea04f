"""The numbers in the page are the reference's numbers, over random settings."""

import numpy as np
import pytest

from convolution_book.widgets import SlidingWindow
from grader.reference import corr2d, corr2d_strided, out_size
from tests.widgets.every import WIDGETS
from tests.widgets.page import set_traits, trait

pytestmark = pytest.mark.browser
RNG = np.random.default_rng(20)


@pytest.mark.parametrize("cls", [cls for cls in WIDGETS if cls().computed()], ids=lambda cls: cls.__name__)
def test_what_a_front_end_writes_is_what_the_reference_computes(played, cls):
    widget = cls()
    with played(widget) as page:
        for state in ({}, *cls.SAMPLES):
            set_traits(page, **state)
            for name, value in state.items():
                setattr(widget, name, value)
            for name, want in widget.computed().items():
                np.testing.assert_allclose(trait(page, name), want, err_msg=f"{name} of {state}")


def matrix(rows, cols):
    return RNG.integers(-9, 10, (rows, cols)).astype(float)


def settings(count=120):
    """Random (X, K, p, s) where the kernel fits."""
    found = []
    while len(found) < count:
        (H, W, h, w), p, s = RNG.integers(1, 9, 4), int(RNG.integers(0, 4)), int(RNG.integers(1, 5))
        if h <= H + 2 * p and w <= W + 2 * p:
            found.append((matrix(H, W), matrix(h, w), p, s))
    return found


def test_sliding_agrees_with_the_reference(modules):
    cases = settings()
    got = modules("kit/maths/conv.js", "corr2d", [(X.tolist(), K.tolist(), p, s) for X, K, p, s in cases])
    for Y, case in zip(got, cases, strict=True):
        np.testing.assert_allclose(Y, corr2d_strided(*case))


def test_sizes_agree_with_the_reference(modules):
    cases = [(n, k, p, s) for n in range(1, 9) for k in range(1, 6) for p in (0, 1, 3) for s in (1, 2, 3)]
    cases = [(n, k, p, s) for n, k, p, s in cases if k <= n + 2 * p]
    assert modules("kit/maths/conv.js", "outSize", cases) == [out_size(*case) for case in cases]


def test_turning_is_a_half_turn(modules):
    cases = [matrix(*RNG.integers(1, 6, 2)) for _ in range(20)]
    for got, K in zip(
        modules("kit/maths/conv.js", "turn", [[K.tolist()] for K in cases]), cases, strict=True
    ):
        np.testing.assert_array_equal(got, np.rot90(K, 2))


def test_an_image_is_filtered_as_by_the_reference_with_its_edge_repeated(modules):
    for h, w in [(3, 3), (5, 5), (1, 2), (3, 1), (4, 4)]:
        X, K = matrix(7, 9), matrix(h, w)
        before = [((n - 1) // 2, n - 1 - (n - 1) // 2) for n in (h, w)]
        [got] = modules("kit/maths/conv.js", "corrImage", [(X.ravel().tolist(), 9, 7, K.tolist())])
        want = corr2d(np.pad(X, before, mode="edge"), K)
        np.testing.assert_allclose(got, want.ravel(), rtol=1e-5)


def test_ranks_agree_with_numpy(modules):
    cases = [matrix(*RNG.integers(1, 6, 2)) for _ in range(40)]
    cases += [np.outer(RNG.integers(-3, 4, 4), RNG.integers(-3, 4, 5)) / 9 for _ in range(40)]
    got = modules("kit/maths/matrices.js", "rank", [[K.tolist()] for K in cases])
    assert got == [np.linalg.matrix_rank(K) for K in cases]


@pytest.mark.parametrize(
    ("typed", "value"), [("−3", -3), ("-3", -3), (" 0.5 ", 0.5), ("0,5", 0.5), ("1/4", 0.25), ("-1/2", -0.5)]
)
def test_numbers_are_read_as_people_write_them(modules, typed, value):
    assert modules("kit/maths/numbers.js", "read", [[typed]]) == [value]


@pytest.mark.parametrize("typed", ["", "abc", "1/0", "--1", "1e400", "Infinity", "3 4"])
def test_what_is_not_a_number_is_not_read(modules, typed):
    [value] = modules("kit/maths/numbers.js", "read", [[typed]])
    assert value != value


def test_numbers_are_shown_with_a_true_minus_and_two_decimals(modules):
    cases = [-3, 0.5, 1 / 9, -1 / 3, 0, -0.001, 1234567]
    assert modules("kit/maths/numbers.js", "show", [[v] for v in cases]) == [
        "−3",
        "0.5",
        "0.11",
        "−0.33",
        "0",
        "0",
        "1.2e6",
    ]


def test_a_wrong_guess_is_named_by_the_mistake_that_gives_it(modules):
    window, K = [[0, 1], [3, 4]], [[0, 1], [2, 3]]  # 19 is right
    neighbours = {"right": 25, "below": 37}
    known = {5: "guess_turned", 25: "guess_right", 37: "guess_below", 8: "guess_sum_of_input"}
    known |= {
        6: "guess_sum_of_weights",
        14: "guess_added",
        -19: "guess_sign",
        18: "guess_missed_one",
        7: "guess_missed_one",
    }
    for guess, name in known.items():
        situation = {"window": window, "K": K, "neighbours": neighbours}
        assert modules("sliding_window/guesses.js", "nameMistake", [[guess, situation]]) == [name]


def test_every_mistake_has_its_sentence(modules):
    situation = {"window": [[1, 2], [3, 4]], "K": [[1, 2], [3, 5]], "bias": 1}
    situation["neighbours"] = {name: 0 for name in ("right", "left", "below", "above", "no_stride")}
    for turned in (False, True):
        [mistakes] = modules("sliding_window/guesses.js", "knownMistakes", [[situation | {"turned": turned}]])
        assert {key for key, _ in mistakes} <= SlidingWindow().labels.keys()
