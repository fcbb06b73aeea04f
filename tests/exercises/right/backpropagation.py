import numpy as np


def corr1d_backward(x, w, delta):
    if len(w) > len(x) or len(delta) != len(x) - len(w) + 1:
        raise ValueError("lengths do not match")
    dx, dw = np.zeros(len(x)), np.zeros(len(w))
    for i in range(len(delta)):
        for a in range(len(w)):
            dx[i + a] += delta[i] * w[a]
            dw[a] += delta[i] * x[i + a]
    return dx, dw


def corr1d_backward_by_matrix(x, w, delta):
    n, k = len(x), len(w)
    m = n - k + 1
    if m < 1 or len(delta) != m:
        raise ValueError("no")
    T = np.zeros((m, n))
    for i in range(m):
        T[i, i : i + k] = w
    return T.T @ delta, np.array([x[a : a + m] @ delta for a in range(k)])


def corr1d_backward_padded(x, w, delta):
    if len(delta) != len(x) - len(w) + 1 or len(delta) < 1:
        raise ValueError("lengths do not match")
    k = len(w)
    wide = np.pad(delta, k - 1)
    dx = np.array([np.sum(wide[i : i + k] * w[::-1]) for i in range(len(x))])
    dw = np.array([np.sum(x[a : a + len(delta)] * delta) for a in range(k)])
    return dx, dw


def corr2d_backward(X, K, dY, s=1):
    h, w = K.shape
    if s < 1 or h > X.shape[0] or w > X.shape[1]:
        raise ValueError("does not fit")
    if dY.shape != ((X.shape[0] - h) // s + 1, (X.shape[1] - w) // s + 1):
        raise ValueError("dY has another shape")
    dX, dK = np.zeros(X.shape), np.zeros(K.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            for a in range(h):
                for b in range(w):
                    dX[i * s + a, j * s + b] += dY[i, j] * K[a, b]
                    dK[a, b] += dY[i, j] * X[i * s + a, j * s + b]
    return dX, dK


def corr2d_backward_by_weight(X, K, dY, s=1):
    h, w = K.shape
    if s < 1:
        raise ValueError("no step")
    m, n = (X.shape[0] - h) // s + 1, (X.shape[1] - w) // s + 1
    if m < 1 or n < 1 or dY.shape != (m, n):
        raise ValueError("shapes do not match")
    dX, dK = np.zeros(X.shape), np.zeros(K.shape)
    for a in range(h):
        for b in range(w):
            met = (slice(a, a + m * s, s), slice(b, b + n * s, s))
            dX[met] = dX[met] + K[a, b] * dY
            dK[a, b] = np.sum(X[met] * dY)
    return dX, dK


def maxpool_backward(X, k, dY, s=None):
    if s is None:
        s = k
    if s < 1 or k > min(X.shape):
        raise ValueError("does not fit")
    if dY.shape != ((X.shape[0] - k) // s + 1, (X.shape[1] - k) // s + 1):
        raise ValueError("dY has another shape")
    dX = np.zeros(X.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            best = (i * s, j * s)
            for a in range(i * s, i * s + k):
                for b in range(j * s, j * s + k):
                    if X[a, b] > X[best]:
                        best = (a, b)
            dX[best] += dY[i, j]
    return dX


def maxpool_backward_by_mask(X, k, dY, s=None):
    s = k if s is None else s
    H, W = X.shape
    if s <= 0 or H < k or W < k or dY.shape != ((H - k + s) // s, (W - k + s) // s):
        raise ValueError("no")
    dX = np.zeros((H, W))
    for (i, j), share in np.ndenumerate(dY):
        window = X[i * s : i * s + k, j * s : j * s + k]
        a, b = np.argwhere(window == np.max(window))[0]
        dX[i * s + a, j * s + b] += share
    return dX


def layer_backward(X, K, dY):
    D, C, h, w = K.shape
    m, n = X.shape[1] - h + 1, X.shape[2] - w + 1
    if X.shape[0] != C or m < 1 or n < 1 or dY.shape != (D, m, n):
        raise ValueError("shapes do not match")
    dX, dK, db = np.zeros(X.shape), np.zeros(K.shape), np.zeros(D)
    for d in range(D):
        for i in range(m):
            for j in range(n):
                dX[:, i : i + h, j : j + w] += dY[d, i, j] * K[d]
                dK[d] += dY[d, i, j] * X[:, i : i + h, j : j + w]
                db[d] += dY[d, i, j]
    return dX, dK, db


def layer_backward_by_einsum(X, K, dY):
    if K.shape[1] != X.shape[0] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError("does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape[2:], axis=(1, 2))
    if dY.shape != (K.shape[0], windows.shape[1], windows.shape[2]):
        raise ValueError("dY has another shape")
    dK = np.einsum("dij,cijab->dcab", dY, windows)
    dX = np.zeros(X.shape)
    for a in range(K.shape[2]):
        for b in range(K.shape[3]):
            share = np.einsum("dij,dc->cij", dY, K[:, :, a, b])
            dX[:, a : a + dY.shape[1], b : b + dY.shape[2]] += share
    return dX, dK, dY.sum(axis=(1, 2))
