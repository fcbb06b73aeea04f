"""Backwards through a sliding window that moves in steps."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import corr2d_backward, corr2d_strided


def asked(rng, X, K, s=1):
    """Any K and s of this image; dY of the shape that they make."""
    shape = corr2d_strided(X, K, s=s).shape
    return call(X, K, whole(rng, *shape)) if s == 1 else call(X, K, whole(rng, *shape), s)


def step_one(rng):
    return [
        call(np.array([[2.0]]), np.array([[3.0]]), np.array([[5.0]])),
        asked(rng, whole(rng, 2, 2), whole(rng, 1, 2)),
        asked(rng, whole(rng, 2, 4), whole(rng, 2, 2)),
        asked(rng, whole(rng, 5, 3), whole(rng, 2, 3)),
        asked(rng, whole(rng, 4, 6), whole(rng, 3, 2)),
        asked(rng, rng.integers(0, 9, (4, 5)), whole(rng, 2, 2) / 2),
        asked(rng, whole(rng, 2, 6), whole(rng, 1, 4)),  # K wider than X is tall
        asked(rng, whole(rng, 5, 2), whole(rng, 3, 1)),  # K taller than X is wide
    ]


def in_steps(rng):
    """Steps that divide, steps that leave rows and columns over, and holes between windows."""
    return [
        asked(rng, whole(rng, 3, 3), whole(rng, 1, 1), 2),
        asked(rng, whole(rng, 5, 7), whole(rng, 3, 3), 2),
        asked(rng, whole(rng, 6, 4), whole(rng, 3, 2), 2),
        asked(rng, whole(rng, 8, 9), whole(rng, 2, 3), 3),
        asked(rng, whole(rng, 7, 6), whole(rng, 1, 2), 3),
        asked(rng, whole(rng, 6, 8), whole(rng, 3, 4), 2),
    ]


def impossible(rng):
    X, K = whole(rng, 5, 6), whole(rng, 2, 3)
    return [
        call(X, K, whole(rng, 4, 5)),
        call(X, K, whole(rng, 4, 3)),
        call(X, K, whole(rng, 3, 4)),
        call(X, K, whole(rng, 4, 4), 2),
        call(X, K, whole(rng, 1, 2), 2),
        call(X, whole(rng, 6, 3), whole(rng, 1, 4)),
        call(X, whole(rng, 2, 7), whole(rng, 4, 1)),
        call(X, K, whole(rng, 4, 4), 0),
    ]


def off(dX=lambda right, *_: right, dK=lambda right, *_: right):
    """The reference with one thing to get wrong."""

    def answer(X, K, dY, s=1):
        right = corr2d_backward(X, K, dY, s)  # refuses
        return dX(right[0], X, K, dY, s), dK(right[1], X, K, dY, s)

    return answer


def hand_back(X, K, dY, s, put=lambda part, share: part + share, check=corr2d_backward):
    """Window by window; `put` makes the new value of a window from the old one and the share."""
    check(X, K, dY, s)
    dX, dK, (h, w) = np.zeros(X.shape), np.zeros(K.shape), K.shape
    for i, j in np.ndindex(dY.shape):
        window = slice(i * s, i * s + h), slice(j * s, j * s + w)
        dX[window] = put(dX[window], dY[i, j] * K)
        dK += dY[i, j] * X[window]
    return dX, dK


def overwritten(X, K, dY, s=1):
    return hand_back(X, K, dY, s, put=lambda part, share: share)


def not_moved(X, K, dY):
    """As if window (i, j) began at pixel (i, j)."""
    h, w = dY.shape
    inside = np.asarray(X)[: h + K.shape[0] - 1, : w + K.shape[1] - 1]
    dX = np.zeros(np.shape(X))
    small, dK = corr2d_backward(inside, K, dY)
    dX[: small.shape[0], : small.shape[1]] = small
    return dX, dK


def cropped(right, X, K, dY, s):
    """Up to the last pixel that a window reaches."""
    rows, columns = ((n - 1) * s + k for n, k in zip(dY.shape, K.shape, strict=True))
    return right[:rows, :columns]


def fits(X, K, dY, s):
    corr2d_strided(X, K, s=s)


def small_ones_accepted(X, K, dY, s=1):
    """Loops over dY: too many outputs run off the image, too few are not noticed."""
    whole_size = corr2d_strided(X, K, s=s).shape
    if any(got > want for got, want in zip(dY.shape, whole_size, strict=True)):
        raise ValueError("off the image")
    return hand_back(X, K, dY, s, check=fits)


CORR2D_BACKWARD = Exercise(
    slug="backpropagation/corr2d_backward",
    signature="corr2d_backward(X, K, dY, s=1)",
    reference=corr2d_backward,
    parts=(Part(2, step_one), Part(2, in_steps), Part(1, impossible)),
    returns=("dX", "dK"),
    hints=(
        "The same as in one dimension: each output hands its share to the pixels of its window and to the "
        "weights.",
        "Window (i, j) covers rows i·s to i·s + h and columns j·s to j·s + w.",
        "Two lines in a double loop: `dX[window] += …` and `dK += …`.",
        "Pixels that no window touches keep the 0 that you began with.",
    ),
    mistakes=(
        Mistake(
            "dX is right, but dK is turned by 180°, as if X and dY had changed places: "
            "what slides over what?",
            off(dK=lambda right, *_: right[::-1, ::-1]),
        ),
        Mistake(
            "dX is that of a kernel turned by 180°: "
            "a pixel in the last row of a window met the last row of K there.",
            off(dX=lambda right, X, K, dY, s: corr2d_backward(X, K[::-1, ::-1], dY, s)[0]),
        ),
        Mistake(
            "dX is turned by 180°: its first pixel belongs to the last one of X.",
            off(dX=lambda right, *_: right[::-1, ::-1]),
        ),
        Mistake(
            "In dX each window overwrites what those before it left. Windows overlap: add the shares up.",
            overwritten,
        ),
        Mistake(
            "In dK only the last window is left. Add the shares of all of them up.",
            off(
                dK=lambda right, X, K, dY, s: (
                    dY[-1, -1] * X[(len(dY) - 1) * s :, (dY.shape[1] - 1) * s :][: len(K), : K.shape[1]]
                )
            ),
        ),
        Mistake(
            "Your windows move by one pixel, whatever s is. Window (i, j) begins at (i·s, j·s).",
            off(
                dX=lambda right, X, K, dY, s: not_moved(X, K, dY)[0],
                dK=lambda right, X, K, dY, s: not_moved(X, K, dY)[1],
            ),
        ),
        Mistake(
            "dX is right, but in dK the windows move by one pixel, whatever s is.",
            off(dK=lambda right, X, K, dY, s: not_moved(X, K, dY)[1]),
        ),
        Mistake(
            "dK is right, but in dX the windows move by one pixel, whatever s is.",
            off(dX=lambda right, X, K, dY, s: not_moved(X, K, dY)[0]),
        ),
        Mistake(
            "dX ends with the last window. Rows and columns that no window touches belong to it, too.",
            off(dX=cropped),
        ),
        Mistake(
            "dX is cut off to whole numbers: it was made like X, which holds whole numbers.",
            off(dX=lambda right, X, K, dY, s: right.astype(X.dtype).astype(float)),
        ),
        Mistake(
            "dK is a mean over the outputs. Add the shares up: one weight moves all outputs at once.",
            off(dK=lambda right, X, K, dY, s: right / dY.size),
        ),
        Mistake(
            "In dX the outputs' shares arrive unweighted. "
            "On its way each is multiplied by the weight that it goes through.",
            off(dX=lambda right, X, K, dY, s: corr2d_backward(X, np.ones(K.shape), dY, s)[0]),
        ),
        Mistake(
            "A dY with too few rows or columns slips through. Compare its shape with the output's first.",
            small_ones_accepted,
        ),
    ),
)
