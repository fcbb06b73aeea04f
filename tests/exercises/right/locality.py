import numpy as np


def conv_params(delta, c_in=1, c_out=1, bias=True):
    count = 0
    side = len(range(-delta, delta + 1))
    count += side * side * c_in * c_out
    if bias:
        count += c_out
    return count


def conv_params_per_map(delta, c_in=1, c_out=1, bias=True):
    return c_out * (c_in * (1 + 2 * delta) ** 2 + (1 if bias else 0))


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError("too large")
    out = []
    for i in range(H - h + 1):
        row = []
        for j in range(W - w + 1):
            total = 0
            for a in range(h):
                for b in range(w):
                    total += X[i + a, j + b] * K[a, b]
            row.append(total)
        out.append(row)
    return out


def corr2d_by_weights(X, K):
    (H, W), (h, w) = X.shape, K.shape
    if H < h or W < w:
        raise ValueError("the kernel does not fit")
    Y = np.zeros((H - h + 1, W - w + 1))
    for a in range(h):
        for b in range(w):
            Y += K[a, b] * X[a : a + H - h + 1, b : b + W - w + 1]
    return Y


def corr2d_by_sum(X, K):
    rows = X.shape[0] - K.shape[0] + 1
    columns = X.shape[1] - K.shape[1] + 1
    if rows < 1 or columns < 1:
        raise ValueError("no place for the kernel")
    Y = np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = X[i : i + K.shape[0], j : j + K.shape[1]]
            Y[i, j] = np.sum(window * K)
    return Y
