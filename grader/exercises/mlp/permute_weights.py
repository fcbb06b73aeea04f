"""Weights that follow shuffled inputs."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import permute_weights


def weights(rng, m, n):
    """Whole numbers, all different, so that every misplaced column shows."""
    return rng.permutation(m * n).reshape(m, n).astype(float)


def cycle(rng, n):
    """One round through all places: for n > 2 never its own inverse."""
    order = rng.permutation(n)
    perm = np.empty(n, dtype=int)
    perm[order] = np.roll(order, 1)
    return perm


def shuffles(rng):
    return [
        call(np.array([[1.0, 2, 3]]), np.array([1, 2, 0])),
        call(weights(rng, 3, 3), cycle(rng, 3)),
        call(weights(rng, 2, 4), cycle(rng, 4)),
        call(weights(rng, 4, 5), rng.permutation(5)),
        call(weights(rng, 5, 1), np.array([0])),
        call(np.zeros((2, 3)), np.array([2, 0, 1])),
        call(weights(rng, 2, 3) / 4, cycle(rng, 3)),
    ]


def not_permutations(rng):
    return [
        call(weights(rng, 2, 3), np.array([0, 1])),
        call(weights(rng, 2, 3), np.array([0, 1, 1])),
        call(weights(rng, 2, 3), np.array([0, 1, 2, 0])),
        call(weights(rng, 2, 3), np.array([-1, 0, 1])),
        call(weights(rng, 2, 3), np.array([0, 1, 3])),
        call(weights(rng, 2, 3), np.array([1, 2, 3])),
        call(weights(rng, 3, 3), np.array([0, 0, 3])),
        call(weights(rng, 3, 2), np.array([0, 1, 2])),
    ]


PERMUTE_WEIGHTS = Exercise(
    slug="mlp/permute_weights",
    signature="permute_weights(W, perm)",
    reference=permute_weights,
    parts=(Part(3, shuffles), Part(1, not_permutations)),
    hints=(
        "x[perm] has at place j the number that stood at place perm[j]. Which column of W must meet it?",
        "Try W = [[1, 2, 3]] and perm = [1, 2, 0] by hand, with x = [10, 20, 30].",
        "A permutation names each of 0, 1, …, n − 1 once: what does `sorted` make of it?",
    ),
    mistakes=(
        Mistake(
            "That is the inverse: column j went to place perm[j]. It must come *from* there, as in x[perm].",
            lambda W, perm: W[:, np.argsort(perm)],
        ),
        Mistake(
            "The rows are shuffled. A row is an output; the inputs are the columns.",
            lambda W, perm: W[perm % len(W)],
        ),
        Mistake(
            "The weights have not moved. After shuffling, each column meets another input.",
            lambda W, perm: W,
        ),
        Mistake(
            "The result is transposed: W has a row for each output, and so has the answer.",
            lambda W, perm: W[:, perm].T,
        ),
        Mistake(
            "The columns are shuffled twice.",
            lambda W, perm: W[:, perm][:, perm],
        ),
        Mistake(
            "The columns are shuffled back to front: perm[0] belongs to column 0.",
            lambda W, perm: W[:, perm[::-1]],
        ),
    ),
)
