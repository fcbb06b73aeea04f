"""The photos of the kernel lab: grey, 128 × 96, one byte a pixel. Where they come from: SOURCES.md."""

from base64 import b64encode
from pathlib import Path

import numpy as np

from convolution_book.widgets.python.photos import read

HERE = Path(__file__).parent
CREDITS = {
    "temple": "Daniel Büchele, CC BY 2.0, cropped and made grey",
    "hopper": "James S. Davis, United States Navy, public domain, cropped and made grey",
}


def record(key, pixels, **extra):
    """What the front end needs of one picture."""
    height, width = pixels.shape
    return {
        "key": key,
        "width": width,
        "height": height,
        "pixels": b64encode(pixels.tobytes()).decode(),
        **extra,
    }


def photo(key):
    return read(HERE / f"{key}.pgm")[..., 0]


def photos():
    """The photos that come with the book.

    >>> [(p["key"], p["height"], p["width"]) for p in photos()]
    [('temple', 96, 128), ('hopper', 96, 128)]
    """
    return [record(key, photo(key), credit=credit) for key, credit in CREDITS.items()]


def grey(image, largest=256):
    """A reader's own picture as bytes: (H, W) or (H, W, C), values 0 to 1 or 0 to 255."""
    X = np.asarray(image)
    if X.dtype.kind not in "biuf" or X.ndim not in (2, 3) or 0 in X.shape:
        raise ValueError(f"image must be numbers of shape (H, W) or (H, W, C), got {X.dtype} {X.shape}")
    X = X[..., :3].mean(axis=-1) if X.ndim == 3 else X.astype(float)
    if max(X.shape) > largest:
        every = -(-max(X.shape) // largest)
        raise ValueError(f"image {X.shape} is too large to draw live: take image[::{every}, ::{every}]")
    if not np.isfinite(X).all():
        raise ValueError("image holds NaN or infinity: replace them, for example with np.nan_to_num")
    return np.clip(X * (255 if X.max() <= 1 else 1), 0, 255).round().astype(np.uint8)
