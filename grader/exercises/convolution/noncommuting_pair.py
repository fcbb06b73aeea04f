"""Two signals whose cross-correlations differ: any such pair is right."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question, Wrong, array
from grader.checks.values import shape_of, unpacked
from grader.reference import corr1d_full, noncommuting_pair

LONGEST = 8
DIFFER, ALL_ZERO, SINGLE, SAME, MULTIPLE, MIRRORED, PALINDROMES, EVEN = range(8)


def kind(f):
    """What can be said of the pair that f returns; DIFFER is what is wanted."""
    pair = unpacked(f())
    if pair is None or len(pair) != 2:
        raise Wrong("should return two sequences in a tuple: `return f, g`")
    one, two = (sequence(value, name) for value, name in zip(pair, "fg", strict=True))
    (ours, first), (theirs, other) = corr1d_full(one, two), corr1d_full(two, one)
    if first != other or not np.allclose(ours, theirs):
        return DIFFER
    return why_they_commute(one, two)


def sequence(value, name):
    try:
        found = array(value)
    except Wrong as reason:
        raise Wrong(f"{reason}, for {name}") from None
    if found.ndim != 1 or not 1 <= len(found) <= LONGEST or not np.isfinite(found).all():
        got = "infinity or nan" if found.ndim == 1 and 1 <= len(found) <= LONGEST else described(found)
        raise Wrong(f"should give a row of 1 to {LONGEST} numbers for {name}, got {got}")
    return found.astype(float)


def described(found):
    return f"{len(found)} numbers" if found.ndim == 1 else shape_of(found)


def why_they_commute(f, g):
    """The simplest reason. f ⋆ g is even, and of f and g is known no more than that."""
    if not (f.any() and g.any()):
        return ALL_ZERO
    if len(f) == len(g) == 1:
        return SINGLE
    if np.array_equal(f, g):
        return SAME
    if len(f) == len(g) and np.linalg.matrix_rank([f, g]) == 1:
        return MULTIPLE
    if all(np.array_equal(x, x[::-1]) for x in (f, g)):
        return PALINDROMES
    return EVEN


def a_pair(rng):
    """Asked more than once: a pair that is drawn anew each time must be right each time."""
    return [Question(kind, says="noncommuting_pair()")] * 3


NONCOMMUTING_PAIR = Exercise(
    slug="convolution/noncommuting_pair",
    signature="noncommuting_pair()",
    reference=noncommuting_pair,
    many=True,
    parts=(Part(2, a_pair),),
    hints=(
        "Compute both correlations of a pair with the cell below the task. Is f ⋆ g symmetric about n = 0?",
        "Both start at position 0. Try two numbers each, and make sure that nothing is symmetric.",
    ),
    mistakes=(
        Mistake(
            "One of them is all zeros, so both correlations are 0 everywhere. Use other numbers.",
            lambda: ([0, 0], [1, 2]),
        ),
        Mistake(
            "Two single numbers have one product, and it is the same both ways. Take longer signals.",
            lambda: ([2], [3]),
        ),
        Mistake(
            "f and g are the same, so swapping them changes nothing. Choose two different signals.",
            lambda: ([1, 2, 3], [1, 2, 3]),
        ),
        Mistake(
            "One is a multiple of the other: both correlations are the same multiple of f ⋆ f, "
            "which is even.",
            lambda: ([1, 2], [2, 4]),
        ),
        Mistake(
            "Both read the same forwards and backwards and are equally long, so f ⋆ g mirrors itself. "
            "Break the symmetry of one.",
            lambda: ([1, 2, 1], [3, 0, 3]),
        ),
        Mistake(
            "f ⋆ g is the same at n and −n here, so it equals g ⋆ f. Change one number and look again.",
            lambda: ([1, 4, 5, 2], [3, 6, 3, 6]),
        ),
    ),
)
