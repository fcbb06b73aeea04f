"""Matrices side by side, their numbers written and tinted; on a narrow page they wrap."""

import numpy as np

from convolution_book.figures.drawing import INK, RULE, SOFT, Drawing, Row, number, rect, signed, text

CELL, TOP = 36, 28


def matrices(cell=CELL, **named):
    """Draw each matrix under its name: `matrices(X=X, K=K, Y=Y)`."""
    return Row(matrix(np.atleast_2d(np.asarray(M, dtype=float)), name, cell) for name, M in named.items())


def matrix(M, name, cell):
    height, width = cell * M.shape[0], cell * M.shape[1]
    title = text(width / 2 + 1, TOP - 9, name, size=15, fill=SOFT, font_style="italic")
    return Drawing(max(width, 24) + 2, TOP + height + 1, [title, *entries(M, cell)])


def entries(M, cell):
    largest = np.abs(M).max()
    for (i, j), value in np.ndenumerate(M):
        x, y = 1 + j * cell, TOP + i * cell
        written = number(value)
        size = cell * min(0.42, 1.5 / len(written))  # −4.4 beside −1.8 must not touch it
        yield rect(x, y, cell, cell, fill=signed(value, largest), stroke=RULE)
        yield text(x + cell / 2, y + cell / 2 + 5, written, fill=INK if value else SOFT, size=size)
