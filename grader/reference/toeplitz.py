"""The sliding window as a matrix."""

import numpy as np


def toeplitz(w, n):
    """T, a row for each place of the kernel w in n numbers: T @ x is the cross-correlation of x with w.

    Shapes: w (k,) -> (n - k + 1, n)
    Raises: ValueError if w is empty or longer than n

    >>> toeplitz([1, 2, 3], 5)
    array([[1., 2., 3., 0., 0.],
           [0., 1., 2., 3., 0.],
           [0., 0., 1., 2., 3.]])
    """
    w = np.asarray(w)
    if w.ndim != 1 or not 1 <= len(w) <= n:
        raise ValueError(f"a kernel of shape {w.shape} does not fit into {n} numbers")
    T = np.zeros((n - len(w) + 1, n))
    for i, row in enumerate(T):
        row[i : i + len(w)] = w
    return T
