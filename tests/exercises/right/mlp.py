import math

import numpy as np


def fc_params(in_shape, hidden, bias=True):
    weights = math.prod(in_shape) * hidden
    if bias:
        return weights + hidden
    return weights


def fc_params_by_numpy(in_shape, hidden, bias=True):
    return int(np.prod(in_shape)) * hidden + bias * hidden


def permute_weights(W, perm):
    n = W.shape[1]
    if len(perm) != n or set(int(p) for p in perm) != set(range(n)):
        raise ValueError("not a permutation")
    out = np.zeros_like(W)
    for j in range(n):
        out[:, j] = W[:, perm[j]]
    return out


def permute_weights_by_matrix(W, perm):
    n = W.shape[1]
    seen = np.zeros(n, int)
    for p in perm:
        if p < 0 or p >= n:
            raise ValueError("out of range")
        seen[p] += 1
    if not (seen == 1).all():
        raise ValueError("missing or doubled")
    P = np.zeros((n, n))
    P[perm, np.arange(n)] = 1
    return W @ P
