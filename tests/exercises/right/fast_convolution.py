import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def toeplitz(w, n):
    rows = n - len(w) + 1
    if rows < 1:
        raise ValueError("too long")
    T = []
    for i in range(rows):
        T.append([0] * i + list(w) + [0] * (n - len(w) - i))
    return T


def toeplitz_from_diagonals(w, n):
    if len(w) > n:
        raise ValueError("too long")
    T = sum(weight * np.eye(n, k=b) for b, weight in enumerate(w))
    return T[: n - len(w) + 1]


def im2col(X, k, s=1, p=0):
    C, H, W = X.shape
    if k < 1 or s < 1 or p < 0 or H + 2 * p < k or W + 2 * p < k:
        raise ValueError("no window")
    padded = np.zeros((C, H + 2 * p, W + 2 * p))
    padded[:, p : p + H, p : p + W] = X
    windows = sliding_window_view(padded, (k, k), axis=(1, 2))[:, ::s, ::s]
    return windows.transpose(0, 3, 4, 1, 2).reshape(C * k * k, -1)


def im2col_by_rows(X, k, s=1, p=0):
    if k < 1 or s < 1 or p < 0:
        raise ValueError("no such window")
    rows = (X.shape[1] + 2 * p - k) // s + 1
    columns = (X.shape[2] + 2 * p - k) // s + 1
    if rows < 1 or columns < 1:
        raise ValueError("no window fits")
    X = np.pad(X, [(0, 0), (p, p), (p, p)])
    M = np.zeros((len(X) * k * k, rows * columns))
    row = 0
    for c in range(len(X)):
        for a in range(k):
            for b in range(k):
                moved = X[c, a : a + (rows - 1) * s + 1 : s, b : b + (columns - 1) * s + 1 : s]
                M[row] = moved.ravel()
                row += 1
    return M


def fft_corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    if h > H or w > W:
        raise ValueError("too large")
    size = H + h - 1, W + w - 1
    full = np.fft.irfft2(np.fft.rfft2(X, size) * np.fft.rfft2(K[::-1, ::-1], size), size)
    return full[h - 1 : H, w - 1 : W]


def fft_corr2d_with_zeros(X, K):
    rows, columns = X.shape[0] - K.shape[0], X.shape[1] - K.shape[1]
    if rows < 0 or columns < 0:
        raise ValueError("too large")
    padded = np.zeros(X.shape)
    padded[: K.shape[0], : K.shape[1]] = K
    Z = np.conj(np.fft.fft2(padded)) * np.fft.fft2(X)
    return np.real(np.fft.ifft2(Z))[: rows + 1, : columns + 1]


def macs(n, k, c_in=1, c_out=1, p=0, s=1):
    if n < 1 or k < 1 or c_in < 1 or c_out < 1 or p < 0 or s < 1 or k > n + p + p:
        raise ValueError("no layer")
    places = len(range(0, n + 2 * p - k + 1, s))
    return places * places * (k * k * c_in) * c_out


def im2col_bytes(n, k, c_in=1, p=0, s=1, itemsize=4):
    if n < 1 or k < 1 or c_in < 1 or p < 0 or s < 1 or itemsize < 1 or k > n + p + p:
        raise ValueError("no matrix")
    places = len(range(0, n + 2 * p - k + 1, s)) ** 2
    return places * k**2 * c_in * itemsize
