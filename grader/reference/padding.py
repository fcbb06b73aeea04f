"""A border around an image."""

import numpy as np

MODES = {"zero": "constant", "reflect": "reflect", "circular": "wrap", "edge": "edge"}


def pad2d(X, p, mode="zero"):
    """Put p rows above and below X and p columns left and right; p may be a pair (down, right).

    mode says what stands in them: "zero"; "reflect", the image mirrored at its first and last pixel;
    "circular", the image again; "edge", its outermost pixels.
    Shapes: X (H, W) -> (H + 2·down, W + 2·right)
    Raises: ValueError if there is not enough image to take from, or no such mode

    >>> pad2d([[5.0]], 1)
    array([[0., 0., 0.],
           [0., 5., 0.],
           [0., 0., 0.]])
    >>> pad2d([[1, 2, 3]], (0, 2), "reflect")
    array([[3, 2, 1, 2, 3, 2, 1]])
    """
    X, sides = np.asarray(X), both(p)
    if mode not in MODES:
        raise ValueError(f"unknown mode {mode!r}: take one of {', '.join(MODES)}")
    for n, side in zip(X.shape, sides, strict=True):
        most = {"reflect": n - 1, "circular": n}.get(mode, side)
        if not 0 <= side <= most:
            raise ValueError(f'cannot pad {n} entries by {side} in mode "{mode}": take 0 to {most}')
    return np.pad(X, [(side, side) for side in sides], mode=MODES[mode])


def both(p):
    """A number for both directions, or a pair (down, right)."""
    return (p, p) if np.ndim(p) == 0 else tuple(p)
