"""Derivatives as kernels."""

import numpy as np


def derivative_kernel(d):
    """The shortest kernel whose correlation with samples of a polynomial gives its d-th derivative.

    It has d + 1 entries, gives 0 for every degree below d and d! for x^d.
    Each factor [-1, 1] takes one difference; convolving them takes one after the other.

    >>> derivative_kernel(2)
    array([ 1., -2.,  1.])
    """
    if d < 0:
        raise ValueError(f"the order of a derivative is 0 or more, got {d}")
    k = np.ones(1)
    for _ in range(d):
        k = np.convolve(k, [-1.0, 1.0])
    return k
