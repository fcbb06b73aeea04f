"""One layer as a matrix: every entry free, shared by offset, and cut off."""

import numpy as np

from book.figures.drawing import RULE, SOFT, Drawing, Row, rect, text

SIDE, CELL = 4, 12
FAR = SIDE  # no offset is as large: nothing is cut off


def offsets(side):
    """For each output (row) and each input (column) of a side × side image: how far apart, down and right."""
    at = np.array([divmod(pixel, side) for pixel in range(side * side)])
    return at[None] - at[:, None]  # (outputs, inputs, 2)


def weight_ids(side, shared, delta):
    """A matrix that names the weight in each entry, from 1; 0 where locality removed it."""
    apart = offsets(side)
    if not shared:
        return np.arange(1, side**4 + 1).reshape(side**2, side**2)
    ids = (apart[..., 0] + side) * (2 * side + 1) + apart[..., 1] + side + 1
    return np.where(np.abs(apart).max(axis=2) <= delta, ids, 0)


PANELS = {"free": (False, FAR), "shared": (True, FAR), "local": (True, 1)}


def folded_matrices(*panels):
    """Matrices of a layer on a 4 × 4 image, the number of different weights under each.

    panels: of "free", "shared", "local" (shared and at most one pixel away)
    """
    return Row(panel(weight_ids(SIDE, *PANELS[name])) for name in panels)


def panel(ids):
    width, count = SIDE**2 * CELL, len(np.unique(ids[ids > 0]))
    return Drawing(
        width + 2, width + 36, [*entries(ids), text(width / 2, width + 26, count, size=17, fill=SOFT)]
    )


def entries(ids):
    yield rect(1, 1, SIDE**2 * CELL, SIDE**2 * CELL, stroke=RULE)
    for (row, column), name in np.ndenumerate(ids):
        if name:
            fill = colour(name, int(ids.max()) == ids.size)
            yield rect(1 + column * CELL, 1 + row * CELL, CELL, CELL, fill=fill)


def colour(name, free):
    """Free weights look like noise; a shared one tells its offset: hue for down, lightness for right."""
    if free:
        return f"hsl({name * 137.508 % 360:.0f} 45% {35 + name * 53 % 40}%)"
    down, right = divmod(name - 1, 2 * SIDE + 1)
    return f"hsl({40 * down} 55% {24 + 7 * right}%)"
