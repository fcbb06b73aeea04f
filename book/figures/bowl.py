"""The loss of a kernel of two weights, seen from above."""

import numpy as np

from convolution_book.figures.drawing import ACCENT, INK, RULE, SOFT, Drawing, rect, shape, text
from grader.reference.learning import windows

SIDE, HALF = 150, 2.3  # CSS pixels; how many units of a weight lie to either side of the best one
LEVELS = (1, 6, 20, 48, 96, 160)


def bowl(X, Y, start):
    """Rings of equal loss, and the kernel `start`.

    To the right grows the first weight, upwards the second; the cross is the bottom.
    """
    A, y = windows(X, (1, 2)).astype(float), np.ravel(Y)
    best = np.linalg.lstsq(A, y, rcond=None)[0]
    x, y = (float(p) for p in (start - best) * [1, -1] * SIDE / (2 * HALF))
    inside = "".join([*rings(A), shape("circle", cx=x, cy=y, r=4.0, fill=ACCENT), cross()])
    middle = f"{-SIDE / 2:g} {-SIDE / 2:g} {SIDE} {SIDE}"
    window = f'<svg x="1" y="1" width="{SIDE}" height="{SIDE}" viewBox="{middle}">{inside}</svg>'
    axes = text(SIDE - 4, SIDE - 6, "w₀", size=14, fill=SOFT, anchor="end")
    axes += text(7, 17, "w₁", size=14, fill=SOFT, anchor="start")
    return Drawing(SIDE + 2, SIDE + 2, [window, rect(1, 1, SIDE, SIDE, stroke=RULE), axes])


def rings(A):
    """Ellipses: along an eigenvector of the Hessian with eigenvalue λ the loss grows as λ d² / 2."""
    values, vectors = np.linalg.eigh(2 * A.T @ A)
    tilt = -np.degrees(np.arctan2(vectors[1, 0], vectors[0, 0]))
    for level in LEVELS:
        wide, narrow = np.sqrt(2 * level / values) * SIDE / (2 * HALF)
        yield shape("ellipse", rx=wide, ry=narrow, fill="none", stroke=RULE, transform=f"rotate({tilt:.1f})")


def cross():
    return shape("path", d="M-5 0H5M0 -5V5", stroke=INK, stroke_width=1.5)
