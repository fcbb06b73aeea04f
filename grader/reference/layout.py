"""The order of the axes, by their letters."""

import numpy as np


def to_layout(x, src, dst):
    """Turn axes named by the letters of `src` into the order of `dst`: "HWC" to "CHW", "NCHW" to "NHWC".

    A transpose, never a reshape: each number keeps its pixel and its channel.
    Raises: ValueError where the letters differ or do not match the axes of x

    >>> to_layout(np.zeros((32, 28, 3)), "HWC", "CHW").shape
    (3, 32, 28)
    """
    x = np.asarray(x)
    if sorted(src) != sorted(dst) or len(set(src)) != x.ndim or len(src) != x.ndim:
        raise ValueError(f"cannot turn {src!r} into {dst!r} for {x.ndim} axes: use each letter once")
    return x.transpose([src.index(axis) for axis in dst])
