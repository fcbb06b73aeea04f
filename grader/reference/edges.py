"""Kernels that answer to change."""

import numpy as np

from grader.reference.corr2d import corr2d

# Sobel's kernels, divided by 8 so that a slope of 1 is answered by 1.
DOWN = np.array([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]]) / 8
RIGHT = DOWN.T


def edge_kernel(v):
    """A 3×3 kernel that measures how fast the image gets brighter along v = (down, right).

    On a plane, X[i, j] = c + a·i + b·j, its answer is a·v[0] + b·v[1] everywhere. Linear in v.

    >>> edge_kernel((0, 8))
    array([[-1.,  0.,  1.],
           [-2.,  0.,  2.],
           [-1.,  0.,  1.]])
    """
    down, right = v
    return down * DOWN + right * RIGHT


def find_edges(X):
    """Where the next pixel to the right is brighter (rising), where it is darker (falling).

    Shapes: X (H, W) -> two boolean maps (H, W - 1)

    >>> rising, falling = find_edges([[1, 1, 0, 0, 1]])
    >>> rising.astype(int), falling.astype(int)
    (array([[0, 0, 0, 1]]), array([[0, 1, 0, 0]]))
    """
    X = np.asarray(X, dtype=float)  # bytes would wrap around: 0 - 1 = 255
    Y = corr2d(X, [[1, -1]])  # left minus right: positive where it gets darker
    return Y < 0, Y > 0
