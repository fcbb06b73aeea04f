"""A fully connected layer does not know the order of its inputs."""

import numpy as np


def permute_weights(W, perm):
    """The weights that give the old answers when the inputs arrive as x[perm].

    Column perm[j] meets the input that now stands at place j.
    Shapes: W (m, n), perm (n,) -> (m, n)
    Raises: ValueError if perm does not name each column once

    >>> permute_weights(np.array([[1, 2, 3]]), [2, 0, 1])
    array([[3, 1, 2]])
    """
    W, perm = np.asarray(W), np.asarray(perm)
    if sorted(perm.tolist()) != list(range(W.shape[1])):
        raise ValueError(f"perm {perm.tolist()} does not name each of the {W.shape[1]} columns once")
    return W[:, perm]
