"""The sliding window."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import corr2d


def whole(rng, *shape):
    """Small whole numbers, easy to check by hand, none of them 0."""
    return rng.integers(1, 9, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def windows_that_fit(rng):
    """From 1×1 to a kernel as large as its input; never only squares, which hide swapped axes."""
    X = rng.integers(0, 9, size=(4, 3))  # whole numbers, and a kernel with halves
    return [
        call(np.array([[3.0]]), np.array([[2.0]])),
        call(np.arange(9.0).reshape(3, 3), np.arange(4.0).reshape(2, 2)),
        call(whole(rng, 2, 4), whole(rng, 1, 2)),
        call(whole(rng, 4, 3), whole(rng, 3, 2)),
        call(whole(rng, 3, 5), whole(rng, 2, 2)),
        call(whole(rng, 3, 2), whole(rng, 3, 2)),
        call(X, whole(rng, 2, 2) / 2),
        call(-X, np.abs(whole(rng, 2, 1))),
        call(whole(rng, 2, 5), whole(rng, 1, 5)),
        call(whole(rng, 5, 2), whole(rng, 4, 1)),
        call(whole(rng, 3, 4), np.zeros((2, 2))),
        call(whole(rng, 7, 9), whole(rng, 3, 4)),
    ]


def windows_that_do_not_fit(rng):
    """Too tall and too wide, each alone: narrower, and just as wide or as tall as the image."""
    return [
        call(whole(rng, 2, 3), whole(rng, 3, 2)),
        call(whole(rng, 3, 2), whole(rng, 2, 3)),
        call(whole(rng, 2, 3), whole(rng, 3, 3)),
        call(whole(rng, 3, 2), whole(rng, 3, 3)),
        call(whole(rng, 2, 2), whole(rng, 4, 5)),
    ]


def slide(X, K, combine=lambda window, K: (window * K).sum(), rows=0, columns=0, dtype=float):
    """A sliding window with one thing to get wrong: how windows are combined, how many, stored in what."""
    (H, W), (h, w) = X.shape, K.shape
    Y = np.zeros((H - h + 1 + rows, W - w + 1 + columns), dtype)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = combine(X[i : i + h, j : j + w], K)
    return Y


def swapped_axes(X, K):
    (W, H), (w, h) = X.shape, K.shape
    Y = np.zeros((H - h + 1, W - w + 1))
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


def square_only(X, K):
    n, k = len(X), len(K)
    Y = np.zeros((n - k + 1, n - k + 1))
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i : i + k, j : j + k] * K).sum()
    return Y


def zero_padded(X, K):
    h, w = K.shape
    padded = np.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
    return slide(padded, K) if (h, w) != (1, 1) else X * K


def tiles(X, K):
    (H, W), (h, w) = X.shape, K.shape
    return np.array(
        [[(X[i * h : i * h + h, j * w : j * w + w] * K).sum() for j in range(W // w)] for i in range(H // h)]
    )


CORR2D = Exercise(
    slug="locality/corr2d",
    signature="corr2d(X, K)",
    reference=corr2d,
    parts=(Part(3, windows_that_fit), Part(1, windows_that_do_not_fit)),
    hints=(
        "Where can the window's top left corner stand? Count the places in one row of X first.",
        "At corner (i, j) the window covers rows i to i + h − 1 and columns j to j + w − 1 of X.",
        "A kernel taller or wider than X has nowhere to stand: look at the shapes before you slide.",
    ),
    mistakes=(
        Mistake(
            "That is a true convolution: it turns the kernel by 180° first. Here K is laid on as it is.",
            lambda X, K: slide(X, K[::-1, ::-1]),
        ),
        Mistake(
            "K is mirrored left to right. Here it is laid on as it is.", lambda X, K: slide(X, K[:, ::-1])
        ),
        Mistake("K is turned upside down. Here it is laid on as it is.", lambda X, K: slide(X, K[::-1])),
        Mistake(
            "The last row and column are missing: a window of height h has H − h + 1 places in H rows.",
            lambda X, K: slide(X, K, rows=-1, columns=-1),
        ),
        Mistake(
            "The window ran past the edge: it must stop after H − h + 1 rows and W − w + 1 columns.",
            lambda X, K: slide(X, K, rows=len(K) - 1, columns=K.shape[1] - 1),
        ),
        Mistake(
            "The window ran past the edge by one: the last place is where it still fits whole.",
            lambda X, K: slide(X, K, rows=1, columns=1),
        ),
        Mistake(
            "Rows and columns are swapped: `shape` is (rows, columns), first the height, then the width.",
            swapped_axes,
        ),
        Mistake(
            "That works for squares only: height and width of X and of K are four different numbers.",
            square_only,
        ),
        Mistake(
            "K is transposed: its rows lie along the rows of X.",
            lambda X, K: slide(X, K, lambda window, K: (window * K.T).sum()),
        ),
        Mistake(
            "`@` multiplies matrices, rows into columns. Here each weight meets its own pixel: use `*`.",
            lambda X, K: slide(X, K, lambda window, K: (window @ K).sum()),
        ),
        Mistake(
            "Only the last product is kept: add the products of the whole window up.",
            lambda X, K: slide(X, K, lambda window, K: (window * K)[-1, -1]),
        ),
        Mistake(
            "Pixels and weights are added. Multiply each pixel by the weight on it, then add up.",
            lambda X, K: slide(X, K, lambda window, K: (window + K).sum()),
        ),
        Mistake(
            "That is the largest product of each window. Add all of them up.",
            lambda X, K: slide(X, K, lambda window, K: (window * K).max()),
        ),
        Mistake(
            "Only the first product is kept: add the products of the whole window up.",
            lambda X, K: slide(X, K, lambda window, K: (window * K)[0, 0]),
        ),
        Mistake(
            "The pixels are divided by the weights: multiply them.",
            lambda X, K: slide(X, K, lambda window, K: (window / K).sum()),
        ),
        Mistake(
            "The sums are multiplied. Multiply first, each pixel by the weight on it, then add up.",
            lambda X, K: slide(X, K, lambda window, K: window.sum() * K.sum()),
        ),
        Mistake(
            "That is the mean of the products. Add them up and leave it at that.",
            lambda X, K: slide(X, K, lambda window, K: (window * K).mean()),
        ),
        Mistake(
            "X is padded with zeros, so that the output is as large as X. Here K stays inside X.",
            zero_padded,
        ),
        Mistake("The window jumps by its own size. Move it by one pixel at a time.", tiles),
        Mistake(
            "The output holds whole numbers only, so the fractions are cut off: "
            "`np.zeros_like(X)` takes its type from X, `np.zeros(shape)` has room for fractions.",
            lambda X, K: slide(X, K, dtype=X.dtype),
        ),
    ),
)
