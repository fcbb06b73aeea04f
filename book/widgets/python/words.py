"""The words that readers see, ready for translation: each front end module keeps its own beside it."""

import json
from functools import cache

from convolution_book.widgets.python.front_end import modules


def words_beside(path):
    """Words of one module: ``grid.json`` beside ``grid.js``."""
    table = path.with_suffix(".json")
    return json.loads(table.read_text(encoding="utf-8")) if table.exists() else {}


@cache
def words(room):
    """Words of the widget in this folder: those of the parts it uses, then its own, which win.

    >>> from convolution_book.widgets import KernelLab
    >>> words(KernelLab.room)["title"], words(KernelLab.room)["copy_link"]
    ('Kernel lab', 'Copy link')
    """
    parts = {key: text for path in modules(room / "view.js") for key, text in words_beside(path).items()}
    return parts | json.loads((room / "words.json").read_text(encoding="utf-8"))
