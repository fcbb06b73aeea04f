"""What wrong answers have in common is said in one sentence, and it is true of all that was tried."""

import re

import numpy as np
import pytest

from grader.checks import draws, examine
from grader.checks.patterns.pairs import Pair
from grader.checks.patterns.places import find as find_places
from grader.exercises import find
from grader.reference import (
    blur_pool,
    corr2d,
    corr2d_multi,
    corr_nd,
    derivative_kernel,
    edge_kernel,
    fc_params,
    find_edges,
    learn_kernel,
    out_size,
    receptive_field,
    same_pad,
)


def sentence(slug, answer, secret="0"):
    return examine(find(slug), answer, draws(slug, secret)).report.sentence


def short_loop(X, K, rows=0, columns=0):
    Y = corr2d(X, K)
    Y[len(Y) - rows :], Y[:, Y.shape[1] - columns :] = 0, 0
    return Y


def early_return(X, K):
    Y = np.zeros(corr2d(X, K).shape)
    for i, row in enumerate(corr2d(X, K)):
        for j, y in enumerate(row):
            Y[i, j] = y
        return Y


def at_once(X, K):
    Y = np.zeros(corr2d(X, K).shape)
    Y[0, 0] = corr2d(X, K)[0, 0]
    return Y


def shifted(X, K):
    return np.roll(corr2d(X, K), 1, axis=1)


def squares_only(X, K):
    return corr2d(X, K) + (K.shape[0] != K.shape[1])


