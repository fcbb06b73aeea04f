"""Lay out the folder of a new widget, which works at once: `make widget NAME=FlipAndSlide`."""

import re
import shutil
import sys
from pathlib import Path

import files

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = Path(__file__).with_name("widget_template")
WIDGETS = ROOT / "book" / "widgets"
NEXT = """{room}: laid out
  __init__.py  the class {cls}: traits, what the front end must compute, the still picture
  model.js     what follows from the traits      view.js   what is drawn      words.json  what is said
show it in a page:  from convolution_book.widgets import {cls} in its first cell, then {cls}()
test it:            .venv/bin/python -m pytest tests/widgets -k {cls}"""


def names(text):
    """The widget's name in each of its spellings, by the one that the template uses.

    >>> names("FlipAndSlide") == names("flip_and_slide")
    True
    >>> list(names("flip-and-slide").values())
    ['FlipAndSlide', 'flip_and_slide', 'flip-and-slide', 'Flip and slide']
    """
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+", text)]
    if not words or not re.fullmatch(r"[A-Za-z][A-Za-z_-]*", text):
        raise ValueError(f"a widget needs a name such as FlipAndSlide, got {text!r}")
    snake = "_".join(words)
    return {
        "NewWidget": "".join(word.title() for word in words),
        "new_widget": snake,
        "new-widget": snake.replace("_", "-"),
        "New widget": " ".join(words).capitalize(),
    }


def lay_out(text, widgets=WIDGETS):
    """Write the folder of the widget of this name, and return it."""
    spelled = names(text)
    room = Path(widgets) / spelled["new_widget"]
    room.mkdir()
    try:
        for file in sorted(path for path in TEMPLATE.iterdir() if path.is_file()):
            source = file.read_text(encoding="utf-8")
            for old, new in spelled.items():
                source = source.replace(old, new)
            (room / file.name).write_text(source, encoding="utf-8")
    except OSError:
        shutil.rmtree(room)  # half a widget would only be in the way
        raise
    return room


def main(text=""):
    try:
        made = lay_out(text)
        print(NEXT.format(room=made.relative_to(ROOT), cls=names(text)["NewWidget"]))
    except FileExistsError as error:
        sys.exit(f"new_widget: {error.filename} is there already: choose another name")
    except ValueError as error:
        sys.exit(f"new_widget: {error}: make widget NAME=FlipAndSlide")


if __name__ == "__main__":
    with files.explained("new_widget"):
        main(*sys.argv[1:2])
