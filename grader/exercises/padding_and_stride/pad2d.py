"""Four kinds of border."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import pad2d
from grader.reference.padding import MODES, both


def borders(rng):
    """As far as each may go, and with nothing to do."""
    return [
        call(np.array([[5.0]]), 1),
        call(np.array([[1.0, 2, 3]]), (0, 2), "reflect"),
        call(np.array([[1.0, 2, 3]]), (0, 2), "circular"),
        call(np.array([[1.0, 2, 3]]), (0, 2), "edge"),
        call(whole(rng, 2, 3), 0, "circular"),
        call(whole(rng, 2, 3), (2, 1)),
        call(whole(rng, 3, 4), 2, "reflect"),
        call(whole(rng, 2, 4), (1, 3), "reflect"),
        call(whole(rng, 2, 3), (2, 3), "circular"),
        call(whole(rng, 3, 2), (1, 4), "edge"),
        call(rng.integers(1, 9, size=(2, 3)), (3, 1), "zero"),
        call(np.array([[1.5, -2.0]]), (4, 0), mode="edge"),
    ]


def impossible(rng):
    X = whole(rng, 2, 3)
    return [
        call(X, 2, "reflect"),
        call(X, (0, 3), "reflect"),
        call(X, (3, 0), "circular"),
        call(X, (1, 4), "circular"),
        call(X, -1),
        call(X, (0, -1), "edge"),
        call(X, 1, "wrap"),
    ]


def with_modes(change, **modes):
    """np.pad under other names of modes, with another border."""

    def answer(X, p, mode="zero"):
        pad2d(X, p, mode)  # refuses
        (top, bottom), (left, right) = change(both(p))
        return np.pad(X, ((top, bottom), (left, right)), mode=(MODES | modes)[mode])

    return answer


def twice(sides):
    return [(side, side) for side in sides]


def as_numpy_does(X, p, mode="zero"):
    """np.pad goes on reflecting and repeating for ever."""
    if mode not in MODES or min(both(p)) < 0:
        raise ValueError("no such border")
    return np.pad(X, twice(both(p)), mode=MODES[mode])


def negative_accepted(X, p, mode="zero"):
    down, right = both(p)
    return pad2d(X, (max(down, 0), max(right, 0)), mode)


PAD2D = Exercise(
    slug="padding-and-stride/pad2d",
    signature='pad2d(X, p, mode="zero")',
    reference=pad2d,
    parts=(Part(1, borders), Part(1, impossible)),
    hints=(
        "NumPy has all four: `np.pad`, under other names. Which of its two mirrors leaves the edge out?",
        "`np.pad` takes ((above, below), (left, right)).",
        "A mirror of n pixels shows n − 1 others. What does np.pad do beyond that?",
    ),
    mistakes=(
        Mistake(
            '"reflect" mirrors at the last pixel itself, which is not repeated. Yours mirrors behind it.',
            with_modes(twice, reflect="symmetric"),
        ),
        Mistake(
            '"reflect" and "edge" are two things: a mirror image, and the last pixel again and again.',
            with_modes(twice, reflect="edge"),
        ),
        Mistake(
            '"circular" repeats the image, it does not mirror it: '
            "to the right of the last pixel stands the first.",
            with_modes(twice, circular="symmetric"),
        ),
        Mistake(
            "There are zeros in every mode: `mode` is not looked at.",
            with_modes(twice, reflect="constant", circular="constant", edge="constant"),
        ),
        Mistake(
            "Down and right are swapped: p = (down, right) pads above and below by its first number.",
            with_modes(lambda sides: twice(sides[::-1])),
        ),
        Mistake(
            "Only the right and the bottom are padded. The border goes all round.",
            with_modes(lambda sides: [(0, side) for side in sides]),
        ),
        Mistake(
            "Only the left and the top are padded. The border goes all round.",
            with_modes(lambda sides: [(side, 0) for side in sides]),
        ),
        Mistake(
            "p is shared between two sides. Each side gets p.",
            with_modes(lambda sides: [(side // 2, side - side // 2) for side in sides]),
        ),
        Mistake(
            "`np.pad` never runs out: it reflects the reflection. "
            "Refuse a border wider than there is image for.",
            as_numpy_does,
        ),
        Mistake(
            "A border of less than nothing is no border of 0: refuse it with a ValueError.",
            negative_accepted,
        ),
    ),
)