SAID = {
    "a loop one short": (lambda X, K: short_loop(X, K, 1), "Right but for the last row: it is left at 0."),
    "columns one short": (lambda X, K: short_loop(X, K, 0, 1), "Right but for the last column: it is left"),
    "both one short": (lambda X, K: short_loop(X, K, 1, 1), "Right but for the last row and the last"),
    "return in the outer loop": (early_return, "Only the first row is computed. Does `return` stand inside"),
    "return in the inner loop": (at_once, "Only the first number is computed. Does `return` stand inside"),
    "transposed": (lambda X, K: corr2d(X, K).T, "The result is transposed: its rows and"),
    "upside down": (lambda X, K: corr2d(X, K)[::-1], "The result is upside down: its rows"),
    "negative": (lambda X, K: -corr2d(X, K), "Every sign is turned: each number is the negative of"),
    "nine times": (lambda X, K: 9 * corr2d(X, K), "Too large by the factor 9."),
    "a quarter": (lambda X, K: corr2d(X, K) / 4, "Too small by the factor 4."),
    "one more": (lambda X, K: corr2d(X, K) + 1, "Every number is too large by 1."),
    "shifted": (shifted, "Every value is shifted by one column to the right."),
    "squares": (squares_only, "Right in all other cases, but not always where K is not square."),
    "a row missing": (lambda X, K: corr2d(X, K)[:-1], "The last row is missing from the result;"),
    "a list": (lambda X, K: corr2d(X, K).ravel(), "The numbers are right, but their shape is (4,) where"),
    "the image": (lambda X, K: X, "What comes out is X, as it went in."),
    "a constant": (lambda X, K: corr2d(X, K) * 0 + 7, "Every number in the result is 7, whatever comes in."),
    "rounded": (lambda X, K: np.rint(corr2d(X, K)), "The fractions are rounded away"),
    "K unseen": (lambda X, K: corr2d(X, np.indices(K.shape).sum(0) + 3), "K makes no difference to your"),
    "two rows more": (lambda X, K: np.pad(corr2d(X, K), ((1, 1), (0, 0))), "The result has 2 rows too many."),
    "both larger": (lambda X, K: np.ones(np.add(X.shape, K.shape)), "There are too many rows and too many"),
    "squared weights": (lambda X, K: corr2d(X, K**2), "That would be right if each number of K"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_a_pattern_in_a_wrong_window_is_told(name):
    answer, said = SAID[name]
    assert said in sentence("locality/corr2d", answer)


OTHERS = [
    ("channels/corr2d_multi", lambda X, K, b: corr2d_multi(X, K, b)[::-1], "The maps are in reverse order."),
    ("channels/conv1x1", lambda X, W: np.tensordot(W, X, 1) * 2, "Too large by the factor 2."),
    ("kernels/find_edges", lambda X: find_edges(X)[::-1], "Rising and falling are swapped"),
    (
        "kernels/find_edges",
        lambda X: (find_edges(X)[0], ~find_edges(X)[1]),
        "Only falling: true and False are",
    ),
    (
        "dimensions/corr_nd",
        lambda x, k: corr_nd(x, 1 / k),
        "That would be right if k held 1/x in place of each x.",
    ),
    ("kernels/find_edges", lambda X: find_edges(X)[:1] * 2, "rising and falling always come out the same."),
    (
        "kernels/edge_kernel",
        lambda v: edge_kernel(v) + np.eye(3),
        "The numbers of the kernel must add up to 0",
    ),
    (
        "kernels/derivative_kernel",
        lambda d: derivative_kernel(d) + 1,
        "Order 0 must leave a constant as it is.",
    ),
    ("pooling/blur_pool", lambda x: blur_pool(x)[:-1], "The last number is missing from the result;"),
    ("channels/corr2d_multi", lambda X, K, b: corr2d_multi(X[:1], K[:, :1], b), "Only the first channel is"),
    (
        "channels/conv1x1",
        lambda X, W: W @ X,
        "needs as many columns on its left as rows on its right, here 2",
    ),
    (
        "pooling/blur_pool",
        lambda x: (np.roll(x, 1) / 8 + x / 2 + np.roll(x, -1) / 4)[::2],
        "If x holds only ones, each number comes out as 0.875 in place of 1.",
    ),
    (
        "mlp/fc_params",
        lambda in_shape, hidden, bias=True: fc_params(in_shape, hidden + 1, bias),
        "That would be right if hidden were larger by 1.",
    ),
    (
        "learning-a-kernel/learn_kernel",
        lambda X, Y, shape, lr, steps, rng: learn_kernel(X, Y, shape, lr, steps, rng + 1),
        "That would be right if rng were larger by 1.",
    ),
    (
        "mlp/fc_params",
        lambda in_shape, hidden, bias=True: np.int32(np.int64(fc_params(in_shape, hidden, bias))),
        "Large numbers wrap around: they do not fit into 32 bits.",
    ),
]


@pytest.mark.parametrize(("slug", "answer", "said"), OTHERS)
def test_a_pattern_in_another_exercise_is_told(slug, answer, said):
    assert said in sentence(slug, answer)


def test_a_pattern_that_fresh_questions_deny_is_not_said():
    calls = []

    def answer(X, K):
        calls.append(K)
        return corr2d(X, K) + (1 if len(calls) <= asked else 2)

    asked = 2 * len(find("locality/corr2d").parts[0].questions(np.random.default_rng(0)))
    assert "too large by 1" not in sentence("locality/corr2d", answer)
    asked = 9999
    assert "too large by 1" in sentence("locality/corr2d", answer)


def in_places(got_of, *wanted):
    """What is said of where the results are wrong, that this makes of the ones wanted."""
    pairs = [Pair(None, got_of(want), want) for want in map(np.array, wanted)]
    return " ".join(sentence for sentence, _ in find_places(None, pairs))


def test_a_side_is_blamed_only_where_another_part_is_right():
    rows, blamed = np.arange(1.0, 9).reshape(2, 4), "Right but for the first and the last column"
    assert blamed in in_places(lambda Y: Y * [0, 1, 1, 0], rows, rows)
    last = lambda Y: Y * ([1, 1, 1, 0] if len(Y.T) > 2 else 0)  # noqa: E731
    assert blamed not in in_places(last, rows, rows, [[1.0, 2], [3, 4]])  # these columns are all there is


def test_a_missing_row_is_told_only_where_one_is_missing_at_every_size():
    squares = [np.arange(n * n).reshape(n, n) + 1.0 for n in (3, 4, 5)]
    assert "The last row is missing" in in_places(lambda Y: Y[:-1], *squares)
    assert "The last row is missing" not in in_places(lambda Y: Y[:-1], squares[0], squares[0], squares[0])


def test_numbers_in_wrong_places_are_told_though_some_results_hold_but_two():
    mixed = in_places(lambda Y: Y[[1, 2, 0]], [1.0, 2, 3], [2.0, 3, 4], [4.0, 3, 2], [1.0, 0, 0])
    assert "The right numbers come out, but some stand in the wrong place." in mixed


def test_a_wrong_answer_that_raises_later_is_told_where():
    def answer(X, K):
        if len(K) > 1:
            raise IndexError("no")
        return corr2d(X, K) + X.sum()

    said = sentence("locality/corr2d", answer)
    assert re.search(
        r"is expected\. Later, corr2d\(X, K\) raised IndexError in line \d+, `raise IndexErr", said
    )


def test_a_default_that_is_never_used_is_not_blamed_on_the_formula():
    answer = lambda in_shape, hidden, bias=False: fc_params(in_shape, hidden, bias)  # noqa: E731
    assert sentence("mlp/fc_params", answer).startswith("Your `bias` is False by default.")


def test_the_smallest_example_that_shows_the_fault_is_drawn():
    report = examine(
        find("locality/corr2d"), lambda X, K: short_loop(X, K, 1), draws("locality/corr2d")
    ).report
    assert np.shape(report.drawn["Expected"]) == (2, 2)


def test_two_kernels_are_not_alike_because_their_shapes_are_equally_wrong():
    answer = lambda d: np.arange(d + 2.0)  # noqa: E731
    assert "next order" not in sentence("kernels/derivative_kernel", answer)
    assert re.search(
        r"should have shape \(\d,\), got \(\d,\)\.$", sentence("kernels/derivative_kernel", answer)
    )


def test_an_exception_names_no_array_that_was_not_given():
    def answer(d):
        return {}[d]

    assert re.search(r"`return \{\}\[d\]`: \d\.$", sentence("kernels/derivative_kernel", answer))


def test_rounding_left_over_is_shown_as_zero():
    answer = lambda X, K: np.full(corr2d(X, K).shape, -6.66e-16)  # noqa: E731
    assert "e-16" not in sentence("locality/corr2d", answer)


def test_no_sentence_counts_the_values_of_a_pair():
    def answer(X):
        rising, falling = find_edges(X)
        return rising, np.zeros_like(falling)

    assert "value 2" not in sentence("kernels/find_edges", answer)


def test_an_argument_without_a_difference_is_named_whatever_was_drawn():
    rounded_up = lambda n, k, p=0, s=1, d=1, mode="floor": -(-(n + 2 * p - d * (k - 1) - 1) // s) + 1  # noqa: E731
    said = {sentence("padding-and-stride/out_size", rounded_up, f"s{n}") for n in range(12)}
    assert all(text.endswith(". mode makes no difference to your answer, but it should.") for text in said)


def test_a_known_mistake_is_not_named_where_a_later_part_denies_it():
    def answer(layers):
        field, jump = 1, receptive_field(layers)[1]
        for k, s, d in reversed(layers):
            field = (field - 1) * s + d + k  # as d·k + 1, until there is a dilation
        return field, jump

    assert "You add k for each layer" not in sentence("receptive-field/receptive_field", answer)


def test_an_amount_or_another_question_is_told_only_where_it_holds_at_the_edges_too():
    wide = lambda n, k, s=1, d=1: same_pad(n, k + 2, s, d)  # noqa: E731
    assert "Too large by d" not in sentence("padding-and-stride/same_pad", wide)

    def padded_twice(n, k, p=0, s=1, d=1, mode="floor"):
        out_size(n, k, p, s, d, mode)
        room = n + 4 * p - d * (k - 1) - 1
        over = mode == "ceil" and -(-room // s) * s < n + p
        return (-(-room // s) if over else (room // s if mode == "floor" else -(-room // s) - 1)) + 1

    assert "twice as large" not in sentence("padding-and-stride/out_size", padded_twice)


def test_a_condition_that_mixed_arguments_deny_is_not_told():
    def answer(n, k, s=1, d=1):
        total = max(-1, (-(-n // s) - 1) * s + d * (k - 1) + 1 - n)  # wrong where entries are left out
        return total // 2, total - total // 2

    assert "where k is 1" not in sentence("padding-and-stride/same_pad", answer)


def test_a_known_mistake_is_not_named_where_a_later_part_shows_another_fault():
    swapped = lambda n, k, p=0, s=1, d=1, mode="floor": out_size(  # noqa: E731
        n, k, p, s, d, {"floor": "ceil", "ceil": "floor"}.get(mode, mode)
    )
    assert "every time" not in sentence("padding-and-stride/out_size", swapped)


def test_a_wrong_default_among_several_is_named():
    answer = lambda n, k, p=1, s=1, d=1, mode="floor": out_size(n, k, p, s, d, mode)  # noqa: E731
    said = "Right wherever p is given. Compare its default: `def out_size"
    assert said in sentence("padding-and-stride/out_size", answer)
