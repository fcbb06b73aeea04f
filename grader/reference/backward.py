"""Backwards through a layer: how fast the loss grows with each input and each weight.

delta, dY: the same for each output, handed down from the layer behind. Source: LeCun et al., 1989
"""

import numpy as np

from grader.reference.channels import corr2d_multi
from grader.reference.corr2d_strided import corr2d_strided
from grader.reference.pooling import pool2d


def corr1d_backward(x, w, delta):
    """(dx, dw) of y = x ⋆ w: dx is the full convolution of delta and w, dw is x ⋆ delta.

    Shapes: x (n,), w (k,), delta (n - k + 1,) -> (n,), (k,)
    Raises: ValueError if delta has another length than the output

    >>> corr1d_backward([1, 2, 3], [10, 1], [1, 5])
    (array([10, 51,  5]), array([11, 17]))
    """
    if len(delta) != len(x) - len(w) + 1 or 0 in (len(w), len(delta)):
        raise ValueError(f"{len(x)} inputs and {len(w)} weights do not make {len(delta)} outputs")
    return np.convolve(delta, w), np.correlate(x, delta, "valid")


def corr2d_backward(X, K, dY, s=1):
    """(dX, dK) of the sliding window in steps of s: each output hands its share to its pixels and weights.

    Shapes: X (H, W), K (h, w), dY as the output -> (H, W), (h, w)
    Raises: ValueError if dY has another shape than the output

    >>> corr2d_backward(np.eye(2), np.array([[3, 4]]), np.array([[1], [10]]))
    (array([[ 3.,  4.],
           [30., 40.]]), array([[ 1., 10.]]))
    """
    X, K, dY = (np.asarray(A, dtype=float) for A in (X, K, dY))
    check(corr2d_strided(X, K, s=s), dY)
    dX, dK, (h, w) = np.zeros(X.shape), np.zeros(K.shape), K.shape
    for i, j in np.ndindex(dY.shape):
        window = slice(i * s, i * s + h), slice(j * s, j * s + w)
        dX[window] += dY[i, j] * K
        dK += dY[i, j] * X[window]
    return dX, dK


def maxpool_backward(X, k, dY, s=None):
    """dX of a max-pool: each window hands its share to its largest pixel, the first of them in reading order.

    Shapes: X (H, W), dY as the output -> (H, W)
    Raises: ValueError if dY has another shape than the output

    >>> maxpool_backward(np.array([[1, 3, 2]]).repeat(2, 0), 2, np.array([[10, 20]]), s=1)
    array([[ 0., 30.,  0.],
           [ 0.,  0.,  0.]])
    """
    X, dY, s = np.asarray(X, dtype=float), np.asarray(dY, dtype=float), k if s is None else s
    check(pool2d(X, k, s), dY)
    dX = np.zeros(X.shape)
    for i, j in np.ndindex(dY.shape):
        a, b = np.unravel_index(X[i * s : i * s + k, j * s : j * s + k].argmax(), (k, k))
        dX[i * s + a, j * s + b] += dY[i, j]
    return dX


def layer_backward(X, K, dY):
    """(dX, dK, db) of a convolutional layer: each kernel by itself, shares of an input channel added up.

    Shapes: X (C, H, W), K (O, C, h, w), dY (O, H', W') -> (C, H, W), (O, C, h, w), (O,)
    Raises: ValueError if dY has another shape than the output

    >>> dX, dK, db = layer_backward(np.ones((1, 2, 2)), np.ones((1, 1, 1, 1)), np.ones((1, 2, 2)))
    >>> dX.shape, dK.item(), db
    ((1, 2, 2), 4.0, array([4.]))
    """
    X, K, dY = (np.asarray(A, dtype=float) for A in (X, K, dY))
    check(corr2d_multi(X, K, np.zeros(len(K))), dY)
    dX, dK = np.zeros(X.shape), np.zeros(K.shape)
    for o, c in np.ndindex(K.shape[:2]):
        back, dK[o, c] = corr2d_backward(X[c], K[o, c], dY[o])
        dX[c] += back
    return dX, dK, dY.sum(axis=(1, 2))


def check(Y, dY):
    if Y.shape != dY.shape:
        raise ValueError(f"the output has shape {Y.shape}, what is handed down {dY.shape}")
