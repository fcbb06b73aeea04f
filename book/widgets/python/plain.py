"""The same widgets where a lab shows ipywidgets' own controls only, and a picture by Python.

plain(SlidingWindow(stride=2))      # instead of  SlidingWindow(stride=2)
"""

import ipywidgets
import traitlets

from convolution_book.widgets.python.traits import Measure, Whole
from convolution_book.widgets.python.widget import Widget


def plain(widget):
    """Controls for the widget's settings above its picture, drawn anew at every change."""
    if not isinstance(widget, Widget):
        raise TypeError(f"plain takes a widget of this book, such as plain(KernelLab()), got {widget!r}")
    picture, complaint = ipywidgets.HTML(widget.drawn()), ipywidgets.Label()

    def change(name, value):
        try:
            setattr(widget, name, value)
            complaint.value, picture.value = "", widget.drawn()
        except (traitlets.TraitError, ValueError) as error:
            complaint.value = str(error)

    controls = [control(widget, name, change) for name in widget.CONTROLS]
    return ipywidgets.VBox([*controls, complaint, picture])


def control(widget, name, change):
    """The control that fits the trait."""
    trait, value = widget.traits()[name], getattr(widget, name)
    if isinstance(trait, traitlets.Bool):
        made = ipywidgets.Checkbox(value, description=name)
    elif isinstance(trait, Whole):
        made = ipywidgets.BoundedIntText(value, min=trait.low, max=trait.high, description=name)
    elif isinstance(trait, Measure):
        made = ipywidgets.BoundedFloatText(
            value, min=trait.low, max=trait.high, step=(trait.high - trait.low) / 100, description=name
        )
    elif isinstance(trait, traitlets.Enum):
        made = ipywidgets.Dropdown(options=list(trait.values), value=value, description=name)
    elif isinstance(value, list):
        return numbers_control(name, value, change)
    else:
        made = ipywidgets.Text(value, description=name, continuous_update=False)
    made.observe(lambda event: change(name, event["new"]), "value")
    return made


def numbers_control(name, value, change):
    """A list or a matrix as text."""
    made = ipywidgets.Text(written(value), description=name, continuous_update=False)

    def read(event):
        change(name, numbers(event["new"], rows=isinstance(value[0], list)))

    made.observe(read, "value")
    return made


def written(value):
    """
    >>> written([[0, 1], [2, 3]]), written([1, 0, 1])
    ('0 1; 2 3', '1 0 1')
    """
    return "; ".join(map(written, value)) if isinstance(value[0], list) else " ".join(f"{v:g}" for v in value)


def numbers(text, rows):
    """What was typed, as a list of numbers or of rows; a word that is no number stays a word.

    >>> numbers("0 1; 2 -0.5", rows=True), numbers("1 0 1", rows=False)
    ([[0, 1], [2, -0.5]], [1, 0, 1])
    """
    lines = [[number(word) for word in line.replace(",", " ").split()] for line in text.split(";")]
    return lines if rows else lines[0]


def number(word):
    try:
        return int(word)
    except ValueError:
        pass
    try:
        return float(word)
    except ValueError:
        return word
