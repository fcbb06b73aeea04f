"""Does the image tell the kernel?"""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.learning_a_kernel.learn_kernel import edge_image
from grader.exercises.locality.corr2d import whole
from grader.reference import identifiable
from grader.reference.learning import windows


def dealt(cases, rng):
    """In any order, some again: neither a counter nor a count of the true ones gets through."""
    again = rng.integers(len(cases), size=rng.integers(2, 6))
    return [call(*cases[n]) for n in rng.permutation([*range(len(cases)), *again])]


def dot(shape, row=2, column=3):
    """One bright pixel: in the middle every weight meets it once, in a corner only one does."""
    X = np.zeros((5, 7))
    X[row, column] = 1
    return X, shape


def plain_cases(rng):
    level = float(rng.integers(1, 9))
    return dealt(
        [
            (np.full((3, 4), level), (1, 1)),
            (np.full((3, 4), level), (1, 2)),
            (np.full((5, 4), level), (3, 2)),
            (np.zeros((3, 3)), (1, 1)),
            (edge_image(), (1, 2)),
            (edge_image(), (1, 3)),
            (edge_image(), (3, 3)),
            (edge_image(), (2, 1)),
            (edge_image().T, (2, 1)),
            (edge_image().T, (1, 2)),
            (rng.normal(size=(6, 7)), (3, 3)),
            (rng.normal(size=(5, 8)), (2, 3)),
            (whole(rng, 2, 9), (1, 2)),
            (rng.normal(size=(3, 3)), (3, 2)),
            dot((1, 2), 0, 0),
        ],
        rng,
    )


def close_calls(rng):
    """Many different windows of low rank; a single dot, which tells all; fewer windows than weights."""
    i, j = np.indices((7, 8))
    down, right = rng.integers(1, 9, 2)
    return dealt(
        [
            (down * i + right * j, (2, 2)),
            (down * i + right * j, (1, 2)),
            (0.1 * i * j + 0.7, (3, 2)),
            ((i + j) % 2, (2, 2)),
            ((i + j) % 2, (1, 2)),
            (np.cos(0.5 * j + 0.1), (1, 3)),
            (np.cos(0.5 * j + 0.1), (1, 2)),
            dot((2, 3)),
            dot((3, 3)),
            (rng.normal(size=(3, 3)), (2, 3)),
            (rng.normal(size=(3, 4)), (2, 3)),
            (rng.normal(size=(1, 5)), (1, 3)),
            (rng.normal(size=(3, 5)), (2, 3)),  # exactly as many windows as weights, and not in one row
            (np.outer(rng.normal(size=7), rng.normal(size=8)), (2, 2)),
            (whole(rng, 3, 4), (4, 1)),
            (whole(rng, 4, 3), (1, 4)),
        ],
        rng,
    )


def rule(says):
    """Another rule, from the matrix of windows."""
    return lambda X, shape: bool(says(windows(X, shape)))


def of_the_image(X, shape):
    windows(X, shape)
    return bool(np.linalg.matrix_rank(X) == min(np.shape(X)))


def ranks_enough(X, shape):
    windows(X, shape)
    return bool(np.linalg.matrix_rank(X) >= max(shape))


def swapped(X, shape):
    A = windows(X, shape)
    turned = np.transpose(X)
    if any(k > n for k, n in zip(shape, turned.shape, strict=True)):
        return False
    return bool(np.linalg.matrix_rank(windows(turned, shape)) == A.shape[1])


def forgiving(X, shape):
    try:
        return identifiable(X, shape)
    except ValueError:
        return False


IDENTIFIABLE = Exercise(
    slug="learning-a-kernel/identifiable",
    signature="identifiable(X, shape)",
    reference=identifiable,
    parts=(Part(1, plain_cases), Part(1, close_calls)),
    hints=(
        "Two kernels make the same output if their difference makes an output of zeros.",
        "Write each window of X as one row of a matrix. When does only 0 solve A k = 0?",
        "`np.linalg.matrix_rank` says how many windows are independent of one another. How many weights are "
        "there?",
    ),
    mistakes=(
        Mistake("That says True to every image. Stripes leave some weights open.", rule(lambda A: True)),
        Mistake("That says False to every image. Noise tells all weights.", rule(lambda A: False)),
        Mistake(
            "It is the other way round: True where X tells all weights.",
            rule(lambda A: np.linalg.matrix_rank(A) != A.shape[1]),
        ),
        Mistake(
            "Enough windows are not enough: many may say the same. How many are independent?",
            rule(lambda A: len(A) >= A.shape[1]),
        ),
        Mistake(
            "Enough different windows are not enough: one may be the sum of others. "
            "How many are independent?",
            rule(lambda A: len(np.unique(A.round(9), axis=0)) >= A.shape[1]),
        ),
        Mistake(
            "All windows may be independent, and yet too few: there must be as many as weights.",
            rule(lambda A: np.linalg.matrix_rank(A) == min(A.shape)),
        ),
        Mistake(
            "A determinant that should be 0 comes out as a tiny number. Ask for the rank.",
            rule(lambda A: np.linalg.det(A.T @ A) != 0),
        ),
        Mistake(
            "It takes more than an image that is not constant: stripes leave a 3 × 3 kernel open.",
            rule(lambda A: np.ptp(A) > 0),
        ),
        Mistake(
            "It takes more than an image that is not black.",
            rule(lambda A: A.any()),
        ),
        Mistake(
            "It is not enough that each weight has met a pixel that is not 0. "
            "Two weights may meet the same ones always.",
            rule(lambda A: A.any(axis=0).all()),
        ),
        Mistake(
            "That is the rank of the image. What counts is the rank of its windows, one row each.",
            of_the_image,
        ),
        Mistake(
            "That compares the rank of the image with the sides of the kernel. "
            "What counts is the rank of its windows, one row each.",
            ranks_enough,
        ),
        Mistake(
            "Height and width of the kernel are swapped: shape is (rows, columns).",
            swapped,
        ),
        Mistake(
            "A kernel that does not fit into X is no answer of its own: raise a ValueError.",
            forgiving,
        ),
    ),
)
