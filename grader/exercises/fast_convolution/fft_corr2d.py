"""The sliding window by way of frequencies."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import corr2d, fft_corr2d


def images(rng):
    """Odd and even sizes, results below 0, kernels that are not symmetric."""
    return [
        call(np.array([[3.0]]), np.array([[2.0]])),
        call(np.array([[1.0, 2, 4]]), np.array([[1.0, -1]])),
        call(np.arange(9.0).reshape(3, 3), np.arange(4.0).reshape(2, 2)),
        call(whole(rng, 2, 5), whole(rng, 1, 3)),
        call(whole(rng, 5, 3), whole(rng, 3, 2)),
        call(rng.normal(size=(4, 6)), rng.normal(size=(2, 3))),
        call(rng.integers(0, 9, size=(6, 5)), rng.integers(1, 9, size=(3, 3))),
    ]


def to_the_edge(rng):
    """As large as the image in one direction or both; larger."""
    return [
        call(whole(rng, 3, 2), whole(rng, 3, 2)),
        call(whole(rng, 4, 3), whole(rng, 1, 3)),
        call(whole(rng, 2, 5), whole(rng, 2, 4)),
        call(whole(rng, 2, 3), whole(rng, 3, 2)),
        call(whole(rng, 3, 2), whole(rng, 2, 3)),
        call(whole(rng, 2, 2), whole(rng, 4, 5)),
    ]


def by_frequencies(
    product=lambda x, k: x * k.conj(),
    back=lambda Z: np.fft.ifft2(Z).real,
    there=np.fft.fft2,
    cut=lambda Y, h, w: Y[: len(Y) - h + 1, : Y.shape[1] - w + 1],
):
    """There, multiplied and back, with one thing to get wrong."""

    def answer(X, K):
        corr2d(X, K)  # refuses
        return cut(back(product(there(X), there(K, X.shape))), *K.shape)

    return answer


def along_rows(X, K):
    corr2d(X, K)
    Y = np.fft.ifft(np.fft.fft(X) * np.fft.fft(np.pad(K, ((0, len(X) - len(K)), (0, 0))), X.shape[1]).conj())
    return Y.real[: len(X) - len(K) + 1, : X.shape[1] - K.shape[1] + 1]


def one_column_less(X, K):
    """irfft2 without a size: an even number of columns."""
    corr2d(X, K)
    if X.shape[1] % 2 == 0:
        return fft_corr2d(X, K)
    Z = np.fft.rfft2(X) * np.fft.rfft2(K, X.shape).conj()
    even = (len(X), max(X.shape[1] - 1, 1))
    return np.fft.irfft2(Z, even)[: len(X) - len(K) + 1, : X.shape[1] - K.shape[1] + 1]


def cuts_the_kernel(X, K):
    """As fft2 does, without a word."""
    K = np.asarray(K)[: len(X), : np.shape(X)[1]]
    return fft_corr2d(X, K)


FFT_CORR2D = Exercise(
    slug="fast-convolution/fft_corr2d",
    signature="fft_corr2d(X, K)",
    reference=fft_corr2d,
    parts=(Part(1, images), Part(1, to_the_edge)),
    hints=(
        "`np.fft.fft2(K, X.shape)` puts zeros behind K until it is as large as X.",
        "A product of two spectra is a *convolution*. Take `.conj()` of the kernel's: that turns the kernel.",
        "The FFT takes the image for a ring. At which places does the kernel not go over its end?",
        "What comes back is complex, with imaginary parts of rounding size: take `.real`.",
    ),
    mistakes=(
        Mistake(
            "That is a true convolution: without the conjugate the kernel is turned by 180°.",
            by_frequencies(product=np.multiply, cut=lambda Y, h, w: Y[h - 1 :, w - 1 :]),
        ),
        Mistake(
            "Without the conjugate the kernel is turned by 180°, "
            "and the first places hold what wraps around.",
            by_frequencies(product=np.multiply),
        ),
        Mistake(
            "The last rows and columns wrap around the image. Keep only the places where the kernel fits.",
            by_frequencies(cut=lambda Y, h, w: Y),
        ),
        Mistake(
            "You cut off the first rows and columns. With the conjugate it is the last that wrap around.",
            by_frequencies(cut=lambda Y, h, w: Y[h - 1 :, w - 1 :]),
        ),
        Mistake(
            "The conjugate of the image's spectrum turns the image. Take that of the kernel's.",
            by_frequencies(product=lambda x, k: x.conj() * k),
        ),
        Mistake(
            "`abs` makes negative results positive. Take the real part.",
            by_frequencies(back=lambda Z: np.abs(np.fft.ifft2(Z))),
        ),
        Mistake(
            "That is transformed along the rows only. An image needs the FFT in both directions: `fft2`.",
            along_rows,
        ),
        Mistake(
            "The way back makes an even number of columns unless you tell `irfft2` the size.",
            one_column_less,
        ),
        Mistake(
            "The transform there and back must undo each other: "
            "the result is off by a factor of the number of pixels.",
            by_frequencies(back=lambda Z: np.fft.ifft2(Z).real * Z.size),
        ),
        Mistake(
            'With `norm="ortho"` everywhere, the result is too small '
            "by the root of the number of pixels. Leave it out.",
            by_frequencies(back=lambda Z: np.fft.ifft2(Z).real / np.sqrt(Z.size)),
        ),
        Mistake(
            "You divide the spectra. They are multiplied.",
            by_frequencies(product=lambda x, k: x / np.where(np.abs(k) < 1e-9, 1, k)),
        ),
        Mistake(
            "`fft2` cuts a kernel that is too large, without a word. "
            "Compare the shapes first, and raise a ValueError.",
            cuts_the_kernel,
        ),
    ),
)
