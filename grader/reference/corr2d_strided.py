"""The sliding window with a padded border and longer steps."""

import numpy as np

from grader.reference.corr2d import corr2d
from grader.reference.padding import both, pad2d
from grader.reference.sizes import out_size


def corr2d_strided(X, K, p=0, s=1):
    """Pad X with p zeros on every side, slide K by s. Steps that do not fit are dropped (PyTorch's rule).

    p and s are numbers or pairs (down, right).
    Shapes: X (H, W), K (h, w) -> (out_size(H, h, p, s), out_size(W, w, p, s))
    Raises: ValueError where K fits nowhere, or p or s makes no sense

    >>> corr2d_strided(np.ones((3, 3)), np.ones((3, 3)), p=1)
    array([[4., 6., 4.],
           [6., 9., 6.],
           [4., 6., 4.]])
    """
    X, K = np.asarray(X), np.asarray(K)
    for n, k, border, step in zip(X.shape, K.shape, both(p), both(s), strict=True):
        out_size(n, k, border, step)  # refuses what does not fit, with the reason
    down, right = both(s)
    return corr2d(pad2d(X, p), K)[::down, ::right]
