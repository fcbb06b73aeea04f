import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def corr_nd(x, k):
    if x.ndim != k.ndim:
        raise ValueError("axes")
    for n, m in zip(x.shape, k.shape, strict=True):
        if m > n:
            raise ValueError("does not fit")
    windows = sliding_window_view(x, k.shape)
    axes = tuple(range(x.ndim, 2 * x.ndim))
    return (windows * k).sum(axis=axes)


def corr_nd_by_weights(x, k):
    if x.ndim != k.ndim or any(m > n for n, m in zip(x.shape, k.shape, strict=True)):
        raise ValueError("does not fit")
    shape = [n - m + 1 for n, m in zip(x.shape, k.shape, strict=True)]
    y = np.zeros(shape)
    for place in np.ndindex(k.shape):
        part = tuple(slice(i, i + n) for i, n in zip(place, shape, strict=True))
        y = y + k[place] * x[part]
    return y


def causal_conv1d(x, w, dilation=1):
    if dilation < 1 or len(w) == 0:
        raise ValueError("sizes")
    y = np.zeros(len(x))
    for t in range(len(x)):
        for a in range(len(w)):
            past = t - a * dilation
            if past >= 0:
                y[t] += w[a] * x[past]
    return y


def causal_conv1d_by_padding(x, w, dilation=1):
    if dilation <= 0 or len(w) < 1:
        raise ValueError("sizes")
    front = (len(w) - 1) * dilation
    padded = np.concatenate([np.zeros(front), x])
    return sum(w[a] * padded[front - a * dilation : front - a * dilation + len(x)] for a in range(len(w)))


def frames_of(x, size, hop):
    if size > len(x) or size < 1 or hop < 1:
        raise ValueError("sizes")
    number = (len(x) - size) // hop + 1
    frames = np.zeros((number, size))
    for i in range(number):
        frames[i] = x[i * hop : i * hop + size]
    return frames


def frames_of_by_windows(x, size, hop):
    if not (1 <= size <= len(x) and hop >= 1):
        raise ValueError("sizes")
    return sliding_window_view(x, size)[::hop]
