"""A kernel that does nothing but wait."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import delay_kernel


def delays(rng):
    n, c = int(rng.integers(3, 9)), int(rng.integers(3, 9))
    return [
        call(0, 1),
        call(0, 5),
        call(1, 1),
        call(2, 2),
        call(n, -c),
        call(n - 1, c),
        call(3, 0.5),
        call(2, 0),
    ]


def futures(rng):
    return [call(-1, 1), call(-int(rng.integers(2, 9)), 2)]


def at(n, c, place, length=None):
    """Zeros, and c in one place."""
    k = np.zeros(max(n + 1 if length is None else length, 0))
    if len(k):
        k[place] = c
    return refusing(n, k)


def refusing(n, k):
    if n < 0:
        raise ValueError("no delay")
    return k


DELAY_KERNEL = Exercise(
    slug="convolution/delay_kernel",
    signature="delay_kernel(n, c)",
    reference=delay_kernel,
    parts=(Part(1, delays), Part(1, futures)),
    hints=(
        "Convolve [5, 7] with [0, 0, 1] by hand. Which kernel leaves a signal as it is?",
        "Every sample sends out a copy of the kernel. Where must the one weight stand that is not 0?",
    ),
    mistakes=(
        Mistake(
            "The weight stands first, so nothing is late: put it n places further back.",
            lambda n, c: at(n, c, 0),
        ),
        Mistake(
            "One sample too early: a delay by n leaves n zeros in front of the weight.",
            lambda n, c: at(n, c, -1, n),
        ),
        Mistake(
            "One sample too late: the first weight of a kernel stands at delay 0.",
            lambda n, c: at(n, c, -1, n + 2),
        ),
        Mistake(
            "Zeros behind the weight do nothing. The shortest kernel has n + 1 weights.",
            lambda n, c: np.append(at(n, c, -1), 0),
        ),
        Mistake("It is late enough, but not c times as large.", lambda n, c: at(n, 1, -1)),
        Mistake(
            "All weights are c: that adds up the last n + 1 samples. One weight is enough.",
            lambda n, c: refusing(n, np.full(max(n + 1, 0), float(c))),
        ),
        Mistake(
            "The signal itself still comes through, with the late one as its echo. Keep the late one only.",
            lambda n, c: at(n, c, -1) + at(n, 1, 0) * (n > 0),
        ),
        Mistake(
            "That divides by c: the copy must be c times as large.",
            lambda n, c: at(n, 1 / c if c else 0, -1),
        ),
        Mistake(
            "The fractions of c are cut off: your kernel holds whole numbers only.",
            lambda n, c: at(n, int(c), -1),
        ),
    ),
)
