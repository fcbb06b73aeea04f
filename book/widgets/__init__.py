"""The book's widgets: they compute in the page, and are ordinary ipywidgets in JupyterLab."""

from book.widgets.find_the_figure import FindTheFigure
from book.widgets.fold_the_matrix import FoldTheMatrix
from book.widgets.kernel_lab import KernelLab
from book.widgets.pixel_shuffler import PixelShuffler
from book.widgets.sliding_window import SlidingWindow

__all__ = ["FindTheFigure", "FoldTheMatrix", "KernelLab", "PixelShuffler", "SlidingWindow"]
