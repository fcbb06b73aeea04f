"""The shortest kernel for a derivative of any order."""

from math import factorial

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question, array
from grader.reference import derivative_kernel


def powers(d, start):
    """The answers to 1, x, …, x^d. Their sign is left open: [1, −1] is as good as [−1, 1]."""
    x = np.arange(start, start + d + 1.0)
    return Question(
        lambda f: np.abs([array(f(d), shape=(d + 1,)) @ x**m for m in range(d + 1)]),
        says=f"[abs(derivative_kernel({d}) @ x**m) for m in range({d + 1})]",
        shown={"x": x},
        law=tuple(law(m, d) for m in range(d + 1)),
    )


def law(m, d):
    if m == d:
        return (
            f"For x^{d} it must give {d}! = {factorial(d)}."
            if d
            else "Order 0 must leave a constant as it is."
        )
    return f"For x^{m} it must give 0." if m else "Its numbers must add up to 0: a constant does not change."


def low_orders(rng):
    """Each twice and in any order, for the number of the call must not tell d."""
    return [powers(int(d), 1.0) for d in rng.permutation([0, 0, 1, 1, 2, 2])]


def any_order(rng):
    return [powers(int(d), float(rng.integers(-3, 4))) for d in rng.permutation([3, 3, 4, 4, 6])]


def smooth_differences(d):
    k = np.ones(1)
    for _ in range(d):
        k = np.convolve(k, [-0.5, 0, 0.5])
    return k


DERIVATIVE_KERNEL = Exercise(
    slug="kernels/derivative_kernel",
    signature="derivative_kernel(d)",
    reference=derivative_kernel,
    many=True,
    parts=(Part(1, low_orders), Part(1, any_order)),
    hints=(
        "Take the derivative twice: slide [−1, 1] over the kernel [−1, 1].",
        "`np.convolve(a, b)` gives the one kernel that does what a and b do one after the other.",
    ),
    mistakes=(
        Mistake(
            "That is the kernel of the first derivative for every d. Apply it d times.",
            lambda d: np.array([-1.0, 1.0]),
        ),
        Mistake(
            "The signs are missing: they alternate. Without them a constant does not give 0.",
            lambda d: np.abs(derivative_kernel(d)),
        ),
        Mistake(
            "That is the derivative of the next order: d differences are enough.",
            lambda d: derivative_kernel(d + 1),
        ),
        Mistake(
            "That is the derivative of the order before: take one more difference.",
            lambda d: derivative_kernel(max(d - 1, 0)),
        ),
        Mistake(
            "It works, but is not the shortest: one step between pixels needs d + 1 weights, not 2d + 1.",
            smooth_differences,
        ),
        Mistake(
            "That is divided by d!: it gives the coefficient of x^d, not the derivative.",
            lambda d: derivative_kernel(d) / factorial(d),
        ),
        Mistake(
            "That is scaled so that the weights have size 1. Differences need no scaling.",
            lambda d: derivative_kernel(d) / np.abs(derivative_kernel(d)).sum(),
        ),
        Mistake(
            "Alternating ones are not enough: from d = 2 on the middle weights are larger, as in binomials.",
            lambda d: (-1.0) ** np.arange(d + 1),
        ),
        Mistake(
            "That is right up to the second derivative. Each order beyond it needs one more weight.",
            lambda d: derivative_kernel(min(d, 2)),
        ),
    ),
)
