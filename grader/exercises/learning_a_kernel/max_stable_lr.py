"""How long may a step be?"""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.learning_a_kernel.learn_kernel import edge_image
from grader.exercises.locality.corr2d import whole
from grader.reference import max_stable_lr
from grader.reference.learning import windows


def images(rng):
    """Numbers above and below 0: there the row sums of the Hessian no longer tell its largest eigenvalue."""
    return [
        call(np.array([[0.5]]), (1, 1)),
        call(np.array([[0.0, 1, 2]]), (1, 1)),
        call(np.array([[1.0, 0, 0, 2]]), (1, 2)),
        call(edge_image(), (1, 2)),
        call(edge_image(), (3, 3)),
        call(whole(rng, 3, 5), (2, 3)),
        call(rng.normal(size=(6, 4)), (3, 1)),
        call(rng.normal(size=(5, 6)), (2, 2)),
        call(rng.integers(0, 9, size=(4, 7)), (1, 3)),
    ]


def nothing_to_learn(rng):
    return [
        call(np.zeros((3, 4)), (2, 2)),
        call(np.zeros((2, 2)), (1, 1)),
        call(whole(rng, 3, 4), (4, 1)),
        call(whole(rng, 4, 3), (1, 4)),
    ]


def limit(rate, black=np.inf):
    """Another rate, from the eigenvalues of the Hessian, smallest first, and the windows."""

    def answer(X, shape):
        A = windows(X, shape).astype(float)
        return float(rate(np.linalg.eigvalsh(2 * A.T @ A), A)) if A.any() else black

    return answer


def accepts_all(X, shape):
    """Windows that hang over the end, filled up with zeros."""
    more = [(0, max(0, k - n)) for n, k in zip(np.shape(X), shape, strict=True)]
    return max_stable_lr(np.pad(X, more), shape)


def of_the_image(X, shape):
    max_stable_lr(X, shape)
    return float(1 / np.linalg.norm(X, 2) ** 2) if np.any(X) else np.inf


def swapped(X, shape):
    max_stable_lr(X, shape)
    return max_stable_lr(np.transpose(X), shape) if shape[0] <= X.shape[1] and shape[1] <= X.shape[0] else 0.0


MAX_STABLE_LR = Exercise(
    slug="learning-a-kernel/max_stable_lr",
    signature="max_stable_lr(X, shape)",
    reference=max_stable_lr,
    parts=(Part(1, images), Part(1, nothing_to_learn)),
    hints=(
        "Write each window of X as one row of a matrix A. Then X ⋆ K is A @ K.ravel().",
        "The Hessian of the sum of (A k − y)² is 2 AᵀA. It does not depend on Y.",
        "For each eigenvalue λ, a step multiplies a part of the error by 1 − lr·λ. "
        "At which lr does the first factor reach −1?",
    ),
    mistakes=(
        Mistake(
            "That is half the limit: at 1/λ the steepest error is gone in one step. "
            "The factor is −1 only at twice that rate.",
            limit(lambda values, A: 1 / values[-1]),
        ),
        Mistake(
            "That is twice the limit: the Hessian of a sum of squares is 2 AᵀA.",
            limit(lambda values, A: 4 / values[-1]),
        ),
        Mistake(
            "The smallest eigenvalue is the flattest direction. The steepest one diverges first.",
            limit(lambda values, A: 2 / max(values[0], 1e-3)),
        ),
        Mistake(
            "That is the rate at which descent is fastest, a compromise of the steepest "
            "and the flattest direction. Asked is where it ends.",
            limit(lambda values, A: 2 / (values[-1] + max(values[0], 0))),
        ),
        Mistake(
            "You add all eigenvalues up. Only the largest counts.",
            limit(lambda values, A: 2 / values.sum()),
        ),
        Mistake(
            "That takes the largest number on the Hessian's diagonal. "
            "Weights that pull together make a steeper direction than any weight alone.",
            limit(lambda values, A: 1 / (A**2).sum(axis=0).max()),
        ),
        Mistake(
            "The largest row sum is a bound for the largest eigenvalue, not the eigenvalue itself.",
            limit(lambda values, A: 1 / np.abs(A.T @ A).sum(axis=1).max()),
        ),
        Mistake(
            "A singular value of the matrix of windows has to be squared: the Hessian holds A twice.",
            limit(lambda values, A: 1 / np.linalg.norm(A, 2)),
        ),
        Mistake(
            "That is the limit for the mean of the squares. Here they are added up.",
            limit(lambda values, A: 2 * len(A) / values[-1]),
        ),
        Mistake(
            "That is an eigenvalue of X times itself. What counts is the matrix of windows, one row each.",
            of_the_image,
        ),
        Mistake(
            "Height and width of the kernel are swapped: shape is (rows, columns).",
            swapped,
        ),
        Mistake(
            "A black image has no gradient: no rate is too large for it. Return `np.inf`.",
            limit(lambda values, A: 2 / values[-1], black=0.0),
        ),
        Mistake(
            "A kernel that does not fit into X has no windows at all: raise a ValueError.",
            accepts_all,
        ),
    ),
)
