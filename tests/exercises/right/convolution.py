import numpy as np


def conv2d_full(X, K):
    (H, W), (h, w) = X.shape, K.shape
    Y = np.zeros((H + h - 1, W + w - 1))
    for a in range(h):
        for b in range(w):
            Y[a : a + H, b : b + W] += K[a, b] * X
    return Y


def conv2d_full_by_padding(X, K):
    h, w = K.shape
    Z = np.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))
    turned = K[::-1, ::-1]
    rows = X.shape[0] + h - 1
    columns = X.shape[1] + w - 1
    Y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            Y[i, j] = np.sum(Z[i : i + h, j : j + w] * turned)
    return Y


def conv_via_corr(corr, X, K):
    return corr(X, np.rot90(K, 2))


def conv_via_corr_by_flips(corr, X, K):
    return corr(X, np.flipud(np.fliplr(K)))


def delay_kernel(n, c):
    if n < 0:
        raise ValueError("no delay")
    return n * [0] + [c]


def delay_kernel_by_array(n, c):
    if n <= -1:
        raise ValueError("no delay")
    k = np.zeros(n + 1)
    k[-1] = c
    return k


def noncommuting_pair():
    f = np.array([1, 2, 3])
    g = np.array([0, 1, 0.5])
    return f, g
