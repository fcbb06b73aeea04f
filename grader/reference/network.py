"""A whole network: how many numbers it learns, what it says of an image, and how it learns a few by heart."""

import numpy as np

from grader.reference.channels import corr2d_multi
from grader.reference.params import conv_params, fc_params
from grader.reference.sizes import out_size


def lenet_params(h, w, classes):
    """Weights and biases of LeNet-5 as it is built today, for images of h × w pixels.

    A 5 × 5 convolution to 6 maps (padding 2), the largest of 2 × 2, a 5 × 5 convolution to 16 maps, the
    largest of 2 × 2, dense layers of 120, 84 and `classes` units.
    Raises: ValueError where nothing is left for a layer to see
    Source: LeCun and others, Gradient-based learning applied to document recognition, 1998

    >>> lenet_params(28, 28, 10)
    61706
    """
    a, b = (out_size(out_size(out_size(n, 2, s=2), 5), 2, s=2) for n in (h, w))
    maps = conv_params(2, 1, 6) + conv_params(2, 6, 16)
    return maps + fc_params((16, a, b), 120) + fc_params((120,), 84) + fc_params((84,), classes)


def forward(params, x):
    """What the book's small network says of each image.

    Twice 3 × 3 kernels with a ring of zeros, ReLU, the largest of 2 × 2. Then a dense layer on all maps,
    flattened map by map, row by row.
    Shapes: x (N, 1, H, W) -> (N, classes); params: K1 (C, 1, 3, 3), b1 (C,), K2 (D, C, 3, 3), b2 (D,),
    W (classes, D · (H // 4) · (W // 4)), b (classes,)

    >>> ones = {"K1": np.ones((1, 1, 3, 3)), "b1": [0], "K2": np.ones((1, 1, 3, 3)), "b2": [0]}
    >>> forward(ones | {"W": np.ones((1, 1)), "b": [0.5]}, np.ones((1, 1, 4, 4)))
    array([[36.5]])
    """
    for K, b in (("K1", "b1"), ("K2", "b2")):
        ringed = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
        x = halved(np.maximum(0, [corr2d_multi(X, params[K], params[b]) for X in ringed]))
    return x.reshape(len(x), -1) @ np.transpose(params["W"]) + params["b"]


def halved(x):
    """The largest of each 2 × 2; a last row or column without a partner is dropped."""
    N, C, H, W = x.shape
    return x[:, :, : H // 2 * 2, : W // 2 * 2].reshape(N, C, H // 2, 2, W // 2, 2).max(axis=(3, 5))


def overfit_batch(model, x, y, device):
    """Train `model` in place, on `device`, until it knows one batch by heart: the losses, one for each step.

    model: a torch module, from x (N, …) to scores (N, classes); y (N,): the classes' numbers
    Ends when the cross entropy is below 0.01, or after 500 steps.
    """
    import torch

    model, x, y = model.to(device), x.to(device), y.to(device)
    optimiser, losses = torch.optim.Adam(model.parameters(), lr=0.02), []
    while len(losses) < 500:
        loss = torch.nn.functional.cross_entropy(model(x), y)
        losses.append(loss.item())
        if losses[-1] < 0.01:
            break
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return losses
