"""A kernel for any direction: graded by its answers, so that every valid design counts."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question, array
from grader.reference import corr2d, edge_kernel
from grader.reference.edges import DOWN, RIGHT


def plane(down, right, level=0.0):
    i, j = np.indices((4, 5))
    return level + down * i + right * j


FLAT = "The numbers of the kernel must add up to 0: a flat image has no edge."
ALONG = "On a ramp that rises by 1 a step along v the answer must be 1."
ACROSS = "On a ramp across v the answer must be 0."
BACK = "On a ramp that rises by 1 a step against v the answer must be minus the length of v."
SLANTED = "On any ramp the answer must be v[0] times its rise down plus v[1] times its rise to the right."
SUM = "The kernels of two directions must add up to the kernel of their sum."


def response(v, X, name, law=""):
    """What the kernel for v answers on X. Any 3×3 kernel with the right answers will do."""
    return Question(
        lambda f: corr2d(X, array(f(v), shape=(3, 3))),
        says=f"corr2d({name}, edge_kernel({v}))",
        shown={name: X},
        law=law,
    )


def slopes(rng):
    down, right, a, b = (int(n) for n in rng.choice([-5, -4, -3, -2, 2, 3, 4, 5], 4))
    return [
        response((0, 1), plane(0, 0, level=5), "flat", FLAT),
        response((0, 1), plane(0, 1), "ramp", ALONG),
        response((1, 0), plane(1, 0), "ramp", ALONG),
        response((1, 0), plane(0, 1), "ramp", ACROSS),
        response((0, -2), plane(0, 1), "ramp", BACK),
        response((down, right), plane(a, b, level=1), "ramp", SLANTED),
        response((0.6, 0.8), plane(a, b), "ramp", SLANTED),
    ]


def sums(rng):
    """Linear in v: the kernels of two directions add up to the kernel of their sum."""
    u, v = rng.integers(-4, 5, (2, 2))
    u, v, both = (tuple(int(n) for n in w) for w in (u, v, u + v))
    return [
        Question(
            lambda f: array(f(both), (3, 3)) - array(f(u), (3, 3)) - array(f(v), (3, 3)),
            says=f"edge_kernel({both}) - edge_kernel({u}) - edge_kernel({v})",
            law=SUM,
        )
    ]


def mix(v, down=DOWN, right=RIGHT):
    return v[0] * down + v[1] * right


PREWITT = np.array([[-1.0, 0, 1]] * 3)
NARROW = np.array([[0.0, 0, 0], [-1, 0, 1], [0, 0, 0]])

EDGE_KERNEL = Exercise(
    slug="kernels/edge_kernel",
    signature="edge_kernel(v)",
    reference=edge_kernel,
    many=True,
    parts=(Part(2, slopes), Part(1, sums)),
    hints=(
        "Start with v = (0, 1), a kernel that looks to the right. Which weights must be negative?",
        "On a ramp that rises by 1 a step, what does your kernel answer? Divide by that number.",
        "Transpose the kernel that looks to the right. How do you mix the two?",
    ),
    mistakes=(
        Mistake(
            "Down and right are swapped: v[0] goes with the kernel that compares rows.",
            lambda v: mix(v, RIGHT, DOWN),
        ),
        Mistake(
            "The sign is turned: where the image gets brighter along v the answer is positive, "
            "so the positive weights are on the far side. [1, −1] does the opposite.",
            lambda v: -mix(v),
        ),
        Mistake(
            "Eight times too much: Sobel adds up 1 + 2 + 1 differences, each over two steps. Divide by 8.",
            lambda v: 8 * mix(v),
        ),
        Mistake(
            "Four times too much: on a ramp two pixels of one row differ by 2. Divide by 8, not by 2.",
            lambda v: 4 * mix(v),
        ),
        Mistake(
            "Twice too much: the pixels that you compare are two steps apart. Divide by 2 as well.",
            lambda v: 2 * mix(v),
        ),
        Mistake(
            "Six times too much: three differences, each over two steps. Divide by 6.",
            lambda v: mix(v, PREWITT.T, PREWITT),
        ),
        Mistake(
            "The length of v is lost: twice as long a v must give twice as large an answer.",
            lambda v: mix(np.array(v) / np.hypot(*v)),
        ),
        Mistake(
            "The sign of v is lost: the opposite direction must give the opposite answer.",
            lambda v: mix(np.abs(v)),
        ),
        Mistake(
            "Only the larger component of v counts in your kernel. A slanting v needs both.",
            lambda v: mix((v[0], 0) if abs(v[0]) > abs(v[1]) else (0, v[1])),
        ),
        Mistake(
            "The weights do not add up to 0: a flat image has no edges, whatever its brightness.",
            lambda v: mix(v) + np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        ),
        Mistake(
            "Two directions do not add up: a part of your kernel is not linear in v, though planes hide it.",
            lambda v: mix(v) + np.hypot(*v) * np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]]),
        ),
    ),
)
