"""The arrays that the window moves over: real ones, shrunk, and ones that can be computed by head."""

from base64 import b64encode
from pathlib import Path

import numpy as np

from convolution_book.widgets.kernel_lab.pictures import photo
from convolution_book.widgets.python.photos import read

HERE = Path(__file__).parent
DAHLIA = HERE.parent / "channel_mixer" / "dahlia40.ppm"


def eeg():
    """64 samples of a recording, in tenths."""
    return np.loadtxt(HERE / "eeg64.txt", dtype=int)


def shrunk(X, by):
    """X (H, W, C) smaller by averaging squares of `by` pixels, as bytes."""
    H, W, C = X.shape
    return X.reshape(H // by, by, W // by, by, C).mean(axis=(1, 3)).round().astype(np.uint8)


def temple():
    """The photo (24, 32), grey."""
    return shrunk(photo("temple")[..., None], 4)[..., 0]


def dahlia():
    """The three channels (3, 8, 8) of a colour photo."""
    return shrunk(read(DAHLIA), 5).transpose(2, 0, 1)


def ball(frames, size, radius, row, col):
    """A film (frames, size, size): a soft ball that starts at (row, col) and goes by (1, 2) pixels a frame.

    >>> int(ball(3, 8, 3, 2, 1)[1].argmax()) == 3 * 8 + 3
    True
    """
    f, i, j = np.ogrid[:frames, :size, :size]
    far = (i - row - f) ** 2 + (j - col - 2 * f) ** 2
    return np.maximum(0, 255 - 255 // radius**2 * far)


def counting(*shape):
    """Each cell is the sum of its places, counted from 0."""
    return np.indices(shape).sum(axis=0)


def packed():
    """What the front end cannot compute by itself: numbers in tenths, and bytes row by row."""
    return {
        "eeg": eeg().tolist(),
        "temple": b64encode(temple().tobytes()).decode(),
        "dahlia": b64encode(dahlia().tobytes()).decode(),
    }


def arrays(data):
    """{name: array} by the tab's worlds: "real" or "counting"."""
    if data == "counting":
        cube = counting(3, 8, 8)
        worlds = {"signal": counting(10), "image": counting(10, 10), "volume": counting(10, 10, 10)}
        return worlds | {"flat": cube, "deep": cube, "causal": counting(10) + 1}
    signal = eeg() / 10
    worlds = {"signal": signal, "image": temple(), "volume": ball(12, 24, 6, 6, 1)}
    return worlds | {"flat": dahlia(), "deep": ball(3, 8, 3, 2, 1), "causal": signal[:32]}
