"""A small crowd to search in: four kinds of figures, and one of a fifth kind."""

import numpy as np

CROSS = ["101", "010", "101"]
RING = ["111", "101", "111"]
CORNER = ["100", "100", "111"]
BAR = ["000", "111", "000"]
PLUS = ["010", "111", "010"]  # the one to find


def crowd(rng, rows=7, columns=12):
    """A picture of 0 and 1: one figure to each 5 × 5 field, exactly one of them a plus.

    Shapes: -> (5 rows, 5 columns)
    """
    fields = rng.integers(4, size=(rows, columns))
    fields.flat[rng.integers(fields.size)] = 4
    picture = np.zeros((5 * rows, 5 * columns))
    for (i, j), kind in np.ndenumerate(fields):
        top, left = 5 * np.array([i, j]) + rng.integers(3, size=2)
        picture[top : top + 3, left : left + 3] = glyph([CROSS, RING, CORNER, BAR, PLUS][kind])
    return picture


def glyph(lines):
    return np.array([[int(mark) for mark in line] for line in lines])
