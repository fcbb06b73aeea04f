"""Blur first, then keep every second sample."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import blur_pool


def signals(rng):
    """Odd lengths too: on a ring each sample has two neighbours."""
    return [
        call(np.array([4.0, 0, 0, 0])),
        call(np.array([0.0, 4, 0, 0])),
        call(np.array([0, 0, 1, 1, 0, 0, 1, 1])),
        call(np.array([0.0, 0, 0, 0, 0, 4])),
        call(whole(rng, 6)),
        call(whole(rng, 7)),
        call(rng.normal(size=10)),
        call(np.array([8.0, 0, 0])),
    ]


def blur(x, weights=(0.25, 0.5, 0.25), shift=0, mode="wrap"):
    padded = np.pad(np.asarray(x, float), 1, mode=mode)
    return np.roll(np.convolve(padded, weights, "valid"), shift)


BLUR_POOL = Exercise(
    slug="pooling/blur_pool",
    signature="blur_pool(x)",
    reference=blur_pool,
    parts=(Part(2, signals),),
    hints=(
        "`np.roll(x, 1)` holds each sample's left neighbour, `np.roll(x, -1)` its right one.",
        "Blur the whole signal; keep every second sample only then.",
    ),
    mistakes=(
        Mistake(
            "Nothing is blurred: that is every second sample as it was.",
            lambda x: np.asarray(x, float)[::2],
        ),
        Mistake(
            "You drop every second sample first: then the blur cannot see it any more. Blur first.",
            lambda x: blur(np.asarray(x)[::2]),
        ),
        Mistake(
            "That is blurred, but nothing is dropped: keep samples 0, 2, 4 and so on.", lambda x: blur(x)
        ),
        Mistake("Those are samples 1, 3, 5, … Start with sample 0.", lambda x: blur(x)[1::2]),
        Mistake(
            "There are zeros beyond the ends. On a ring the last sample is the first one's neighbour.",
            lambda x: blur(x, mode="constant")[::2],
        ),
        Mistake(
            "Beyond the ends the edge is repeated. On a ring the last sample is the first one's neighbour.",
            lambda x: blur(x, mode="edge")[::2],
        ),
        Mistake(
            "The window is not centred: it starts at the sample. The weight ½ belongs on the sample itself.",
            lambda x: blur(x, shift=-1)[::2],
        ),
        Mistake(
            "The window is not centred: it ends at the sample. The weight ½ belongs on the sample itself.",
            lambda x: blur(x, shift=1)[::2],
        ),
        Mistake(
            "Four times too large: the weights ¼ ½ ¼ add up to 1.",
            lambda x: blur(x, (1, 2, 1))[::2],
        ),
        Mistake(
            "All three weights are equal. The middle one is twice as large as the others.",
            lambda x: blur(x, (1 / 3,) * 3)[::2],
        ),
        Mistake(
            "That is the mean of two neighbours. Three samples take part: ¼ ½ ¼.",
            lambda x: blur(x, (0, 0.5, 0.5))[::2],
        ),
        Mistake(
            "That is the mean of two neighbours. Three samples take part: ¼ ½ ¼, the left one too.",
            lambda x: blur(x, (0.5, 0.5, 0))[::2],
        ),
        Mistake(
            "That is max-pooling. Take the weighted mean of three neighbours.",
            lambda x: np.maximum(x, np.roll(x, -1))[::2],
        ),
    ),
)
