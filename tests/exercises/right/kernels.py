from math import comb

import numpy as np


def edge_kernel(v):
    K = np.zeros((3, 3))
    K[0, 1] -= v[0] / 2
    K[2, 1] += v[0] / 2
    K[1, 0] -= v[1] / 2
    K[1, 2] += v[1] / 2
    return K


def edge_kernel_by_prewitt(v):
    down, right = v
    P = np.array([[-1, 0, 1]] * 3) / 6
    return down * P.T + right * P


def find_edges(X):
    X = X.astype(float)
    D = X[:, 1:] - X[:, :-1]
    return D > 0, D < 0


def find_edges_by_loops(X):
    H, W = X.shape
    rising = np.zeros((H, W - 1), bool)
    falling = np.zeros((H, W - 1), bool)
    for i in range(H):
        for j in range(W - 1):
            if X[i, j + 1] > X[i, j]:
                rising[i, j] = True
            if X[i, j + 1] < X[i, j]:
                falling[i, j] = True
    return rising, falling


def derivative_kernel(d):
    return np.array([(-1) ** (d - i) * comb(d, i) for i in range(d + 1)])


def derivative_kernel_by_difference(d):
    k = [1]
    for _ in range(d):
        k = [b - a for a, b in zip(k + [0], [0] + k)]
    return k


def separate(K):
    if np.linalg.matrix_rank(K) > 1:
        return None
    i, j = np.unravel_index(np.argmax(np.abs(K)), K.shape)
    if K[i, j] == 0:
        return np.zeros(K.shape[0]), np.zeros(K.shape[1])
    return K[:, j] / K[i, j], K[i]


def separate_by_rows(K):
    rows = [row for row in K if np.abs(row).max() > 1e-9]
    if not rows:
        return np.zeros(len(K)), np.zeros(K.shape[1])
    v = rows[0]
    j = np.argmax(np.abs(v))
    u = K[:, j] / v[j]
    if np.abs(np.outer(u, v) - K).max() > 1e-9:
        return None
    return u, v
