"""Find the one kernel in a tensor of shared weights."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import extract_kernel


def shared(V):
    """The tensor whose weights depend on the offset alone."""
    H, W = (n // 2 + 1 for n in V.shape)
    i, j, k, l = np.indices((H, W, H, W))
    return V[k - i + H - 1, l - j + W - 1]


def kernel(rng, H, W):
    return rng.permutation((2 * H - 1) * (2 * W - 1)).reshape(2 * H - 1, 2 * W - 1) + 1.0


def repeating(rng):
    sizes = [(1, 1), (1, 2), (2, 2), (2, 3), (4, 3)]
    return [*(call(shared(kernel(rng, H, W))) for H, W in sizes), call(-shared(kernel(rng, 2, 2)))]


def not_repeating(rng):
    one_off, last_off = shared(kernel(rng, 2, 2)), shared(kernel(rng, 2, 3))
    one_off[1, 1, 1, 1] += 1
    last_off[1, 2, 1, 1] -= 2
    nearly, opposite = shared(kernel(rng, 2, 2)), shared(kernel(rng, 2, 2))
    nearly[0, 0, 0, 0] += 0.01
    opposite[1, 0, 1, 1] *= -1
    lonely = np.zeros((2, 2, 2, 2))
    lonely[1, 1, 1, 1] = 1
    later_row, later_column = shared(kernel(rng, 3, 1)), shared(kernel(rng, 1, 3))
    later_row[2, 0, 1, 0] += 1  # unit (0, 0) has no such offset
    later_column[0, 2, 0, 1] += 1
    tries = [one_off, last_off, rng.normal(size=(2, 2, 2, 2))]
    tries += [nearly, opposite, lonely, later_row, later_column]
    return [*map(call, tries), call(np.zeros((2, 2, 2, 2)))]


def collect(
    W4, offset=lambda a, b: (a, b), units=None, combine=lambda old, new: new, size=lambda H, W: (H, W)
):
    """All weights filed by offset, with one thing to get wrong."""
    H, W = W4.shape[:2]
    rows, columns = size(H, W)
    V = np.zeros((2 * rows - 1, 2 * columns - 1))
    for i, j, k, l in np.ndindex(W4.shape):
        if units is None or (i, j) in units(H, W):
            a, b = offset(k - i, l - j)
            V[a + rows - 1, b + columns - 1] = combine(V[a + rows - 1, b + columns - 1], W4[i, j, k, l])
    return V


EXTRACT_KERNEL = Exercise(
    slug="translation-invariance/extract_kernel",
    signature="extract_kernel(W4)",
    reference=extract_kernel,
    parts=(Part(1, repeating), Part(1, not_repeating)),
    hints=(
        "The offset of a weight is (k − i, l − j): pixel minus unit. From what to what does it run?",
        "Offsets may be negative, places in an array may not: file offset a at place a + H − 1.",
        "A second weight with an offset that you already have: what must it be?",
    ),
    mistakes=(
        Mistake(
            "Your kernel is turned by 180°. An offset is pixel minus unit: k − i, not i − k.",
            lambda W4: collect(W4, offset=lambda a, b: (-a, -b)),
        ),
        Mistake(
            "Rows and columns are swapped: offsets downwards come first.",
            lambda W4: collect(W4, offset=lambda a, b: (b, a), size=lambda H, W: (W, H)),
        ),
        Mistake(
            "Those are the weights of unit (0, 0) alone, and it sees no pixel above it or to its left.",
            lambda W4: W4[0, 0],
        ),
        Mistake(
            "The negative offsets are empty: unit (0, 0) has none. Go through all units.",
            lambda W4: collect(W4, units=lambda H, W: [(0, 0)]),
        ),
        Mistake(
            "The far offsets are empty: the unit in the middle does not reach them. Go through all units.",
            lambda W4: collect(W4, units=lambda H, W: [(H // 2, W // 2)]),
        ),
        Mistake(
            "The weights of one offset are added up. They are one and the same weight: keep one of them.",
            lambda W4: collect(W4, combine=lambda old, new: old + new),
        ),
        Mistake(
            "The mean hides the difference: where two weights of one offset differ, raise ValueError.",
            lambda W4: (
                collect(W4, combine=lambda old, new: old + new) / collect(np.ones(W4.shape), combine=np.add)
            ),
        ),
        Mistake(
            "Nothing is compared: the last weight of an offset wins. Where two differ, raise ValueError.",
            collect,
        ),
        Mistake(
            "Nothing is compared: the first weight of an offset wins. Where two differ, raise ValueError.",
            lambda W4: collect(W4, combine=lambda old, new: old or new),
        ),
    ),
)
