"""What every rung asks first."""

import numpy as np


def fits(X, K):
    """(X, K, H - h + 1, W - w + 1): both as arrays, and the size of the output.

    Raises: ValueError if X is not (C, H, W), K not (O, C, h, w), or K does not fit into X
    """
    X, K = np.asarray(X), np.asarray(K)
    if X.ndim != 3 or K.ndim != 4 or K.shape[1] != len(X):
        raise ValueError(f"need X (C, H, W) and K (O, C, h, w), got {X.shape} and {K.shape}")
    (H, W), (h, w) = X.shape[1:], K.shape[2:]
    if not (1 <= h <= H and 1 <= w <= W):
        raise ValueError(f"kernel {K.shape[2:]} does not fit into input {X.shape[1:]}: pad X or shrink K")
    return X, K, H - h + 1, W - w + 1
