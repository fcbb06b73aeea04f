"""A matrix kernel as a column times a row, where it is one."""

import numpy as np


def separate(K):
    """(u, v) with K = outer(u, v), or None where K is not of rank one.

    The largest entry is a safe pivot: its row and its column hold all there is to know.

    >>> u, v = separate([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    >>> np.outer(u, v)
    array([[ 1.,  0., -1.],
           [ 2.,  0., -2.],
           [ 1.,  0., -1.]])
    >>> separate([[0, 1, 0], [1, -4, 1], [0, 1, 0]]) is None
    True
    """
    K = np.asarray(K, dtype=float)
    i, j = np.unravel_index(np.abs(K).argmax(), K.shape)
    if K[i, j] == 0:
        return np.zeros(K.shape[0]), np.zeros(K.shape[1])
    u, v = K[:, j], K[i] / K[i, j]
    return (u, v) if np.allclose(np.outer(u, v), K, atol=1e-9 * abs(K[i, j])) else None
