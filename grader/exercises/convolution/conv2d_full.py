"""The full convolution, asked for its numbers and for its laws."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question, array, call
from grader.exercises.locality.corr2d import slide, whole
from grader.reference import conv2d_full


def images(rng):
    """A kernel may be larger than the image: either can be slid over the other."""
    return [
        call(np.array([[3.0]]), np.array([[2.0]])),
        call(np.array([[1.0, 2]]), np.array([[1.0, 3]])),
        call(np.array([[1.0], [2]]), np.array([[4.0, 5]])),
        call(whole(rng, 2, 3), whole(rng, 2, 2)),
        call(whole(rng, 4, 3), whole(rng, 1, 3)),
        call(whole(rng, 2, 2), whole(rng, 3, 4)),
        call(rng.integers(0, 9, size=(3, 4)), whole(rng, 2, 2) / 2),
        call(whole(rng, 3, 5), np.zeros((2, 2))),
        call(whole(rng, 5, 6), whole(rng, 3, 2)),
    ]


def unlike(one, other):
    """By how much: whole numbers here, so that what is left of 32-bit floats is rounding."""
    return np.round(one - other, 3)


def laws(rng):
    """Commutes, associates, has an identity, multiplies sums."""
    X, K, L = whole(rng, 3, 4), whole(rng, 2, 3), whole(rng, 1, 2)
    drop = np.zeros((2, 3))
    drop[1, 2] = 1
    return [
        Question(
            lambda f: unlike(array(f(X, K), (4, 6)), array(f(K, X), (4, 6))),
            says="conv2d_full(X, K) - conv2d_full(K, X)",
            shown={"X": X, "K": K},
        ),
        call(X, np.ones((1, 1))),
        call(X, drop),
        Question(
            lambda f: unlike(
                array(f(array(f(X, K), (4, 6)), L), (4, 7)), array(f(X, array(f(K, L), (2, 4))), (4, 7))
            ),
            says="conv2d_full(conv2d_full(X, K), L) - conv2d_full(X, conv2d_full(K, L))",
            shown={"X": X, "K": K, "L": L},
        ),
        Question(lambda f: array(f(X, K)).sum(), says="conv2d_full(X, K).sum()", shown={"X": X, "K": K}),
    ]


def padded(X, K):
    h, w = K.shape
    return np.pad(np.asarray(X, float), ((h - 1, h - 1), (w - 1, w - 1)))


def fits(X, K):
    return all(k <= n for k, n in zip(K.shape, X.shape, strict=True))


def valid(X, K):
    return slide(X, K[::-1, ::-1]) if fits(X, K) else np.zeros((0, 0))


def same(X, K):
    (H, W), (h, w) = X.shape, K.shape
    return conv2d_full(X, K)[(h - 1) // 2 :, (w - 1) // 2 :][:H, :W]


def circular(X, K):
    shape = np.maximum(X.shape, K.shape)
    return np.fft.ifft2(np.fft.fft2(X, shape) * np.fft.fft2(K, shape)).real


def overwritten(X, K):
    Y = np.zeros(np.add(X.shape, K.shape) - 1)
    for i, j in np.ndindex(X.shape):
        Y[i : i + K.shape[0], j : j + K.shape[1]] = X[i, j] * K
    return Y


CONV2D_FULL = Exercise(
    slug="convolution/conv2d_full",
    signature="conv2d_full(X, K)",
    reference=conv2d_full,
    parts=(Part(2, images), Part(2, laws)),
    hints=(
        "One pixel of value 1 sends out K as it is. What does a pixel of value 5 send out, and where to?",
        "The copy of pixel (i, j) covers rows i to i + h − 1 and columns j to j + w − 1 of Y. Copies add up.",
        "Or pad X by h − 1 rows and w − 1 columns of zeros on every side, "
        "and slide the turned kernel over it.",
    ),
    mistakes=(
        Mistake(
            "That is the full cross-correlation. A convolution turns the kernel by 180° first.",
            lambda X, K: slide(padded(X, K), K),
        ),
        Mistake(
            "That is turned by 180°: you slid X over K. Slide the turned K over X.",
            lambda X, K: slide(padded(X, K), K)[::-1, ::-1],
        ),
        Mistake(
            "K is mirrored left to right only. A turn by 180° also puts its last row first.",
            lambda X, K: slide(padded(X, K), K[:, ::-1]),
        ),
        Mistake(
            "K is turned upside down only. A turn by 180° also puts its last column first.",
            lambda X, K: slide(padded(X, K), K[::-1]),
        ),
        Mistake(
            "That is the valid convolution: the window stays inside X. In the full one it may hang over.",
            valid,
        ),
        Mistake(
            "The output is as large as X: its border is cut off. A full one has H + h − 1 rows.",
            same,
        ),
        Mistake(
            "The kernel wraps around: what leaves at one side comes back in at the other. Add room first.",
            circular,
        ),
        Mistake(
            "Where copies of K overlap, only the last one is kept. Add them up with `+=`.",
            overwritten,
        ),
        Mistake(
            "One row and one column too many: the last window still touches X.",
            lambda X, K: np.pad(conv2d_full(X, K), ((0, 1), (0, 1))),
        ),
        Mistake(
            "One row and one column are missing: h and H overlap in H + h − 1 places.",
            lambda X, K: conv2d_full(X, K)[:-1, :-1],
        ),
        Mistake(
            "K is transposed: its rows lie along the rows of X.",
            lambda X, K: conv2d_full(X, K.T),
        ),
        Mistake(
            "The output holds whole numbers only, so the fractions are cut off: "
            "`np.zeros(shape)` has room for them.",
            lambda X, K: np.trunc(conv2d_full(X, K)) if X.dtype.kind == "i" else conv2d_full(X, K),
        ),
    ),
)
