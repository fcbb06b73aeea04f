"""The definition, product by product."""

import numpy as np

from grader.reference.rungs.fits import fits


def loops(X, K):
    """Six loops, as any language has them.

    >>> loops(np.arange(9.0).reshape(1, 3, 3), np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[19., 25.],
            [37., 43.]]])
    """
    X, K, H, W = fits(X, K)
    Y = np.zeros((len(K), H, W), np.result_type(X, K))
    for o, i, j in np.ndindex(Y.shape):
        for c, a, b in np.ndindex(K.shape[1:]):
            Y[o, i, j] += K[o, c, a, b] * X[c, i + a, j + b]
    return Y
