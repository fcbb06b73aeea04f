"""Small photos that travel in the state of a widget: one byte a channel. Sources: photos/SOURCES.md."""

from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path

import numpy as np
import traitlets

HERE = Path(__file__).with_name("photos")
MAGIC = {b"P5": 1, b"P6": 3}


def read_netpbm(path):
    """A binary PGM or PPM file as bytes of shape (H, W, C)."""
    data = path.read_bytes()
    magic, width, height, _ = data.split(maxsplit=4)[:4]
    if magic not in MAGIC:
        raise ValueError(f"{path.name} is {magic!r}: a binary PGM (P5) or PPM (P6) file is needed")
    shape = int(height), int(width), MAGIC[magic]
    return np.frombuffer(data[-int(np.prod(shape)) :], np.uint8).reshape(shape)  # pixels may look like spaces


@cache
def small_photo(key):
    """One of the book's small photos.

    >>> small_photo("hopper28").shape, small_photo("dahlia40").shape
    ((28, 28, 1), (40, 40, 3))
    """
    return read_netpbm(next(HERE.glob(f"{key}.p?m")))


def packed(X):
    """What the front end needs of a photo (H, W, C)."""
    height, width, channels = X.shape
    pixels = b64encode(np.ascontiguousarray(X)).decode()
    return {"height": height, "width": width, "channels": channels, "pixels": pixels}


def unpacked(photo):
    """The array that was packed."""
    shape = photo["height"], photo["width"], photo["channels"]
    return np.frombuffer(b64decode(photo["pixels"]), np.uint8).reshape(shape)


class Photo(traitlets.TraitType):
    """A small photo: an array (H, W) or (H, W, C) of bytes or of numbers from 0 to 1; kept as JSON."""

    def __init__(self, key, *, channels, largest=64, **kwargs):
        super().__init__(packed(small_photo(key)), **kwargs)
        self.channels, self.largest = channels, largest

    def validate(self, obj, value):
        if isinstance(value, dict) and value.keys() == {"height", "width", "channels", "pixels"}:
            value = unpacked(value)
        return packed(self.as_bytes(value))

    def as_bytes(self, value):
        X, C, most = np.asarray(value), self.channels, self.largest
        wanted = f"a photo of shape (H, W{', 3' if C == 3 else ''})"
        if X.dtype.kind not in "buif":
            raise traitlets.TraitError(
                f"{wanted} is needed, got {type(value).__name__}: pass an array of numbers"
            )
        X = X[..., None] if C == 1 and X.ndim == 2 else X
        if X.ndim != 3 or X.shape[2] != C or min(X.shape) < 1 or min(X.shape[:2]) < 3:
            raise traitlets.TraitError(f"{wanted}, at least 3 × 3, is needed, got shape {np.shape(value)}")
        if max(X.shape) > most:
            raise traitlets.TraitError(
                f"a photo of {X.shape[0]} × {X.shape[1]} is too large: use at most {most} rows and columns"
            )
        if not np.isfinite(X).all() or X.min() < 0 or X.max() > 255:
            raise traitlets.TraitError(
                f"pixels must be from 0 to 255 (or 0 to 1), got {X.min()} to {X.max()}"
            )
        fractions = X.dtype.kind == "f" and X.max() <= 1
        return np.round(X * (255 if fractions else 1)).astype(np.uint8)
