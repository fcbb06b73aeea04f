"""Matrices side by side, their numbers written and tinted."""

import numpy as np

from book.figures.drawing import INK, RULE, SOFT, Drawing, number, rect, signed, text

CELL, GAP, TOP = 36, 40, 28


def matrices(**named):
    """Draw each matrix under its name: `matrices(X=X, K=K, Y=Y)`."""
    arrays = {name: np.atleast_2d(np.asarray(M, dtype=float)) for name, M in named.items()}
    tallest = max(M.shape[0] for M in arrays.values())
    shapes, x = [], 1
    for name, M in arrays.items():
        y = TOP + (tallest - M.shape[0]) * CELL / 2
        shapes += [text(x + M.shape[1] * CELL / 2, y - 9, name, size=15, fill=SOFT, font_style="italic")]
        shapes += grid(M, x, y)
        x += M.shape[1] * CELL + GAP
    return Drawing(x - GAP + 1, TOP + tallest * CELL + 1, shapes)


def grid(M, x0, y0, cell=CELL):
    """The shapes of one matrix, its top left corner at (x0, y0)."""
    largest = np.abs(M).max()
    for (i, j), value in np.ndenumerate(M):
        x, y = x0 + j * cell, y0 + i * cell
        yield rect(x, y, cell, cell, fill=signed(value, largest), stroke=RULE)
        yield text(x + cell / 2, y + cell / 2 + 5, number(value), fill=INK if value else SOFT, size=15)
