import math

import numpy as np


def out_size(n, k, p=0, s=1, d=1, mode="floor"):
    if n < 1 or k < 1 or s < 1 or d < 1 or p < 0:
        raise ValueError("sizes")
    if mode not in ("floor", "ceil"):
        raise ValueError("mode")
    padded = n + p + p
    last = padded - (1 + (k - 1) * d)
    if last < 0:
        raise ValueError("does not fit")
    if mode == "floor":
        return 1 + last // s
    count = 1 + math.ceil(last / s)
    if (count - 1) * s >= n + p:
        count -= 1
    return count


def out_size_by_places(n, k, p=0, s=1, d=1, mode="floor"):
    reach = d * (k - 1) + 1
    if min(n, k, s, d) < 1 or p < 0 or reach > n + 2 * p or mode not in ("floor", "ceil"):
        raise ValueError("impossible")
    last = n + 2 * p - reach
    places = len(range(0, last + 1, s))
    over = (places - 1) * s < last and places * s < n + p
    return places + 1 if mode == "ceil" and over else places


def same_pad(n, k, s=1, d=1):
    places = math.ceil(n / s)
    end = (places - 1) * s + d * (k - 1) + 1
    missing = max(end - n, 0)
    before = missing // 2
    return before, missing - before


def participation(n, k, p=0, s=1):
    if k > n + 2 * p:
        raise ValueError("does not fit")
    counts = np.zeros((n + 2 * p, n + 2 * p))
    for i in range(0, n + 2 * p - k + 1, s):
        for j in range(0, n + 2 * p - k + 1, s):
            counts[i : i + k, j : j + k] += 1
    return counts[p : p + n, p : p + n]


def participation_by_counting(n, k, p=0, s=1):
    starts = range(-p, n + p - k + 1, s)
    if len(starts) == 0:
        raise ValueError("does not fit")
    row = [sum(start <= i < start + k for start in starts) for i in range(n)]
    return [[a * b for b in row] for a in row]


def pad2d(X, p, mode="zero"):
    down, right = (p, p) if isinstance(p, int) else p
    H, W = X.shape
    if down < 0 or right < 0:
        raise ValueError("negative")
    if mode not in ("zero", "reflect", "circular", "edge"):
        raise ValueError("mode")
    if mode == "reflect" and (down >= H or right >= W):
        raise ValueError("too wide")
    if mode == "circular" and (down > H or right > W):
        raise ValueError("too wide")
    names = {"zero": "constant", "circular": "wrap", "reflect": "reflect", "edge": "edge"}
    return np.pad(X, ((down, down), (right, right)), mode=names[mode])


def pad2d_by_index(X, p, mode="zero"):
    sides = (p, p) if np.isscalar(p) else p
    for n, side in zip(X.shape, sides, strict=True):
        if side < 0 or (mode == "reflect" and side > n - 1) or (mode == "circular" and side > n):
            raise ValueError("too wide")
    if mode not in ("zero", "reflect", "circular", "edge"):
        raise ValueError("mode")
    Y = np.zeros((X.shape[0] + 2 * sides[0], X.shape[1] + 2 * sides[1]))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            places = []
            for at, side, n in zip((i, j), sides, X.shape, strict=True):
                t = at - side
                if mode == "reflect":
                    t = abs(t)
                    t = 2 * (n - 1) - t if t >= n else t
                if mode == "circular":
                    t = t % n
                if mode == "edge":
                    t = min(max(t, 0), n - 1)
                places.append(t)
            if 0 <= places[0] < X.shape[0] and 0 <= places[1] < X.shape[1]:
                Y[i, j] = X[places[0], places[1]]
    return Y


def corr2d_strided(X, K, p=0, s=1):
    pd, pr = (p, p) if np.isscalar(p) else p
    sd, sr = (s, s) if np.isscalar(s) else s
    h, w = K.shape
    if sd < 1 or sr < 1 or pd < 0 or pr < 0:
        raise ValueError("steps")
    H, W = X.shape[0] + 2 * pd, X.shape[1] + 2 * pr
    if h > H or w > W:
        raise ValueError("does not fit")
    Z = np.zeros((H, W))
    Z[pd : pd + X.shape[0], pr : pr + X.shape[1]] = X
    Y = np.zeros(((H - h) // sd + 1, (W - w) // sr + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (Z[i * sd : i * sd + h, j * sr : j * sr + w] * K).sum()
    return Y
