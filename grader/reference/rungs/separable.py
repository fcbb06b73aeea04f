"""Down and then across: 2k products in place of k², where the kernel allows it."""

import numpy as np

from grader.reference.rungs.fits import fits
from grader.reference.rungs.shifted_sums import shifted_sums
from grader.reference.separate import separate


def separable(X, K):
    """First the column of weights, then the row.

    Raises: ValueError if some kernel is not a column times a row

    >>> separable(np.arange(9.0).reshape(1, 3, 3), np.ones((1, 1, 2, 2)))
    array([[[ 8., 12.],
            [20., 24.]]])
    """
    X, K, H, W = fits(X, K)
    Y = np.zeros((len(K), H, W), np.result_type(X, K))
    for o, c in np.ndindex(K.shape[:2]):
        pair = separate(K[o, c])
        if pair is None:
            raise ValueError(f"kernel ({o}, {c}) is not a column times a row")
        u, v = (np.asarray(weights, Y.dtype) for weights in pair)
        halfway = shifted_sums(X[None, c], u.reshape(1, 1, -1, 1))
        Y[o] += shifted_sums(halfway, v.reshape(1, 1, 1, -1))[0]
    return Y
