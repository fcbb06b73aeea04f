"""The book's widgets: they compute in the page, and are ordinary ipywidgets in JupyterLab."""

from book.widgets.channel_mixer import ChannelMixer
from book.widgets.find_the_figure import FindTheFigure
from book.widgets.fold_the_matrix import FoldTheMatrix
from book.widgets.kernel_lab import KernelLab
from book.widgets.parameter_ladder import ParameterLadder
from book.widgets.pixel_shuffler import PixelShuffler
from book.widgets.plain import plain as plain
from book.widgets.sliding_window import SlidingWindow

__all__ = [
    "ChannelMixer",
    "FindTheFigure",
    "FoldTheMatrix",
    "KernelLab",
    "ParameterLadder",
    "PixelShuffler",
    "SlidingWindow",
]
