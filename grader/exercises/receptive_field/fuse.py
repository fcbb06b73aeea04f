"""Two linear layers are one."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import conv2d_full, fuse


def pairs(rng):
    """Never alike, never symmetric: there turning one of them would not be seen."""
    return [
        call(np.array([[2.0]]), np.array([[3.0]])),
        call(np.array([[1.0, 1]]), np.array([[1.0, -1]])),
        call(np.array([[1.0, 2]]), np.array([[1.0, 3]])),
        call(whole(rng, 1, 3), whole(rng, 2, 1)),
        call(whole(rng, 2, 3), whole(rng, 3, 2)),
        call(whole(rng, 3, 3), whole(rng, 3, 3)),
        call(rng.normal(size=(2, 4)), rng.normal(size=(3, 2))),
        call(whole(rng, 1, 4), whole(rng, 1, 2)),
    ]


def padded(K, by):
    h, w = by
    return np.pad(K, [(h - 1, h - 1), (w - 1, w - 1)])


def of_one_size(combine):
    """On the larger of both sizes, with zeros behind."""

    def answer(K1, K2):
        size = np.maximum(K1.shape, K2.shape)
        one, two = (np.pad(K, [(0, m - n) for m, n in zip(size, K.shape, strict=True)]) for K in (K1, K2))
        return combine(one, two)

    return answer


def same_size(K1, K2):
    down, right = ((k - 1) // 2 for k in K2.shape)
    return conv2d_full(K1, K2)[down : down + K1.shape[0], right : right + K1.shape[1]]


def overwritten(K1, K2):
    """Copies laid over one another."""
    (h, w), (m, n) = K1.shape, K2.shape
    K = np.zeros((h + m - 1, w + n - 1))
    for a, b in np.ndindex(h, w):
        K[a : a + m, b : b + n] = K1[a, b] * K2
    return K


FUSE = Exercise(
    slug="receptive-field/fuse",
    signature="fuse(K1, K2)",
    reference=fuse,
    parts=(Part(2, pairs),),
    hints=(
        "How far does the output of both layers see? That is the size of the one kernel.",
        "Weight (c, d) of K2 looks at one number between the layers. "
        "Weight (a, b) of K1 had a part in it. Which pixel was that?",
        "Places add up, weights multiply, and products for the same place are added.",
    ),
    mistakes=(
        Mistake(
            "One of the two is turned by 180°: places add up, (a, b) + (c, d).",
            lambda K1, K2: conv2d_full(K1, np.asarray(K2)[::-1, ::-1]),
        ),
        Mistake(
            "The kernel comes out turned by 180°: place (0, 0) holds the product of the two first weights.",
            lambda K1, K2: conv2d_full(K1, K2)[::-1, ::-1],
        ),
        Mistake(
            "The first of the two is turned by 180°: places add up, (a, b) + (c, d).",
            lambda K1, K2: conv2d_full(np.asarray(K1)[::-1, ::-1], K2),
        ),
        Mistake(
            "Weights are multiplied place by place. Each of K1 meets each of K2.",
            of_one_size(lambda one, two: one * two),
        ),
        Mistake(
            "Kernels one after the other do not add up: that is what two layers side by side do.",
            of_one_size(lambda one, two: one + two),
        ),
        Mistake(
            "Only places where K2 lies inside K1 are kept. The one kernel is larger than either.",
            same_size,
        ),
        Mistake(
            "Each weight of one is laid beside a whole copy of the other. The copies overlap: add them up.",
            lambda K1, K2: np.kron(K1, K2),
        ),
        Mistake(
            "The second kernel is transposed: its rows lie along the rows of the first.",
            lambda K1, K2: conv2d_full(K1, np.transpose(K2)),
        ),
        Mistake(
            "Where products meet in one place, the last one is kept. Add them up.",
            overwritten,
        ),
    ),
)
