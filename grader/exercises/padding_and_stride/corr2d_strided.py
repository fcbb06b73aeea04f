"""Pad, then slide in steps."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import corr2d, corr2d_strided, pad2d
from grader.reference.padding import both


def one_number_for_both(rng):
    """Steps that divide and steps that do not; the published mistake shows on the second kind."""
    return [
        call(np.array([[3.0]]), np.array([[2.0]])),
        call(np.arange(1.0, 10.0).reshape(3, 3), np.ones((1, 1)), 0, 2),
        call(np.ones((3, 3)), np.ones((3, 3)), 1),
        call(whole(rng, 3, 4), whole(rng, 2, 2), 1, 2),
        call(whole(rng, 5, 4), whole(rng, 2, 3), 0, 2),
        call(whole(rng, 8, 5), whole(rng, 3, 2), 0, 3),
        call(whole(rng, 4, 6), whole(rng, 3, 1), p=2, s=1),
        call(rng.integers(0, 9, size=(4, 5)), whole(rng, 2, 2) / 2, 1, 3),
        call(whole(rng, 2, 3), whole(rng, 4, 4), 1),
        call(whole(rng, 5, 2), whole(rng, 4, 1), 0, 1),  # taller than the image is wide
        call(whole(rng, 2, 5), whole(rng, 1, 4), 0, 1),
    ]


def a_pair(rng):
    return [
        call(whole(rng, 3, 4), whole(rng, 1, 1), 0, (1, 2)),
        call(whole(rng, 2, 3), whole(rng, 2, 2), (0, 1)),
        call(whole(rng, 5, 6), whole(rng, 2, 3), (2, 1), (3, 2)),
        call(whole(rng, 6, 5), whole(rng, 3, 2), 1, (2, 1)),
    ]


def impossible(rng):
    return [
        call(whole(rng, 2, 2), whole(rng, 5, 2), 1),
        call(whole(rng, 2, 9), whole(rng, 5, 2), 1),
        call(whole(rng, 9, 2), whole(rng, 2, 5), (1, 1), 2),
        call(whole(rng, 3, 3), whole(rng, 2, 2), 0, 0),
        call(whole(rng, 3, 3), whole(rng, 2, 2), 0, (1, 0)),
        call(whole(rng, 3, 3), whole(rng, 2, 2), 0, (0, 1)),
        call(whole(rng, 3, 3), whole(rng, 2, 2), -1),
        call(whole(rng, 3, 3), whole(rng, 2, 2), (0, -1)),
        call(whole(rng, 3, 3), whole(rng, 2, 2), (-1, 0)),
    ]


def stepped(border=pad2d, step=lambda s: s, kernel=lambda K: K):
    """The reference with one thing to get wrong."""

    def answer(X, K, p=0, s=1):
        corr2d_strided(X, K, p, s)  # refuses
        down, right = both(step(s))
        return corr2d(border(np.asarray(X), p), kernel(K))[::down, ::right]

    return answer


def side(p, before, after):
    """np.pad's words for a border that is not the same on both sides."""
    return [(n if before else 0, n if after else 0) for n in both(p)]


def padded_to_fit(X, K, p=0, s=1):
    """The ceiling: the last window hangs over the end."""
    corr2d_strided(X, K, p, s)
    Z = np.asarray(pad2d(X, p))
    more = [-(n - k) % step if step > 1 else 0 for n, k, step in zip(Z.shape, K.shape, both(s), strict=True)]
    down, right = both(s)
    return corr2d(np.pad(Z, [(0, m) for m in more]), K)[::down, ::right]


def windows_not_moved(X, K, p=0, s=1):
    """The size is right, but window (i, j) starts at (i, j)."""
    Y = corr2d_strided(X, K, p, s)
    return corr2d(pad2d(X, p), K)[: Y.shape[0], : Y.shape[1]]


def stride_in_the_sum(X, K, p=0, s=1):
    """s pixels apart inside the window: that is dilation."""
    Y = corr2d_strided(X, K, p, s)
    (down, right), Z = both(s), pad2d(X, p)
    spread = np.zeros(((K.shape[0] - 1) * down + 1, (K.shape[1] - 1) * right + 1))
    spread[::down, ::right] = K
    fits = all(k <= n for k, n in zip(spread.shape, Z.shape, strict=True))
    return corr2d(Z, spread) if fits else np.zeros_like(Y)


CORR2D_STRIDED = Exercise(
    slug="padding-and-stride/corr2d_strided",
    signature="corr2d_strided(X, K, p=0, s=1)",
    reference=corr2d_strided,
    parts=(Part(2, one_number_for_both), Part(1, a_pair), Part(1, impossible)),
    hints=(
        "Two steps that you have: put zeros around X, then slide K over the result.",
        "Window (i, j) starts at row i·s and column j·s of the padded image.",
        "Or slide by 1 and keep every s-th row and column of the output: `Y[::s, ::s]`.",
    ),
    mistakes=(
        Mistake(
            "The output has the right size, but window (i, j) starts at pixel (i, j). "
            "It starts at (i·s, j·s).",
            windows_not_moved,
        ),
        Mistake(
            "The stride is not used: move the window by s pixels.",
            lambda X, K, p=0, s=1: corr2d_strided(X, K, p),
        ),
        Mistake(
            "The padding is not used: put p zeros on every side first.",
            stepped(border=lambda X, p: X),
        ),
        Mistake(
            "Padding is on the left and on top only. It goes on every side.",
            stepped(border=lambda X, p: np.pad(X, side(p, True, False))),
        ),
        Mistake(
            "Padding is on the right and below only. It goes on every side.",
            stepped(border=lambda X, p: np.pad(X, side(p, False, True))),
        ),
        Mistake(
            "The border repeats the edge of the image. Here it holds zeros.",
            stepped(border=lambda X, p: pad2d(X, p, "edge")),
        ),
        Mistake(
            "The stride is applied twice: keep every s-th window once.",
            stepped(step=lambda s: tuple(n * n for n in both(s))),
        ),
        Mistake(
            "The last window hangs over the end. Windows that do not fit whole are dropped.",
            padded_to_fit,
        ),
        Mistake(
            "The weights are s pixels apart: that is dilation. A stride moves the window, not its weights.",
            stride_in_the_sum,
        ),
        Mistake(
            "That is a true convolution: it turns the kernel by 180° first. Here K is laid on as it is.",
            stepped(kernel=lambda K: K[::-1, ::-1]),
        ),
        Mistake(
            "Only the rows are taken in steps of s. Columns are, too.",
            stepped(step=lambda s: (both(s)[0], 1)),
        ),
        Mistake(
            "Down and right are swapped: p and s are (down, right).",
            stepped(border=lambda X, p: pad2d(X, both(p)[::-1]), step=lambda s: both(s)[::-1]),
        ),
        Mistake(
            "The first number of s is used for both directions: "
            "the second one is for the steps to the right.",
            stepped(step=lambda s: (both(s)[0],) * 2),
        ),
    ),
)
