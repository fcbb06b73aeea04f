"""The same window over signals, images and volumes."""

import numpy as np


def corr_nd(x, k):
    """Slide k over x, which has as many axes, and sum the products (valid).

    Shapes: x (n1, …), k (k1, …) -> (n1 - k1 + 1, …)
    Raises: ValueError if the axes differ in number, or k is empty or does not fit

    >>> corr_nd(np.arange(10), np.ones(3))
    array([ 3.,  6.,  9., 12., 15., 18., 21., 24.])
    """
    x, k = np.asarray(x), np.asarray(k)
    if x.ndim != k.ndim:
        raise ValueError(f"x has {x.ndim} axes and k has {k.ndim}: they must have the same number")
    if not all(1 <= b <= a for a, b in zip(x.shape, k.shape, strict=True)):
        raise ValueError(f"kernel {k.shape} does not fit into {x.shape}: shrink it")
    y = np.zeros([a - b + 1 for a, b in zip(x.shape, k.shape, strict=True)])
    for place in np.ndindex(y.shape):
        window = tuple(slice(i, i + b) for i, b in zip(place, k.shape, strict=True))
        y[place] = (x[window] * k).sum()
    return y


def causal_conv1d(x, w, dilation=1):
    """y(t) = w[0] x(t) + w[1] x(t − d) + w[2] x(t − 2d) + …, and nothing was there before x(0).

    Shapes: x (n,), w (k,) -> (n,)
    Raises: ValueError if w is empty or dilation < 1

    >>> causal_conv1d(np.array([1, 2, 3, 4]), np.array([10, 1]), dilation=2)
    array([10., 20., 31., 42.])
    """
    x, w = np.asarray(x, dtype=float), np.asarray(w)
    if len(w) < 1 or dilation < 1:
        raise ValueError(f"need one weight or more and dilation >= 1, got {len(w)} and {dilation}")
    y = np.zeros(len(x))
    for a, weight in enumerate(w):
        late = min(a * dilation, len(x))
        y[late:] += weight * x[: len(x) - late]
    return y


def frames_of(x, size, hop):
    """The windows of a spectrogram, one a row; what is left at the end is dropped.

    Shapes: x (n,) -> (out_size(n, size, s=hop), size)
    Raises: ValueError if no window fits, or size or hop < 1

    >>> frames_of(np.arange(8), 3, 2)
    array([[0, 1, 2],
           [2, 3, 4],
           [4, 5, 6]])
    """
    x = np.asarray(x)
    if size < 1 or hop < 1:
        raise ValueError(f"need size, hop >= 1, got {size} and {hop}")
    if size > len(x):
        raise ValueError(f"a window of {size} does not fit into {len(x)} samples")
    return np.array([x[start : start + size] for start in range(0, len(x) - size + 1, hop)])
