"""Still pictures: plain HTML that needs neither script nor style sheet, for pages where none runs."""

from base64 import b64encode
from html import escape
from io import BytesIO

import numpy as np
from PIL import Image


def number(value):
    """
    >>> number(-1.0), number(1 / 9)
    ('−1', '0.11')
    """
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and text != "0" else text


ROW = "display:flex;flex-wrap:wrap;align-items:center;justify-content:center;gap:12px"
TABLE = "border-collapse:collapse;width:auto;margin:0;font-variant-numeric:tabular-nums"
CELL = "border:1px solid currentColor;min-width:2.2em;height:2.2em;padding:0 .3em;text-align:center"


def matrix_table(caption, X):
    rows = "".join(f"<tr>{''.join(f'<td style={CELL!r}>{number(v)}</td>' for v in row)}</tr>" for row in X)
    return f'<table style="{TABLE}"><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>'


def picture(*parts):
    """Tables and signs side by side."""
    return f'<div class="cw-still" style="{ROW}">{"".join(parts)}</div>'


def factor(value):
    """
    >>> factor(2), factor(-1)
    ('2', '(−1)')
    """
    return f"({number(value)})" if value < 0 else number(value)


def sentence(text):
    return f'<p style="text-align:center">{escape(text)}</p>'


def list_of(sentences):
    return f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>"


def sign(text):
    return f"<span>{escape(text)}</span>"


def png(pixels):
    """A grey picture (H, W) or a coloured one (H, W, 3) as the bytes of a PNG file."""
    file = BytesIO()
    Image.fromarray(np.asarray(pixels).round().astype(np.uint8)).save(file, "PNG", optimize=True)
    return file.getvalue()


def image(alt, pixels, zoom=2):
    """A picture as an <img>: grey (H, W), or coloured (H, W, 3)."""
    height, width = np.shape(pixels)[:2]
    data = b64encode(png(pixels)).decode()
    look = f'width="{zoom * width}" height="{zoom * height}" style="image-rendering:pixelated"'
    return f'<img alt="{escape(alt)}" {look} src="data:image/png;base64,{data}">'
