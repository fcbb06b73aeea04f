"""A kernel as a column times a row, where it is one."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question, Wrong, array, call
from grader.reference import separate


def product(K):
    """Any column and row will do whose product is K."""

    def ask(f):
        pair = f(K)
        if pair is None:
            raise Wrong("returned None, but this K is a column times a row")
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise Wrong("should return a pair (u, v), or None")
        return np.outer(array(pair[0]), array(pair[1]))

    return Question(ask, says="np.outer(*separate(K))", shown={"K": K})


SOBEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
LAPLACIAN = np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]])
DOT = np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]])


def splitting(rng):
    return [
        product(np.array([[2.0]])),
        product(np.array([[1.0, 2, 3], [2, 4, 6]])),
        product(SOBEL),
        product(DOT),
        product(np.full((3, 3), 1 / 9)),
        product(np.array([[1.0], [-3], [2]])),  # its largest entry has no like on the diagonal
        product(np.array([[0.0, 0, 0], [-1, 0, -3], [-2, 0, -6]])),  # no positive number, a 0 in the corner
        product(np.outer(rng.normal(size=4), rng.normal(size=3))),
        product(np.outer(rng.normal(size=3), rng.normal(size=5))),
    ]


def not_splitting(rng):
    nearly = np.outer(rng.integers(1, 5, 3), rng.integers(1, 5, 4)).astype(float)
    nearly[1, 2] += 0.5
    return [
        call(np.eye(2)),
        call(LAPLACIAN),
        call(nearly),
        call(rng.normal(size=(4, 3))),
        product(np.zeros((2, 3))),
    ]


def best(K, power=1.0, check=None):
    """The nearest product, by the singular value decomposition; None where `check` says so."""
    if check and not check(K):
        return None
    U, S, Vt = np.linalg.svd(K)
    return U[:, 0] * S[0] ** power, Vt[0]


def singular(K):
    return K.shape[0] != K.shape[1] or abs(np.linalg.det(K)) < 1e-9


def corner(K, exact=False, divide=True):
    u, v = K[:, 0], K[0] / K[0, 0] if divide else K[0]
    same = np.array_equal if exact else np.allclose
    return (u, v) if same(np.outer(u, v), K) or not divide else None


def pivot(K, same=np.array_equal):
    i, j = np.unravel_index(np.abs(K).argmax(), K.shape)
    u, v = K[:, j], K[i] / K[i, j]
    return (u, v) if same(np.outer(u, v), K) else None


SEPARATE = Exercise(
    slug="kernels/separate",
    signature="separate(K)",
    reference=separate,
    many=True,
    parts=(Part(1, splitting), Part(1, not_splitting)),
    hints=(
        "If K is a column times a row, every row of K is a multiple of one row. Which one can you not take?",
        "`U, S, Vt = np.linalg.svd(K)` gives K as a sum of products of columns and rows, the largest first.",
        "Put your u and v together again and compare with K, up to rounding: `np.allclose`.",
    ),
    mistakes=(
        Mistake(
            "Column and row are swapped: first u with one number for each row of K, then v.",
            lambda K: (best(K)[1], best(K)[0]),
        ),
        Mistake(
            "The size is lost: U[:, 0] and Vt[0] both have length 1. Multiply one of them by S[0].",
            lambda K: best(K, power=0),
        ),
        Mistake(
            "The size is counted twice: multiply only one of the two by S[0].",
            lambda K: best(K, power=2),
        ),
        Mistake(
            "There is always a nearest product, but it need not be K. Return None where it is not.",
            best,
        ),
        Mistake(
            "A determinant of 0 says that the rank is below the size, not that it is 1, "
            "and only squares have one.",
            lambda K: best(K, check=singular),
        ),
        Mistake(
            "You divide by the corner K[0, 0], which may be 0. Divide by the largest entry.",
            corner,
        ),
        Mistake(
            "First column times first row counts the corner twice: divide one of them by K[0, 0].",
            lambda K: corner(K, divide=False),
        ),
        Mistake(
            "Rounding makes equal numbers differ in the last digit: compare with `np.allclose`, not `==`.",
            pivot,
        ),
        Mistake(
            "Row sums times column sums is K times the sum of all its weights, which may be 0.",
            lambda K: (K.sum(axis=1), K.sum(axis=0)),
        ),
    ),
)
