"""Rising and falling edges, told apart by their sign."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import find_edges


def dark_band():
    X = np.ones((6, 8))
    X[:, 2:6] = 0
    return X


def boxes(rng, H, W):
    """Overlapping boxes of several brightnesses."""
    X = np.zeros((H, W))
    for _ in range(3):
        i, j = rng.integers(0, H - 1), rng.integers(0, W - 1)
        X[i : i + 3, j : j + 3] += rng.integers(1, 5) / 2
    return X


def images(rng):
    return [
        call(np.array([[1.0, 1, 0, 0, 1]])),
        call(np.array([[0.0, 0.5, 2, 2, 0.5]])),
        call(dark_band()),
        call(dark_band().T),
        call(np.tri(4, 5)),
        call(boxes(rng, 5, 7)),
        call(boxes(rng, 7, 4)),
        call(boxes(rng, 3, 6) - 9),  # an image may be dark all over
        call(np.array([[1.0, 1.01, 1.005, 1.005]])),
    ]


def photos(rng):
    """Photos come as bytes, and bytes wrap around: 0 - 1 is 255."""
    return [
        call(np.array([[0, 255, 3, 3]], dtype=np.uint8)),
        call(rng.integers(0, 256, (3, 5)).astype(np.uint8)),
    ]


def differences(X):
    X = np.asarray(X, dtype=float)
    return X[:, 1:] - X[:, :-1]


def wrapped(X):
    D = X[:, 1:] - X[:, :-1]
    return D > 0, D < 0


def downwards(X):
    X = np.asarray(X, dtype=float)
    D = X[1:] - X[:-1]
    return D > 0, D < 0


def as_wide_as_the_image(X):
    D = np.diff(np.asarray(X, dtype=float), prepend=0)
    return D > 0, D < 0


FIND_EDGES = Exercise(
    slug="kernels/find_edges",
    signature="find_edges(X)",
    reference=find_edges,
    parts=(Part(2, images), Part(1, photos)),
    returns=("rising", "falling"),
    hints=(
        "Slide [1, −1] along a row in which a bright pixel is followed by a dark one. Which sign comes out?",
        "Comparing a whole array with 0 gives a map of True and False: `Y > 0`.",
        "np.uint8(0) - np.uint8(1) is 255. Turn bytes into floats before you subtract.",
    ),
    mistakes=(
        Mistake(
            "Rising and falling are swapped: [1, −1] is positive where the image gets darker to the right.",
            lambda X: (differences(X) < 0, differences(X) > 0),
        ),
        Mistake(
            "Both maps show every edge. The sign tells them apart: do not take the absolute value.",
            lambda X: (differences(X) != 0,) * 2,
        ),
        Mistake(
            "Only steps of exactly 1 are found. Edges between greys are larger or smaller: compare with 0.",
            lambda X: (differences(X) == 1, differences(X) == -1),
        ),
        Mistake(
            "That compares each pixel with the one below it. Compare it with the one to its right.",
            downwards,
        ),
        Mistake(
            "X holds bytes, and bytes wrap around: 0 − 1 gives 255, so no difference is ever negative. "
            "Turn X into floats first.",
            wrapped,
        ),
        Mistake(
            "Your maps are as wide as the image. An edge lies between two pixels: W pixels have W − 1 gaps.",
            as_wide_as_the_image,
        ),
        Mistake(
            "That marks bright and dark pixels. An edge is a change from one pixel to the next.",
            lambda X: (X[:, 1:] > 0, X[:, 1:] == 0),
        ),
        Mistake(
            "The maps hold the differences themselves. Ask where these are positive and where negative.",
            lambda X: (np.maximum(differences(X), 0), np.maximum(-differences(X), 0)),
        ),
    ),
)
