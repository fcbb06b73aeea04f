"""The same detector everywhere: as a property of a function, and as repetition in a weight tensor."""

import numpy as np


def is_shift_equivariant(f, shape, rng=None, trials=4):
    """Does a shifted image give the shifted output? Tried on random images and circular shifts.

    f:   from an image of this shape to an image
    rng: a generator or a seed

    >>> is_shift_equivariant(lambda X: X - np.roll(X, 1, axis=0), (4, 5), rng=0)
    True
    >>> is_shift_equivariant(lambda X: X * np.arange(5), (4, 5), rng=0)
    False
    """
    rng = np.random.default_rng(rng)
    for axis in [0, 1] * trials:
        X = rng.normal(size=shape)
        got, want = np.asarray(f(np.roll(X, 1, axis))), np.asarray(f(X))
        if want.shape != tuple(shape) or not np.allclose(got, np.roll(want, 1, axis)):
            return False
    return True


def extract_kernel(W4):
    """The one kernel V with W4[i, j, k, l] = V[k - i, l - j], offsets counted from -(H - 1) and -(W - 1).

    Shapes: W4 (H, W, H, W) -> (2H - 1, 2W - 1)
    Raises: ValueError where two weights of one offset differ

    >>> extract_kernel(np.array([[[[5.0, 7.0]], [[3.0, 5.0]]]]))
    array([[3., 5., 7.]])
    """
    W4 = np.asarray(W4, dtype=float)
    H, W = W4.shape[:2]
    if W4.shape != (H, W, H, W):
        raise ValueError(f"weights from an image to an image have shape (H, W, H, W), got {W4.shape}")
    V = np.full((2 * H - 1, 2 * W - 1), np.nan)
    for i, j, k, l in np.ndindex(W4.shape):
        a, b = k - i + H - 1, l - j + W - 1
        if np.isnan(V[a, b]):
            V[a, b] = W4[i, j, k, l]
        elif not np.isclose(V[a, b], W4[i, j, k, l]):
            raise ValueError(f"weights are not shared: offset ({k - i}, {l - j}) has two values")
    return V
