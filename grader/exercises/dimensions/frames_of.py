"""The windows of a spectrogram, laid under each other."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import frames_of


def signals(rng):
    """Windows that overlap, touch, and leave gaps; ends that fit and ends that do not."""
    return [
        call(np.array([5.0]), 1, 1),
        call(np.arange(1.0, 6.0), 2, 1),
        call(np.arange(1.0, 8.0), 3, 2),
        call(np.arange(1.0, 9.0), 3, 2),
        call(whole(rng, 10), 4, 4),
        call(whole(rng, 9), 2, 3),
        call(whole(rng, 6), 6, 2),
        call(rng.normal(size=20), 7, int(rng.integers(3, 6))),
    ]


def impossible(rng):
    x = whole(rng, 5)
    return [call(x, 6, 1), call(x, 9, 3), call(x, 2, 0), call(x, 0, 1), call(x, 2, -1)]


def cut(x, size, hop, last=0, start=0):
    """Frames with another number of them, or another beginning; zeros where x has ended."""
    frames_of(x, size, hop)  # refuses
    x = np.concatenate([x, np.zeros(size + hop)])
    number = max((len(x) - 2 * size - hop) // hop + 1 + last, 0)
    return np.array([x[start + i * hop : start + i * hop + size] for i in range(number)]).reshape(-1, size)


def with_the_rest(x, size, hop):
    frames_of(x, size, hop)
    starts = range(0, len(x), hop)
    x = np.concatenate([x, np.zeros(size)])
    return np.array([x[i : i + size] for i in starts])


def in_steps_of(step):
    def answer(x, size, hop):
        frames_of(x, size, hop)
        return frames_of(x, size, step(size))

    return answer


FRAMES_OF = Exercise(
    slug="dimensions/frames_of",
    signature="frames_of(x, size, hop)",
    reference=frames_of,
    parts=(Part(1, signals), Part(1, impossible)),
    hints=(
        "Where does frame i start, and which is the last that fits whole?",
        "It is the rule for steps again: n samples, a window of `size`, in steps of `hop`.",
    ),
    mistakes=(
        Mistake(
            "The frames stand upright: each frame is a row, not a column.",
            lambda x, size, hop: frames_of(x, size, hop).T,
        ),
        Mistake(
            "The last frames run over the end of x and are filled up with zeros. Drop them.",
            with_the_rest,
        ),
        Mistake(
            "The last frame is missing: it may end with the last sample.",
            lambda x, size, hop: cut(x, size, hop, last=-1),
        ),
        Mistake(
            "One frame too many: the last one runs over the end of x.",
            lambda x, size, hop: cut(x, size, hop, last=1),
        ),
        Mistake(
            "The frames start at every sample. From one to the next are `hop` samples.",
            in_steps_of(lambda size: 1),
        ),
        Mistake(
            "The frames lie side by side, whatever hop is. From one to the next are `hop` samples.",
            in_steps_of(lambda size: size),
        ),
        Mistake(
            "The first sample is left out: the first frame starts at index 0.",
            lambda x, size, hop: cut(x, size, hop, start=1),
        ),
        Mistake(
            "Each frame is turned around: its samples stand in the order in which they came.",
            lambda x, size, hop: frames_of(x, size, hop)[:, ::-1],
        ),
    ),
)
