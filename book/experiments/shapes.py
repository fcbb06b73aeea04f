"""Ten shapes of 4 × 4 pixels, anywhere on 8 × 8, in noise: what a thing is does not say where it is."""

import numpy as np

SIDE = 8
NAMES = ("ring", "frame", "hill", "nail", "corner", "beam", "stair", "cross", "flag", "sieve")
ROWS = (
    "1001 0110 0110 1001, 1111 1001 1001 1111, 0110 1111 1111 0110, 1111 0110 0110 0110, "
    "1000 1000 1000 1111, 1111 1111 0000 0000, 0001 0011 0111 1111, 0100 1111 0100 0100, "
    "1110 1010 1111 0001, 1010 0101 1010 0101"
)
SHAPES = np.array([[[int(bit) for bit in row] for row in shape.split()] for shape in ROWS.split(", ")])


def shapes(count, rng, noise=0.2):
    """So many pictures (count, 8, 8), from 0 to 1, and which shape (count,) each shows. Drawn with `rng`.

    >>> X, y = shapes(2, np.random.default_rng(0), noise=0)
    >>> X.shape, sorted(set(X.ravel().tolist())), y
    ((2, 8, 8), [0.0, 1.0], array([8, 6]))
    """
    y = rng.integers(len(SHAPES), size=count)
    X = np.zeros((count, SIDE, SIDE))
    for Z, shape, (row, col) in zip(X, SHAPES[y], rng.integers(0, SIDE - 3, (count, 2)), strict=True):
        Z[row : row + 4, col : col + 4] = shape
    return np.clip(X + noise * rng.normal(size=X.shape), 0, 1), y
