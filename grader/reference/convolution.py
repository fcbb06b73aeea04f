"""True convolution: the kernel is turned by 180° before it slides."""

import numpy as np


def conv2d_full(X, K):
    """Full convolution: each pixel of X sends out a copy of K, as bright as itself; the copies add up.

    Shapes: X (H, W), K (h, w) -> (H + h - 1, W + w - 1)
    Raises: ValueError if X or K is empty or no matrix

    >>> conv2d_full([[1, 2]], [[1, 3]])
    array([[1., 5., 6.]])
    """
    X, K = np.asarray(X), np.asarray(K)
    if X.ndim != 2 or K.ndim != 2 or 0 in (*X.shape, *K.shape):
        raise ValueError(f"conv2d_full takes two matrices with numbers, got shapes {X.shape} and {K.shape}")
    (H, W), (h, w) = X.shape, K.shape
    Y = np.zeros((H + h - 1, W + w - 1))
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y


def conv_via_corr(corr, X, K):
    """The valid convolution, by one call of a cross-correlation.

    Shapes: X (H, W), K (h, w) -> (H - h + 1, W - w + 1)

    >>> from grader.reference.corr2d import corr2d
    >>> conv_via_corr(corr2d, np.eye(2), np.array([[1, 2], [3, 4]]))
    array([[5.]])
    """
    return corr(X, np.asarray(K)[::-1, ::-1])


def delay_kernel(n, c):
    """The kernel, n + 1 long, whose full convolution with f is f, n samples later and c times as large.

    Raises: ValueError for n < 0: no kernel that starts at 0 can look into the future

    >>> delay_kernel(2, 2.0)
    array([0., 0., 2.])
    """
    if n < 0:
        raise ValueError(f"n is a number of samples, 0 or more, got {n}")
    k = np.zeros(n + 1)
    k[n] = c
    return k


def corr1d_full(f, g):
    """((f ⋆ g)(n) at every n where both overlap, the first n). Both start at position 0.

    (f ⋆ g)(n) = sum over a of g(a) f(n + a): g slides over f unturned.

    >>> corr1d_full([1, 2, 3], [0, 1, 0.5])
    (array([0.5, 2. , 3.5, 3. , 0. ]), -2)
    """
    return np.correlate(f, g, "full"), 1 - len(g)


def noncommuting_pair():
    """Two signals f, g for which f ⋆ g and g ⋆ f differ.

    >>> f, g = noncommuting_pair()
    >>> corr1d_full(f, g), corr1d_full(g, f)
    ((array([2, 6, 4]), -1), (array([4, 6, 2]), -1))
    """
    return [1, 2], [2, 2]
