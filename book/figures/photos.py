"""Photos beside one another, inside the page."""

import base64
from io import BytesIO

import numpy as np
from PIL import Image

from convolution_book.figures.drawing import SOFT, Row


class Photo:
    """One picture, `width` CSS pixels wide. Described, like all figures, in the Markdown beside it."""

    def __init__(self, pixels, name, width):
        self.pixels, self.name, self.width = pixels, name, width

    def _repr_html_(self):
        scaling = "pixelated" if self.counted else "auto"
        return (
            f'<div style="flex:none;max-width:100%;text-align:center;color:{SOFT};font-style:italic">'
            f'{self.name}<br><img alt="" width="{self.width}" src="{self.address()}" '
            f'style="max-width:100%;height:auto;image-rendering:{scaling}"></div>'
        )

    @property
    def counted(self):
        """So small that a reader may count its pixels: shown sharp, and kept to the last bit."""
        return self.pixels.shape[1] < 100

    def address(self):
        file, kind = BytesIO(), "png" if self.counted else "webp"
        # a photo as PNG is five times as heavy, and it stands in the page, before the widgets' front ends
        Image.fromarray(self.pixels).save(file, format=kind, **({} if self.counted else {"quality": 80}))
        return f"data:image/{kind};base64," + base64.b64encode(file.getvalue()).decode()


def photos(width=208, **named):
    """Show (H, W) or (H, W, 3) arrays with values from 0 to 255, each under its name."""
    return Row(Photo(as_bytes(image), name, width) for name, image in named.items())


def as_bytes(image):
    return np.clip(np.round(np.asarray(image, dtype=float)), 0, 255).astype(np.uint8)
