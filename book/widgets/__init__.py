"""The book's widgets: they compute in the page, and are ordinary ipywidgets in JupyterLab.

One folder a widget, found here by its view: ``kernel_lab`` holds the class ``KernelLab``. ``kit`` holds the
parts of front ends that two or more widgets use, ``python`` what their classes share.
"""

from importlib import import_module
from pathlib import Path

from convolution_book.widgets.python.plain import plain as plain

ROOMS = sorted(view.parent for view in Path(__file__).parent.glob("*/view.js"))


def class_in(room):
    """The widget that lives in this folder."""
    name = room.name.title().replace("_", "")
    return getattr(import_module(f"{__name__}.{room.name}"), name)


WIDGETS = [class_in(room) for room in ROOMS]
globals().update({cls.__name__: cls for cls in WIDGETS})
__all__ = [cls.__name__ for cls in WIDGETS]
