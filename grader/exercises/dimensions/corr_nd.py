"""One function for one, two and three dimensions."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import corr_nd


def signals(rng):
    return [
        call(np.array([2.0]), np.array([3.0])),
        call(np.array([1.0, 10, 100]), np.array([1.0, 2])),
        call(whole(rng, 10), whole(rng, 3)),
        call(rng.integers(0, 9, size=5), whole(rng, 2) / 2),
        call(whole(rng, 4), whole(rng, 4)),
    ]


def images_and_volumes(rng):
    return [
        call(whole(rng, 2, 3), whole(rng, 2, 2)),
        call(whole(rng, 4, 3), whole(rng, 1, 3)),
        call(whole(rng, 2, 2, 3), whole(rng, 1, 2, 2)),
        call(whole(rng, 3, 2, 4), whole(rng, 2, 1, 3)),
        call(whole(rng, 4, 3, 5), whole(rng, 2, 3, 2)),
    ]


def impossible(rng):
    """Too long along one axis at a time, and axes that do not agree in number."""
    return [
        call(whole(rng, 2), whole(rng, 3)),
        call(whole(rng, 3, 4), whole(rng, 4, 2)),
        call(whole(rng, 3, 4), whole(rng, 1, 5)),
        call(whole(rng, 2, 3, 4), whole(rng, 3, 1, 1)),
        call(whole(rng, 2, 3, 4), whole(rng, 1, 1, 5)),
        call(whole(rng, 3, 4), whole(rng, 2)),
        call(whole(rng, 4), whole(rng, 2, 2)),
        call(whole(rng, 2, 3, 4), whole(rng, 2, 3)),
    ]


def slid(x, k, combine=lambda window, k: (window * k).sum(), less=0, start=0):
    """The reference with one thing to get wrong."""
    x, k = np.asarray(x), np.asarray(k)
    Y = np.zeros(np.maximum(np.subtract(x.shape, k.shape) + 1 - less, 0))
    for place in np.ndindex(Y.shape):
        window = tuple(slice(i + start, i + start + n) for i, n in zip(place, k.shape, strict=True))
        Y[place] = combine(x[window], k)
    return Y


def one_only(x, k):
    if np.ndim(x) != 1:
        raise ValueError("one dimension only")
    return corr_nd(x, k)


def same(x, k):
    pads = [((n - 1) // 2, n // 2) for n in np.shape(k)]
    return corr_nd(np.pad(x, pads), k)


def first_axis_only(x, k):
    """Slides along the first axis; along the others it looks at the corner only."""
    Y = corr_nd(x, k)
    return Y if Y.ndim == 1 else Y[(slice(None), *[0] * (Y.ndim - 1))]


CORR_ND = Exercise(
    slug="dimensions/corr_nd",
    signature="corr_nd(x, k)",
    reference=corr_nd,
    parts=(Part(1, signals), Part(2, images_and_volumes), Part(1, impossible)),
    hints=(
        "In how many places does k fit along each axis? These numbers are the shape of the output.",
        "`for place in np.ndindex(shape)` goes through all places, in any number of dimensions.",
        "A tuple of slices cuts a window out: `x[tuple(slice(i, i + n) for i, n in zip(place, k.shape))]`.",
    ),
    mistakes=(
        Mistake(
            "That is a true convolution: it turns the kernel first. Here k is laid on as it is.",
            lambda x, k: corr_nd(x, np.flip(k)),
        ),
        Mistake(
            "The last place is missing: a window of n has N − n + 1 places in N entries.",
            lambda x, k: slid(x, k, less=1),
        ),
        Mistake(
            "Off by one: the first window must use the first sample, which has the index 0.",
            lambda x, k: slid(np.pad(x, [(0, 1)] * np.ndim(x)), k, less=1, start=1),
        ),
        Mistake("The output is as large as x: k must stay inside x.", same),
        Mistake(
            "That works in one dimension only. x and k may have two axes or three.",
            one_only,
        ),
        Mistake(
            "The window slides along the first axis only. Slide it along each.",
            first_axis_only,
        ),
        Mistake(
            "That is the mean of the products. Add them up and leave it at that.",
            lambda x, k: slid(x, k, lambda window, k: (window * k).mean()),
        ),
        Mistake(
            "That is the largest product of each window. Add all of them up.",
            lambda x, k: slid(x, k, lambda window, k: (window * k).max()),
        ),
        Mistake(
            "Samples and weights are added. Multiply each sample by its weight, then add up.",
            lambda x, k: slid(x, k, lambda window, k: (window + k).sum()),
        ),
        Mistake(
            "The output holds whole numbers only, so the fractions are cut off: "
            "`np.zeros(shape)` has room for them.",
            lambda x, k: np.trunc(corr_nd(x, k)) if np.asarray(x).dtype.kind == "i" else corr_nd(x, k),
        ),
    ),
)
