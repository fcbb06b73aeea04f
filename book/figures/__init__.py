"""Diagrams of the book, drawn by code: one visible line in a chapter, one inline SVG in the page.

The colours are the book's CSS variables, so that one drawing serves light, dark and print; letters take the
page's own font. A drawing holds numbers and symbols, no sentences: what it shows is said in the Markdown
beside it, which screen readers read and translators translate. The drawing itself is hidden from them.
"""

from convolution_book.figures.bowl import bowl
from convolution_book.figures.crowd import crowd
from convolution_book.figures.ladder import ladder
from convolution_book.figures.matrices import matrices
from convolution_book.figures.photos import photos
from convolution_book.figures.timings import timings
from convolution_book.figures.wiring import wiring

__all__ = ["bowl", "crowd", "ladder", "matrices", "photos", "timings", "wiring"]
