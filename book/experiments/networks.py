"""Two small networks for pictures of 12 × 12 pixels, and how they learn. Deterministic by their generator."""

import numpy as np
import torch
import torch.nn.functional as F

SIDE = 12
BATCH = 50
DENSE = [(24, SIDE**2), (24,), (10, 24), (10,)]
CONVOLUTION = [(8, 1, 3, 3), (8,), (16, 8, 3, 3), (16,), (10, 16), (10,)]


def dense(P, X):
    """Every hidden unit sees every pixel. X (N, 12, 12) -> scores (N, 10)."""
    return F.linear(F.relu(F.linear(X.flatten(1), P[0], P[1])), P[2], P[3])


def convolution(P, X):
    """3 × 3 kernels twice, a smaller picture in between; of each map only its largest answer counts."""
    Y = F.relu(F.conv2d(X[:, None], P[0], P[1], padding=1))  # (N, 8, 12, 12)
    Y = F.relu(F.conv2d(F.max_pool2d(Y, 2), P[2], P[3], padding=1))  # (N, 16, 6, 6)
    return F.linear(Y.amax((2, 3)), P[4], P[5])


NETWORKS = {"dense": (dense, DENSE), "convolution": (convolution, CONVOLUTION)}


def weights(network):
    """How many numbers a network learns.

    >>> weights("dense"), weights("convolution")
    (3730, 1418)
    """
    return int(sum(np.prod(shape) for shape in NETWORKS[network][1]))


def begun(shape, rng):
    """Random weights of the usual size (He and others, 2015); biases start at 0."""
    size = np.sqrt(2 / np.prod(shape[1:])) if len(shape) > 1 else 0
    return torch.tensor(size * rng.normal(size=shape), dtype=torch.float32, requires_grad=True)


def learnt(scores, shapes, X, y, rng, steps=400):
    """The weights after so many steps of Adam on random batches."""
    P = [begun(shape, rng) for shape in shapes]
    X, y = torch.tensor(X, dtype=torch.float32), torch.tensor(y)
    optimiser = torch.optim.Adam(P, lr=0.01)
    for _ in range(steps):
        chosen = rng.integers(len(X), size=BATCH)
        optimiser.zero_grad()
        F.cross_entropy(scores(P, X[chosen]), y[chosen]).backward()
        optimiser.step()
    return P


def trained(network, X, y, rng):
    """The network when it has learnt: a function from pictures to digits."""
    scores, shapes = NETWORKS[network]
    P = learnt(scores, shapes, X, y, rng)

    def read(Z):
        with torch.no_grad():
            return scores(P, torch.tensor(Z, dtype=torch.float32)).argmax(1).numpy()

    return read
