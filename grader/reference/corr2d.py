"""The sliding window."""

import numpy as np


def corr2d(X, K):
    """Slide K over X and sum the products ("valid": only where K fits).

    Shapes: X (H, W), K (h, w) -> (H - h + 1, W - w + 1)
    Raises: ValueError if K is empty or does not fit into X
    Source: Dumoulin and Visin, A guide to convolution arithmetic, 2016

    >>> corr2d(np.arange(9.0).reshape(3, 3), np.arange(4.0).reshape(2, 2))
    array([[19., 25.],
           [37., 43.]])
    """
    X, K = np.asarray(X), np.asarray(K)
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError(f"corr2d takes two matrices, got shapes {X.shape} and {K.shape}")
    (H, W), (h, w) = X.shape, K.shape
    if not (1 <= h <= H and 1 <= w <= W):
        raise ValueError(f"kernel {K.shape} does not fit into input {X.shape}: pad the input or shrink K")
    Y = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y
