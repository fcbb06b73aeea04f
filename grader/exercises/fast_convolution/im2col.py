"""Every window written out as a column."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import im2col


def numbered(*shape):
    return np.arange(1.0, 1 + np.prod(shape)).reshape(shape)


def side_by_side(rng):
    """Stride 1, no border; never square, so that swapped axes show."""
    return [
        call(numbered(1, 2, 3), 1),
        call(numbered(1, 3, 3), 2),
        call(numbered(2, 2, 3), 2),
        call(whole(rng, 2, 3, 4), 2),
        call(whole(rng, 1, 5, 3), 3),
        call(rng.normal(size=(3, 4, 5)), 3),
        call(rng.integers(1, 9, size=(2, 4, 3)), 1),
    ]


def borders_and_steps(rng):
    """Steps that drop the last rows; windows that only the border has room for."""
    return [
        call(numbered(1, 2, 2), 2, 1, 1),
        call(numbered(1, 5, 4), 2, 2),
        call(whole(rng, 2, 4, 6), 3, 2, 1),
        call(whole(rng, 1, 7, 5), 2, 3),
        call(whole(rng, 2, 3, 2), 3, 1, 1),
        call(whole(rng, 1, 4, 5), 1, 2, 1),
        call(whole(rng, 1, 1, 4), 3, 1, 1),
        call(whole(rng, 1, 4, 1), 3, 1, 1),
    ]


def impossible(rng):
    return [
        call(whole(rng, 1, 2, 4), 3),
        call(whole(rng, 2, 4, 2), 3),
        call(whole(rng, 1, 3, 3), 6, 1, 1),
        call(whole(rng, 1, 3, 3), 2, 0),
        call(whole(rng, 1, 5, 5), 2, 1, -1),
        call(whole(rng, 1, 3, 3), 0),
    ]


def gathered(
    pad=lambda X, p: np.pad(X, ((0, 0), (p, p), (p, p))),
    size=lambda n, k, s: (n - k) // s + 1,
    step=lambda s, k: s,
    flat=lambda window: window.ravel(),
    order=lambda rows, columns: [(i, j) for i in range(rows) for j in range(columns)],
):
    """Window by window, with one thing to get wrong."""

    def answer(X, k, s=1, p=0):
        im2col(X, k, s, p)  # refuses
        X = pad(np.asarray(X), p)
        s = step(s, k)
        _, rows, columns = X.shape
        places = order(size(rows, k, s), size(columns, k, s))
        windows = [X[:, i * s : i * s + k, j * s : j * s + k] for i, j in places]
        return np.stack([flat(window) for window in windows], axis=1)

    return answer


def in_one_row(X, k, s=1, p=0):
    """The stride taken over the list of places, not along rows and columns."""
    im2col(X, k, s, p)
    return im2col(X, k, 1, p)[:, ::s]


def hangs_over(X, k, s=1, p=0):
    im2col(X, k, s, p)
    more = [(0, -(n + 2 * p - k) % s) for n in X.shape[1:]]
    return im2col(np.pad(X, ((0, 0), *((p, p + extra) for _, extra in more))), k, s)


def kept_apart(X, k, s=1, p=0):
    return im2col(X, k, s, p).reshape(len(X), k * k, -1)


def accepts_all(X, k, s=1, p=0):
    try:
        return im2col(X, k, s, p)
    except ValueError:
        return np.zeros((len(X) * k * k, 0))


IM2COL = Exercise(
    slug="fast-convolution/im2col",
    signature="im2col(X, k, s=1, p=0)",
    reference=im2col,
    parts=(Part(2, side_by_side), Part(1, borders_and_steps), Part(1, impossible)),
    hints=(
        "One column is one window, of all channels, with `.ravel()`: "
        "that lists channel after channel, row after row.",
        "Pad rows and columns, not channels: `np.pad` takes a pair for each axis.",
        "Window (i, j) begins at row i·s and column j·s of the padded image. "
        "How many there are is (n + 2p − k) // s + 1.",
        "`np.stack` with `axis=1` puts a list of vectors side by side.",
    ),
    mistakes=(
        Mistake(
            "That has one row for each window. Each window becomes a column.",
            lambda X, k, s=1, p=0: im2col(X, k, s, p).T,
        ),
        Mistake(
            "The channels come last in your columns. First all of channel 0, then all of channel 1.",
            gathered(flat=lambda window: window.transpose(1, 2, 0).ravel()),
        ),
        Mistake(
            "The places go down before they go across. Reading order: along the first row, then the next.",
            gathered(order=lambda rows, columns: [(i, j) for j in range(columns) for i in range(rows)]),
        ),
        Mistake(
            "Each window is read column by column. Read it row by row.",
            gathered(flat=lambda window: window.transpose(0, 2, 1).ravel()),
        ),
        Mistake(
            "Each window is turned by 180°. Write it down as it lies.",
            gathered(flat=lambda window: window[:, ::-1, ::-1].ravel()),
        ),
        Mistake(
            "Your windows lie side by side like tiles. With s = 1 they overlap.",
            gathered(step=lambda s, k: s * k),
        ),
        Mistake(
            "The channels are added up. Keep them all: a column has C·k·k numbers.",
            gathered(flat=lambda window: window.sum(axis=0).ravel()),
        ),
        Mistake(
            "Only the first channel is there: a column has C·k·k numbers.",
            gathered(flat=lambda window: window[0].ravel()),
        ),
        Mistake(
            "That has an axis for the channels. A column holds them one below the other.",
            kept_apart,
        ),
        Mistake(
            "The stride is not used: the next window begins s further on.",
            lambda X, k, s=1, p=0: im2col(X, k, s, p) if s == 1 else im2col(X, k, 1, p),
        ),
        Mistake(
            "The stride skips places in the list of all of them. "
            "It skips whole rows, and columns in each row.",
            in_one_row,
        ),
        Mistake(
            "The border p is not used: zeros come around the image first.",
            lambda X, k, s=1, p=0: im2col(X, k, s, p) if p == 0 or min(X.shape[1:]) < k else im2col(X, k, s),
        ),
        Mistake(
            "There are p zeros behind the image only. They go around it, on every side.",
            gathered(pad=lambda X, p: np.pad(X, ((0, 0), (0, 2 * p), (0, 2 * p)))),
        ),
        Mistake(
            "The border repeats the edge. It holds zeros.",
            gathered(pad=lambda X, p: np.pad(X, ((0, 0), (p, p), (p, p)), mode="edge")),
        ),
        Mistake(
            "The channels are padded, too: there are more of them than before.",
            gathered(pad=lambda X, p: np.pad(X, p)),
        ),
        Mistake(
            "A last window that hangs over the edge does not count.",
            hangs_over,
        ),
        Mistake(
            "Where no window fits, or a number makes no sense, raise a ValueError.",
            accepts_all,
        ),
    ),
)
