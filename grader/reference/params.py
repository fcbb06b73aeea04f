"""How many numbers a layer has to learn."""

from math import prod


def fc_params(in_shape, hidden, bias=True):
    """Weights and biases of a fully connected layer from an input of any shape to `hidden` units.

    >>> fc_params((28, 28), 100)
    78500
    >>> fc_params((1000, 1000), 1000, bias=False)
    1000000000
    """
    return prod(in_shape) * hidden + (hidden if bias else 0)


def conv_params(delta, c_in=1, c_out=1, bias=True):
    """Weights and biases of a convolution that looks `delta` pixels far in every direction.

    The window runs from -delta to delta, so its side is 2·delta + 1, not 2·delta.
    Raises: ValueError if delta < 0

    >>> conv_params(1, bias=False), conv_params(0, bias=False)
    (9, 1)
    >>> conv_params(2, c_in=3, c_out=64)
    4864
    """
    if delta < 0:
        raise ValueError(f"delta is a distance in pixels, 0 or more, got {delta}")
    return (2 * delta + 1) ** 2 * c_in * c_out + (c_out if bias else 0)
