import numpy as np


def is_shift_equivariant(f, shape, rng=None):
    rng = np.random.default_rng(rng)
    X = rng.random(shape) + 1
    Y = np.asarray(f(X))
    if Y.shape != X.shape:
        return False
    for step in [(1, 0), (0, 1), (2, 3)]:
        moved = np.asarray(f(np.roll(X, step, axis=(0, 1))))
        if not np.allclose(moved, np.roll(Y, step, axis=(0, 1))):
            return False
    return True


def is_shift_equivariant_by_error(f, shape, rng=None):
    X = np.random.default_rng(rng).standard_normal(shape)
    worst = 0
    for axis in range(2):
        a = np.asarray(f(np.roll(X, 1, axis)))
        b = np.asarray(f(X))
        if a.shape != tuple(shape) or b.shape != tuple(shape):
            return False
        worst = max(worst, np.abs(a - np.roll(b, 1, axis)).max())
    return bool(worst < 1e-6)


def extract_kernel(W4):
    H, W = W4.shape[0], W4.shape[1]
    V = np.zeros((2 * H - 1, 2 * W - 1))
    seen = np.zeros(V.shape, bool)
    for i in range(H):
        for j in range(W):
            for k in range(H):
                for l in range(W):
                    a = k - i + H - 1
                    b = l - j + W - 1
                    if seen[a, b] and not np.isclose(V[a, b], W4[i, j, k, l]):
                        raise ValueError("weights differ")
                    V[a, b] = W4[i, j, k, l]
                    seen[a, b] = True
    return V


def extract_kernel_by_windows(W4):
    H, W = W4.shape[:2]
    V = np.zeros((2 * H - 1, 2 * W - 1))
    for i in range(H):
        for j in range(W):
            V[H - 1 - i : 2 * H - 1 - i, W - 1 - j : 2 * W - 1 - j] = W4[i, j]
    for i in range(H):
        for j in range(W):
            if not np.allclose(V[H - 1 - i : 2 * H - 1 - i, W - 1 - j : 2 * W - 1 - j], W4[i, j]):
                raise ValueError("no kernel")
    return V
