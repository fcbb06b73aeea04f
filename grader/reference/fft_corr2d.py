"""The sliding window by way of frequencies."""

import numpy as np


def fft_corr2d(X, K):
    """The valid cross-correlation. The conjugate stands for "not turned"; what wraps around is cut off.

    Shapes: X (H, W), K (h, w) -> (H - h + 1, W - w + 1)
    Raises: ValueError if X or K is not a matrix, or K does not fit into X

    >>> fft_corr2d(np.arange(9.0).reshape(3, 3), np.arange(4.0).reshape(2, 2)).round(6)
    array([[19., 25.],
           [37., 43.]])
    """
    X, K = np.asarray(X), np.asarray(K)
    if X.ndim != 2 or K.ndim != 2 or not all(1 <= k <= n for k, n in zip(K.shape, X.shape, strict=True)):
        raise ValueError(f"kernel {K.shape} does not fit into input {X.shape}: pad the input or shrink K")
    around = np.fft.ifft2(np.fft.fft2(X) * np.fft.fft2(K, X.shape).conj()).real
    return around[: X.shape[0] - K.shape[0] + 1, : X.shape[1] - K.shape[1] + 1]
