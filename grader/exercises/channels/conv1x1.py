"""Mix the channels of each pixel."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import conv1x1


def whole(rng, *shape):
    return rng.integers(1, 9, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def mixtures(rng):
    return [
        call(np.array([[[2.0]], [[3.0]]]), np.array([[10.0, 1.0]])),
        call(whole(rng, 2, 1, 3), whole(rng, 1, 2)),
        call(whole(rng, 2, 3, 2), whole(rng, 2, 2)),
        call(whole(rng, 3, 2, 4), whole(rng, 2, 3)),
        call(whole(rng, 2, 4, 3), whole(rng, 5, 2)),
        call(rng.integers(1, 9, (2, 3, 2)), whole(rng, 3, 2) / 2),  # whole numbers, halves as weights
        call(-rng.integers(1, 9, (2, 2, 3)), np.zeros((1, 2))),
    ]


def not_mixtures(rng):
    """A matrix with one column would be stretched over all channels."""
    return [
        call(whole(rng, 2, 2, 3), whole(rng, 2, 3)),
        call(whole(rng, 3, 2, 2), whole(rng, 2, 1)),
        call(whole(rng, 2, 3, 3), whole(rng, 3, 3)),
        call(whole(rng, 4, 2, 2), whole(rng, 4, 2)),
        call(whole(rng, 1, 2, 3), whole(rng, 2, 2)),
    ]


def mixed(X, W):
    return np.einsum("dc,chw->dhw", W, X)


CONV1X1 = Exercise(
    slug="channels/conv1x1",
    signature="conv1x1(X, W)",
    reference=conv1x1,
    parts=(Part(1, mixtures), Part(1, not_mixtures)),
    hints=(
        "Write the pixels as the columns of a matrix: one row for each channel. What shape does it have?",
        "X has its channels first, so `X.reshape(C, -1)` keeps each channel in a row of its own.",
    ),
    mistakes=(
        Mistake(
            "The result holds whole numbers only, so the fractions are cut off: it takes its type from X.",
            lambda X, W: mixed(X, W).astype(X.dtype),
        ),
        Mistake(
            "`X.reshape(-1, C)` deals the numbers out anew: its rows are no pixels. "
            "Channels come first in X, so reshape to (C, pixels).",
            lambda X, W: (X.reshape(-1, len(X)) @ W.T).T.reshape(len(W), *X.shape[1:]),
        ),
        Mistake(
            "The numbers are right but dealt out in the wrong order: the product is (D, pixels), "
            "so reshape it to (D, H, W) without another transpose.",
            lambda X, W: mixed(X, W).reshape(len(W), -1).T.reshape(len(W), *X.shape[1:]),
        ),
        Mistake(
            "The maps are the last axis of your answer. Here they come first: (D, H, W).",
            lambda X, W: mixed(X, W).transpose(1, 2, 0),
        ),
        Mistake(
            "Height and width are swapped in your answer.",
            lambda X, W: mixed(X, W).transpose(0, 2, 1),
        ),
        Mistake(
            "Only the first row of W is used. Each row makes a map of its own.",
            lambda X, W: mixed(X, W[:1]),
        ),
        Mistake(
            "The channels are weighted but not added up.",
            lambda X, W: W[:, :, None, None] * X,
        ),
        Mistake(
            "The channels are added up without their weights.",
            lambda X, W: np.repeat(X.sum(axis=0, keepdims=True), len(W), axis=0),
        ),
        Mistake(
            "The pixels are added up too. Each pixel keeps its place; only its channels are mixed.",
            lambda X, W: W @ X.sum(axis=(1, 2)),
        ),
    ),
)
