import numpy as np


def pool2d(X, k, s=None, p=0, mode="max"):
    if s is None:
        s = k
    if mode not in ("max", "mean"):
        raise ValueError("mode")
    if s < 1 or p < 0 or p > k // 2:
        raise ValueError("sizes")
    H, W = X.shape
    rows = (H + 2 * p - k) // s + 1
    columns = (W + 2 * p - k) // s + 1
    if rows < 1 or columns < 1:
        raise ValueError("does not fit")
    Y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * s - p, j * s - p
            window = X[max(top, 0) : top + k, max(left, 0) : left + k]
            Y[i, j] = window.max() if mode == "max" else window.mean()
    return Y


def shift_sensitivity(f, x):
    moved = np.roll(x, 1)
    change = np.asarray(f(moved)) - np.asarray(f(x))
    return np.abs(change).max()


def shift_sensitivity_by_hand(f, x):
    moved = np.concatenate([x[-1:], x[:-1]])
    before, after = np.atleast_1d(f(x)), np.atleast_1d(f(moved))
    largest = 0
    for a, b in zip(before, after, strict=True):
        largest = max(largest, abs(a - b))
    return largest


def params_after_pool(n, c_in, c_out, k, pool, hidden):
    side = n // pool
    convolution = c_out * c_in * k**2 + c_out
    dense = hidden * c_out * side**2 + hidden
    return convolution, dense


def blur_pool(x):
    n = len(x)
    y = []
    for i in range(0, n, 2):
        y.append(x[i - 1] / 4 + x[i] / 2 + x[(i + 1) % n] / 4)
    return y


def blur_pool_by_roll(x):
    left = np.roll(x, 1)
    right = np.roll(x, -1)
    return (left + 2 * x + right)[::2] / 4
