"""The loss of a kernel of two weights, seen from above, and the ways that gradient descent takes down it."""

import numpy as np

from convolution_book.figures.drawing import ACCENT, INK, RULE, SOFT, Drawing, Row, number, rect, shape, text
from grader.reference.learning import windows

SIDE, TOP, HALF = 150, 26, 2.3  # CSS pixels; how many units of a weight lie to either side of the best one
LEVELS = (1, 6, 20, 48, 96, 160)


def bowl(X, Y, rates=(), start=(0, 0), steps=12):
    """A picture for each learning rate: rings of equal loss, and the first steps from the kernel `start`.

    Without rates, one picture of the bowl and the start.

    To the right grows the first weight, upwards the second; the cross is the bottom.
    """
    A, y = windows(X, (1, 2)).astype(float), np.ravel(Y)
    best = np.linalg.lstsq(A, y, rcond=None)[0]
    return Row(panel(A, descent(A, y, start, rate, steps) - best, rate) for rate in rates or (0,))


def descent(A, y, w, rate, steps):
    """One row for each kernel on the way."""
    way = [np.asarray(w, dtype=float)]
    for _ in range(steps):
        way.append(way[-1] - rate * 2 * A.T @ (A @ way[-1] - y))
    return np.array(way)


def panel(A, way, rate):
    """way: kernels, as seen from the bottom of the bowl"""
    inside = "".join([*rings(A), *path(way * [1, -1] * SIDE / (2 * HALF)), cross()])
    middle = f"{-SIDE / 2:g} {-SIDE / 2:g} {SIDE} {SIDE}"
    window = f'<svg x="1" y="{TOP}" width="{SIDE}" height="{SIDE}" viewBox="{middle}">{inside}</svg>'
    name = text(SIDE / 2, 16, f"η = {number(rate)}" if rate else "", size=15, fill=SOFT)
    axes = text(SIDE - 4, TOP + SIDE - 7, "w₀", size=14, fill=SOFT, anchor="end")
    axes += text(7, TOP + 16, "w₁", size=14, fill=SOFT, anchor="start")
    return Drawing(SIDE + 2, SIDE + TOP + 2, [name, window, rect(1, TOP, SIDE, SIDE, stroke=RULE), axes])


def rings(A):
    """Ellipses: along an eigenvector of the Hessian with eigenvalue λ the loss grows as λ d² / 2."""
    values, vectors = np.linalg.eigh(2 * A.T @ A)
    tilt = -np.degrees(np.arctan2(vectors[1, 0], vectors[0, 0]))
    for level in LEVELS:
        wide, narrow = np.sqrt(2 * level / values) * SIDE / (2 * HALF)
        yield shape("ellipse", rx=wide, ry=narrow, fill="none", stroke=RULE, transform=f"rotate({tilt:.1f})")


def path(places):
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield shape("polyline", points=joined, fill="none", stroke=ACCENT, stroke_width=1.5)
    yield from (shape("circle", cx=float(x), cy=float(y), r=3.0, fill=ACCENT) for x, y in places)
    x, y = (float(p) for p in places[0])
    yield shape("circle", cx=x, cy=y, r=5.0, fill="none", stroke=INK)


def cross():
    return shape("path", d="M-5 0H5M0 -5V5", stroke=INK, stroke_width=1.5)
