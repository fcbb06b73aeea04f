import numpy as np


def corr2d(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("too large")
    windows = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    return np.einsum("ijab,ab->ij", windows, k)


def corr2d_multi(X, K, b):
    D, C, h, w = K.shape
    if C != X.shape[0]:
        raise ValueError("channels")
    if len(b) != D:
        raise ValueError("biases")
    H, W = X.shape[1:]
    if h > H or w > W:
        raise ValueError("size")
    Y = np.zeros((D, H - h + 1, W - w + 1))
    for d in range(D):
        for c in range(C):
            Y[d] += corr2d(X[c], K[d, c])
        Y[d] += b[d]
    return Y


def corr2d_multi_by_windows(X, K, b):
    D, C, h, w = K.shape
    if X.shape[0] != C or b.shape != (D,) or h > X.shape[1] or w > X.shape[2]:
        raise ValueError("shapes do not agree")
    windows = np.lib.stride_tricks.sliding_window_view(X, (h, w), axis=(1, 2))
    return np.einsum("cijab,dcab->dij", windows, K) + b[:, None, None]


def conv1x1(X, W):
    C, H, width = X.shape
    if W.shape[1] != C:
        raise ValueError("channels")
    Y = np.zeros((W.shape[0], H, width))
    for d in range(W.shape[0]):
        for c in range(C):
            Y[d] += W[d, c] * X[c]
    return Y


def conv1x1_by_reshape(X, W):
    if W.shape[1] != len(X):
        raise ValueError("shapes")
    Y = W @ X.reshape(len(X), -1)
    return Y.reshape((len(W),) + X.shape[1:])


def to_layout(x, src, dst):
    if len(src) != x.ndim or len(set(src)) != len(src) or set(src) != set(dst) or len(dst) != len(src):
        raise ValueError("letters")
    order = []
    for axis in dst:
        order.append(src.index(axis))
    return np.transpose(x, order)


def to_layout_by_moves(x, src, dst):
    if sorted(src) != sorted(dst) or len(set(src)) < len(src) or len(src) != x.ndim:
        raise ValueError("letters")
    now = list(src)
    for place, axis in enumerate(dst):
        x = np.moveaxis(x, now.index(axis), place)
        now.remove(axis)
        now.insert(place, axis)
    return x
