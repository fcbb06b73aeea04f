"""Backwards through a max-pool: the winner takes it all."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import maxpool_backward, pool2d


def asked(rng, X, k, s=None):
    dY = whole(rng, *pool2d(X, k, s).shape)
    return call(X, k, dY) if s is None else call(X, k, dY, s)


def different(rng, *shape):
    """No two pixels alike, above and below 0."""
    return rng.permutation(np.arange(np.prod(shape)) - np.prod(shape) // 2).reshape(shape).astype(float)


def side_by_side(rng):
    return [
        call(np.array([[4.0]]), 1, np.array([[3.0]])),
        asked(rng, different(rng, 2, 2), 2),
        asked(rng, different(rng, 4, 6), 2),
        asked(rng, different(rng, 5, 3), 2),
        asked(rng, different(rng, 3, 6) - 20, 3),
        asked(rng, different(rng, 7, 4), 2, 3),
        call(rng.permutation(np.arange(8)).reshape(2, 4), 2, whole(rng, 1, 2) / 4),
    ]


def overlapping(rng):
    """A peak is in several windows; equal pixels, in one window and in many."""
    peak = np.zeros((4, 5))
    peak[1, 2] = 9
    return [
        asked(rng, different(rng, 3, 3), 2, 1),
        asked(rng, peak, 2, 1),
        asked(rng, different(rng, 6, 5), 3, 2),
        asked(rng, different(rng, 5, 7), 3, 1),
    ]


def ties(rng):
    return [
        asked(rng, np.zeros((2, 4)), 2),
        asked(rng, np.array([[0.0, 5, 1, 5], [5, 0, 5, 5]]), 2),
        asked(rng, rng.integers(0, 2, (6, 8)), 2),
        asked(rng, rng.integers(0, 3, (5, 6)) - 1.0, 3, 1),
    ]


def overlaps_and_ties(rng):
    return [*overlapping(rng), *ties(rng)]


def impossible(rng):
    X = whole(rng, 4, 6)
    return [
        call(X, 2, whole(rng, 2, 2)),
        call(X, 2, whole(rng, 3, 3)),
        call(X, 2, whole(rng, 1, 3)),
        call(X, 2, whole(rng, 2, 3), 1),
        call(X, 5, whole(rng, 1, 2), 1),
        call(X, 2, whole(rng, 2, 3), 0),
    ]


def first(window):
    return np.unravel_index(window.argmax(), window.shape)


def last(window):
    return np.argwhere(window == window.max())[-1]


def first_by_columns(window):
    return first(window.T)[::-1]


def all_of_them(window):
    return window == window.max()


def shared(window):
    return all_of_them(window) / all_of_them(window).sum()


def pool_back(share=first, put=lambda old, new: old + new, step=None, check=maxpool_backward):
    """Window by window. share: the place in a window that gets everything, or the part of each place."""

    def answer(X, k, dY, s=None):
        check(X, k, dY, s)
        s = step(k, s) if step else k if s is None else s
        X, dX = np.asarray(X, dtype=float), np.zeros(np.shape(X))
        for i, j in np.ndindex(dY.shape):
            window = slice(i * s, i * s + k), slice(j * s, j * s + k)
            if not X[window].size:
                continue
            parts = share(X[window])
            if np.shape(parts) == (2,):
                place = i * s + parts[0], j * s + parts[1]
                dX[place] = put(dX[place], dY[i, j])
            else:
                dX[window] = put(dX[window], dY[i, j] * parts)
        return dX

    return answer


def whole_numbers(X, k, dY, s=None):
    return maxpool_backward(X, k, dY, s).astype(np.asarray(X).dtype).astype(float)


def times_the_pixel(X, k, dY, s=None):
    return maxpool_backward(X, k, dY, s) * X


def one_by_default(X, k, dY, s=None):
    maxpool_backward(X, k, dY, s)
    return pool_back(step=lambda k, s: s or 1, check=lambda *_: None)(X, k, dY, s)


def small_ones_accepted(X, k, dY, s=None):
    whole_size = pool2d(X, k, s).shape
    if any(got > want for got, want in zip(dY.shape, whole_size, strict=True)):
        raise ValueError("off the image")
    return pool_back(check=lambda *_: None)(X, k, dY, s)


MAXPOOL_BACKWARD = Exercise(
    slug="backpropagation/maxpool_backward",
    signature="maxpool_backward(X, k, dY, s=None)",
    reference=maxpool_backward,
    parts=(Part(1, side_by_side), Part(1, overlaps_and_ties), Part(1, impossible)),
    hints=(
        "Change one pixel of a window a little. When does the largest of them change?",
        "`argmax` numbers the pixels of a window in reading order and gives the first of the largest.",
        "`np.unravel_index` makes row and column of that number.",
        "One pixel may be the largest of several windows. What does it get then?",
    ),
    mistakes=(
        Mistake(
            "A pixel that is the largest of several windows has the share of the last one only. Add them up.",
            pool_back(put=lambda old, new: new),
        ),
        Mistake(
            "Where pixels tie, each of them gets the whole share. Only the first one in reading order does.",
            pool_back(all_of_them),
        ),
        Mistake(
            "Where pixels tie, the share is split. The first one in reading order gets all of it.",
            pool_back(shared),
        ),
        Mistake(
            "Where pixels tie, yours takes the last one. Take the first in reading order.",
            pool_back(last),
        ),
        Mistake(
            "Where pixels tie, yours takes the first one column by column. Reading order goes row by row.",
            pool_back(first_by_columns),
        ),
        Mistake(
            "Every pixel of a window gets a share, as in a mean. Here one pixel made the output.",
            pool_back(lambda window: np.full(window.shape, 1 / window.size)),
        ),
        Mistake(
            "Every pixel of a window gets the whole share. Which one made the output?",
            pool_back(lambda window: np.ones(window.shape)),
        ),
        Mistake(
            "The share goes to the smallest pixel of each window.",
            pool_back(lambda window: first(-window)),
        ),
        Mistake(
            "The share goes to the pixel with the largest absolute value. Signs count: −5 is less than 3.",
            pool_back(lambda window: first(abs(window))),
        ),
        Mistake(
            "The share goes to the first pixel of each window, whichever is the largest.",
            pool_back(lambda window: (0, 0)),
        ),
        Mistake(
            "The share is multiplied by the pixel. A maximum hands the pixel on as it is.",
            times_the_pixel,
        ),
        Mistake(
            "Row and column inside a window are swapped.",
            pool_back(lambda window: first(window)[::-1]),
        ),
        Mistake(
            "The shares are cut off to whole numbers: dX was made like X, which holds whole numbers.",
            whole_numbers,
        ),
        Mistake(
            "Your stride is 1 unless it is given. Here it is k: windows lie side by side.",
            one_by_default,
        ),
        Mistake(
            "Your windows lie side by side, whatever s is. Move them by s pixels.",
            pool_back(step=lambda k, s: k),
        ),
        Mistake(
            "A dY with too few rows or columns slips through. Compare its shape with the output's first.",
            small_ones_accepted,
        ),
    ),
)
