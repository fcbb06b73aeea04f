"""How big the output is, and a border of zeros to make it bigger."""

import numpy as np


def out_size(n, k, p=0, s=1):
    """Places where a window of length k fits into n entries, padded by p on both sides, in steps of s.

    Raises: ValueError where it fits nowhere
    Source: Dumoulin and Visin 2016; PyTorch floors, as here

    >>> out_size(8, 3, p=0, s=2)
    3
    """
    if n < 1 or k < 1 or p < 0 or s < 1:
        raise ValueError(f"need n, k, s >= 1 and p >= 0, got n={n}, k={k}, p={p}, s={s}")
    if k > n + 2 * p:
        raise ValueError(f"a window of {k} does not fit into {n} + 2·{p} entries: pad more or shrink it")
    return (n + 2 * p - k) // s + 1


def pad2d(X, p):
    """Put p rows and columns of zeros around X.

    Shapes: X (H, W) -> (H + 2p, W + 2p)

    >>> pad2d([[5.0]], 1)
    array([[0., 0., 0.],
           [0., 5., 0.],
           [0., 0., 0.]])
    """
    X = np.asarray(X)
    Z = np.zeros((X.shape[0] + 2 * p, X.shape[1] + 2 * p), dtype=X.dtype)
    Z[p : p + X.shape[0], p : p + X.shape[1]] = X
    return Z
