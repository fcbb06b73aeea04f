"""Small photos that travel in the state of a widget: one byte a channel."""

from base64 import b64decode, b64encode
from functools import cache

import numpy as np
import traitlets
from PIL import Image


@cache
def read(path):
    """An image file as bytes of shape (H, W, C)."""
    with Image.open(path) as image:
        return np.atleast_3d(np.asarray(image))


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

    def __init__(self, path, *, channels, largest=64, **kwargs):
        super().__init__(packed(read(path)), **kwargs)
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
