"""Backwards through a convolutional layer: many maps in, many maps out, and a bias for each."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import layer_backward


def asked(rng, C, H, W, D, h, w):
    return call(whole(rng, C, H, W), whole(rng, D, C, h, w), whole(rng, D, H - h + 1, W - w + 1))


def one_map_in_or_out(rng):
    return [
        call(np.array([[[2.0]]]), np.array([[[[3.0]]]]), np.array([[[5.0]]])),
        asked(rng, 1, 2, 3, 1, 1, 2),
        asked(rng, 2, 3, 2, 1, 2, 1),
        asked(rng, 1, 3, 4, 2, 2, 2),
        asked(rng, 1, 2, 5, 1, 2, 3),  # kernels wider than the maps are tall
        asked(rng, 1, 5, 2, 1, 3, 1),  # taller than the maps are wide
    ]


def many_maps(rng):
    """As many maps in as out, fewer, and more."""
    return [
        asked(rng, 2, 2, 3, 2, 1, 1),
        asked(rng, 2, 3, 4, 3, 2, 2),
        asked(rng, 3, 4, 5, 2, 3, 2),
        asked(rng, 3, 5, 4, 3, 2, 3),
        asked(rng, 3, 2, 2, 4, 1, 2),  # more maps than rows
        call(rng.integers(0, 9, (2, 3, 4)), whole(rng, 2, 2, 2, 2) / 2, whole(rng, 2, 2, 3) / 4),
    ]


def impossible(rng):
    X, K = whole(rng, 2, 4, 5), whole(rng, 3, 2, 2, 3)
    return [
        call(X, K, whole(rng, 2, 3, 3)),
        call(X, K, whole(rng, 4, 3, 3)),
        call(X, K, whole(rng, 3, 2, 3)),
        call(X, K, whole(rng, 3, 3, 2)),
        call(X, K, whole(rng, 3, 4, 3)),
        call(X, K, whole(rng, 3, 3, 4)),
        call(X, whole(rng, 3, 2, 4, 4), whole(rng, 3, 1, 1)),  # NumPy would stretch it
        call(X, whole(rng, 3, 2, 4, 2), whole(rng, 3, 1, 1)),
        call(X, whole(rng, 3, 1, 2, 3), whole(rng, 3, 3, 3)),
        call(X, whole(rng, 3, 3, 2, 3), whole(rng, 3, 3, 3)),
        call(X, whole(rng, 3, 2, 5, 3), whole(rng, 3, 1, 3)),
    ]


def off(dX=lambda right, *_: right, dK=lambda right, *_: right, db=lambda right, *_: right):
    """The reference with one thing to get wrong."""

    def answer(X, K, dY):
        right = layer_backward(X, K, dY)  # refuses
        return tuple(wrong(one, X, K, dY) for wrong, one in zip((dX, dK, db), right, strict=True))

    return answer


def of_map(d):
    """dX as if only output map d had been there."""
    return lambda right, X, K, dY: layer_backward(X, K[d][None], dY[d][None])[0]


def reshaped(right, X, K, dY):
    """Kernels taken channel by channel, by `reshape` in place of `transpose`."""
    D, C, h, w = K.shape
    return layer_backward(X, K.reshape(C, D, h, w).transpose(1, 0, 2, 3), dY)[0]


def all_channels(right, X, K, dY):
    return np.broadcast_to(right.sum(axis=0), right.shape)


def small_ones_accepted(X, K, dY):
    """Loops over dY: too few maps, rows or columns are not noticed."""
    (C, H, W), (D, depth, h, w) = X.shape, K.shape
    most = (D, H - h + 1, W - w + 1)
    if depth != C or min(most) < 1 or any(got > want for got, want in zip(dY.shape, most, strict=True)):
        raise ValueError("does not fit")
    filled = np.zeros(most)
    filled[tuple(map(slice, dY.shape))] = dY
    dX, dK, db = layer_backward(X, K, filled)
    return dX, dK, db[: len(dY)]


LAYER_BACKWARD = Exercise(
    slug="backpropagation/layer_backward",
    signature="layer_backward(X, K, dY)",
    reference=layer_backward,
    parts=(Part(2, one_map_in_or_out), Part(2, many_maps), Part(1, impossible)),
    returns=("dX", "dK", "db"),
    hints=(
        "Output map d is a sum: channel c under kernel K[d, c], for every c, and the bias b[d].",
        "Each kernel K[d, c] by itself is what `corr2d_backward` does, with X[c] and dY[d].",
        "Channel c is in every output map. How many shares does dX[c] get?",
        "The bias is added to every place of its map. How fast does the loss grow with it?",
    ),
    mistakes=(
        Mistake(
            "dX and db are right, but each kernel of dK is turned by 180°, "
            "as if X and dY had changed places: what slides over what?",
            off(dK=lambda right, *_: right[:, :, ::-1, ::-1]),
        ),
        Mistake(
            "dX is that of kernels turned by 180°: "
            "a pixel in the last row of a window met the last row of K there.",
            off(dX=lambda right, X, K, dY: layer_backward(X, K[:, :, ::-1, ::-1], dY)[0]),
        ),
        Mistake(
            "In dX only the share of the last output map is left. Every map used every channel: add up.",
            off(dX=of_map(-1)),
        ),
        Mistake(
            "In dX only the share of the first output map is there. Every map used every channel: add up.",
            off(dX=of_map(0)),
        ),
        Mistake(
            "In dX the shares of the output maps are averaged. Add them up.",
            off(dX=lambda right, X, K, dY: right / len(K)),
        ),
        Mistake(
            "In dX all channels get the same: the sum over all of them. Each has kernels of its own.",
            off(dX=all_channels),
        ),
        Mistake(
            "In dX the kernels of maps and channels are mixed up: `reshape` does not swap axes.",
            off(dX=reshaped),
        ),
        Mistake(
            "In dK all channels get the same: the sum over all of them. A kernel saw its own channel only.",
            off(dK=lambda right, *_: np.broadcast_to(right.sum(axis=1, keepdims=True), right.shape)),
        ),
        Mistake(
            "dK is a mean over the places. Add the shares up: one weight moves all of its map at once.",
            off(dK=lambda right, X, K, dY: right / dY[0].size),
        ),
        Mistake(
            "db is a mean over the places. Add them up: the bias moves every place of its map.",
            off(db=lambda right, X, K, dY: dY.mean(axis=(1, 2))),
        ),
        Mistake(
            "db has a value for every place. There is one bias for a map.",
            off(db=lambda right, X, K, dY: dY),
        ),
        Mistake(
            "db is one number. There is one bias for each map.",
            off(db=lambda right, X, K, dY: float(dY.sum())),
        ),
        Mistake(
            "db counts the places of a map. Each place has its own share in the loss: dY.",
            off(db=lambda right, X, K, dY: np.full(len(dY), float(dY[0].size))),
        ),
        Mistake(
            "dX is cut off to whole numbers: it was made like X, which holds whole numbers.",
            off(dX=lambda right, X, K, dY: right.astype(X.dtype).astype(float)),
        ),
        Mistake(
            "A dY with too few maps, rows or columns slips through. "
            "Compare its shape with the output's first.",
            small_ones_accepted,
        ),
    ),
)
