"""A kernel learnt from examples by gradient descent: what it takes, and what the examples can tell."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grader.reference.corr2d import corr2d


def learn_kernel(X, Y, shape, lr, steps, rng):
    """(K, losses): gradient descent on the sum of (X ⋆ K − Y)², from a random kernel.

    The gradient is a cross-correlation, too: of X with the errors.
    Shapes: X (H, W), Y (H - h + 1, W - w + 1) -> K (h, w), losses (steps,), each taken before its step
    shape: (h, w); rng: a seed: the first K is `np.random.default_rng(rng).normal(size=shape)`
    Raises: ValueError if no kernel of this shape makes a Y of this size from X

    >>> X = np.array([[0.0, 1, 1, 0]])
    >>> K, losses = learn_kernel(X, corr2d(X, [[2.0, 3]]), (1, 2), lr=0.2, steps=100, rng=0)
    >>> K.round(3), losses.shape
    (array([[2., 3.]]), (100,))
    """
    X, Y = np.asarray(X, dtype=float), np.asarray(Y, dtype=float)
    K, losses = np.random.default_rng(rng).normal(size=shape), np.zeros(steps)
    for step in range(steps):
        errors = difference(corr2d(X, K), Y)
        losses[step] = (errors**2).sum()
        K = K - lr * 2 * corr2d(X, errors)
    difference(corr2d(X, K), Y)  # a Y of another size is refused with no steps, too
    return K, losses


def difference(got, want):
    """got − want. Raises: ValueError if their shapes differ, where NumPy would repeat a row until it fits."""
    if got.shape != want.shape:
        raise ValueError(f"the kernel makes an output of shape {got.shape}, Y has {want.shape}")
    return got - want


def windows(X, shape):
    """One row for each window of X, its pixels in reading order: windows @ K.ravel() is X ⋆ K.

    Shapes: X (H, W), shape (h, w) -> ((H - h + 1) · (W - w + 1), h · w)
    Raises: ValueError if a kernel of this shape does not fit into X

    >>> windows(np.arange(6).reshape(2, 3), (2, 2))
    array([[0, 1, 3, 4],
           [1, 2, 4, 5]])
    """
    X = np.asarray(X)
    if X.ndim != 2 or len(shape) != 2 or not all(1 <= k <= n for k, n in zip(shape, X.shape, strict=True)):
        raise ValueError(f"kernel {tuple(shape)} does not fit into input {X.shape}: pad X or shrink K")
    return sliding_window_view(X, shape).reshape(-1, shape[0] * shape[1])


def max_stable_lr(X, shape):
    """2 / the largest curvature of the sum of (X ⋆ K − Y)²: beyond this learning rate descent diverges.

    `inf` where X is black, so that no step goes anywhere. Shapes: X (H, W); shape (h, w)
    Raises: ValueError if a kernel of this shape does not fit into X

    >>> max_stable_lr([[0, 1, 2]], (1, 1))  # 2 / (2 · (0² + 1² + 2²))
    0.2
    """
    A = windows(X, shape).astype(float)
    steepest = np.linalg.eigvalsh(2 * A.T @ A)[-1]
    return float(2 / steepest) if A.any() else np.inf


def identifiable(X, shape):
    """Can only one kernel of this shape make X ⋆ K? Shapes: X (H, W); shape (h, w)

    Raises: ValueError if a kernel of this shape does not fit into X

    >>> identifiable([[0, 1, 1]], (1, 2)), identifiable([[1, 1, 1]], (1, 2))
    (True, False)
    """
    A = windows(X, shape)
    return bool(np.linalg.matrix_rank(A) == A.shape[1])
