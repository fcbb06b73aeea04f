"""The sliding window as a matrix."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import toeplitz


def kernels(rng):
    """Never symmetric: there turning one would not be seen."""
    return [
        call(np.array([1.0, 2, 3]), 5),
        call(np.array([2.0, -1]), 3),
        call(whole(rng, 1), 4),
        call(np.append(whole(rng, 2), 9.0), 8),
        call(rng.normal(size=4), 7),
        call(rng.integers(1, 9, size=2), 6),
    ]


def to_the_end(rng):
    """As long as the input, and longer."""
    return [
        call(np.array([1.0, 2]), 2),
        call(np.append(whole(rng, 4), 9.0), 5),
        call(whole(rng, 1), 1),
        call(whole(rng, 3), 2),
        call(whole(rng, 4), 3),
        call(whole(rng, 5), 1),
    ]


def laid(rows=lambda n, k: n - k + 1, put=lambda w: w, at=lambda i, k: i, dtype=float, wraps=False):
    """Row by row, with one thing to get wrong; what hangs over an end is cut off, or comes in again."""

    def answer(w, n):
        toeplitz(w, n)  # refuses
        k = len(w)
        T = np.zeros((rows(n, k), n), dtype)
        for i in range(len(T)):
            for b, weight in enumerate(put(np.asarray(w))):
                j = at(i, k) + b
                if wraps or 0 <= j < n:
                    T[i, j % n] = weight
        return T

    return answer


def symmetric(w, n):
    T = toeplitz(w, n)
    apart = np.abs(np.subtract.outer(np.arange(len(T)), np.arange(n)))
    return np.where(apart < len(w), np.asarray(w)[np.minimum(apart, len(w) - 1)], 0.0)


def accepts_all(w, n):
    return toeplitz(w, n) if len(w) <= n else np.zeros((0, n))


TOEPLITZ = Exercise(
    slug="fast-convolution/toeplitz",
    signature="toeplitz(w, n)",
    reference=toeplitz,
    parts=(Part(1, kernels), Part(1, to_the_end)),
    hints=(
        "Row i makes output i: which numbers of x does it use, and which weight has each of them?",
        "Every row is the row above it, moved one place to the right.",
        "How many places are there for a window of k in n numbers? That many rows.",
    ),
    mistakes=(
        Mistake(
            "The kernel is turned round in each row: that is a true convolution. Lay it on as it is.",
            laid(put=lambda w: w[::-1]),
        ),
        Mistake(
            "Rows and columns are swapped: T @ x needs as many columns as x has numbers.",
            lambda w, n: toeplitz(w, n).T,
        ),
        Mistake(
            "The last rows hold a kernel that is cut off. Only n − k + 1 places hold all of it.",
            laid(rows=lambda n, k: n),
        ),
        Mistake(
            "The kernel comes in again on the left: that treats x as a ring.",
            laid(rows=lambda n, k: n, wraps=True),
        ),
        Mistake(
            "That is the full cross-correlation: its first and last rows hold only a part of the kernel.",
            laid(rows=lambda n, k: n + k - 1, at=lambda i, k: i - k + 1),
        ),
        Mistake(
            "The last place is missing: a window of k has n − k + 1 places in n numbers.",
            laid(rows=lambda n, k: n - k),
        ),
        Mistake(
            "The kernel stands at the start of every row. Move it one place on from row to row.",
            laid(at=lambda i, k: 0),
        ),
        Mistake(
            "The kernel jumps by its own length from row to row. Move it by one place.",
            laid(at=lambda i, k: i * k),
        ),
        Mistake(
            "The kernel moves to the left from row to row: output 0 belongs in the first row.",
            lambda w, n: toeplitz(w, n)[::-1],
        ),
        Mistake(
            "That matrix is the same on both sides of its diagonal. "
            "To the left of the kernel's first weight there are only zeros.",
            symmetric,
        ),
        Mistake(
            "T cuts weights to whole numbers: make it an array of floats.",
            laid(dtype=int),
        ),
        Mistake(
            "A kernel longer than n has no place at all: raise a ValueError.",
            accepts_all,
        ),
    ),
)
