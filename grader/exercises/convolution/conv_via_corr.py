"""A convolution with nothing but a cross-correlation at hand."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question, Wrong
from grader.exercises.locality.corr2d import whole
from grader.reference import conv_via_corr, corr2d


def given(X, K):
    """Asked with a correlation that counts its calls."""

    def ask(f):
        calls = []

        def corr(X, K):
            calls.append(1)
            return corr2d(X, K)

        Y = f(corr, X, K)
        if len(calls) != 1:
            raise Wrong(f"should call corr once, {times(len(calls))}")
        return Y

    return Question(ask, says="conv_via_corr(corr, X, K)", shown={"X": X, "K": K})


def times(n):
    return {0: "but never calls it", 2: "but calls it twice"}.get(n, f"but calls it {n} times")


def images(rng):
    return [
        given(np.array([[1.0, 10], [100, 1000]]), np.array([[1.0, 2], [3, 4]])),
        given(np.array([[1.0, 0]]), np.array([[2.0, 5]])),
        given(np.array([[1.0], [0]]), np.array([[2.0], [5]])),
        given(whole(rng, 2, 3), whole(rng, 2, 2)),
        given(whole(rng, 4, 4), whole(rng, 2, 3)),
        given(whole(rng, 3, 5), whole(rng, 3, 1)),
        given(whole(rng, 5, 4), whole(rng, 3, 2)),
        given(whole(rng, 6, 5), whole(rng, 5, 4)),
    ]


CONV_VIA_CORR = Exercise(
    slug="convolution/conv_via_corr",
    signature="conv_via_corr(corr, X, K)",
    reference=conv_via_corr,
    parts=(Part(2, images),),
    hints=(
        "What is the only difference between the two operations?",
        "`K[::-1]` turns the rows around. How do you turn the columns around too?",
    ),
    mistakes=(
        Mistake(
            "That is the cross-correlation itself. A convolution turns the kernel first.",
            lambda corr, X, K: corr(X, K),
        ),
        Mistake(
            "Only the rows of K are turned around: turn its columns as well.",
            lambda corr, X, K: corr(X, K[::-1]),
        ),
        Mistake(
            "Only the columns of K are turned around: turn its rows as well.",
            lambda corr, X, K: corr(X, K[:, ::-1]),
        ),
        Mistake(
            "Transposed is not turned: a transpose mirrors K along its diagonal and swaps its sides.",
            lambda corr, X, K: corr(X, K.T),
        ),
        Mistake(
            "That is a quarter turn. Turn K by 180°, twice as far.",
            lambda corr, X, K: corr(X, np.rot90(K)),
        ),
        Mistake(
            "X is turned in place of K. That gives the right numbers, but turned.",
            lambda corr, X, K: corr(X[::-1, ::-1], K),
        ),
        Mistake(
            "X and K are both turned, so you see the correlation again, turned.",
            lambda corr, X, K: corr(X[::-1, ::-1], K[::-1, ::-1]),
        ),
    ),
)
