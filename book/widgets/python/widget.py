"""What every widget class shares: its joined front end, its style sheet, its words, a still picture."""

import sys
from pathlib import Path

import anywidget
import traitlets

from convolution_book.widgets.python.front_end import join, styles
from convolution_book.widgets.python.traits import limits_of
from convolution_book.widgets.python.words import words


def room_of(cls):
    """The folder that a widget's class stands in, which holds its view too; None for any other class."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    room = file and Path(file).parent
    return room if room and (room / "view.js").exists() else None


class Widget(anywidget.AnyWidget):
    """A class of the book, beside its ``view.js`` and ``words.json``.

    CONTROLS    traits that `plain` offers where a lab shows ipywidgets' own controls only
    SAMPLES     states, each some traits: whichever is in force, nothing around the numbers may move
    SETTINGS    names of controls that a chapter may fold away
    show        names of those in sight; the rest wait under "More settings". None: all are in sight

    >>> from convolution_book.widgets import SlidingWindow
    >>> SlidingWindow(show=["kernel_size"]).show
    ['kernel_size']
    """

    CONTROLS = ()
    SAMPLES = ()
    SETTINGS = ()
    room = None

    labels = traitlets.Dict().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    show = traitlets.List(traitlets.Unicode(), None, allow_none=True).tag(sync=True)

    @traitlets.validate("show")
    def _settings_exist(self, proposal):
        if odd := set(proposal["value"] or ()) - set(self.SETTINGS):
            raise traitlets.TraitError(f"show names {sorted(odd)}: choose from {list(self.SETTINGS)}")
        return proposal["value"]

    def __init_subclass__(cls, **kwargs):
        room = room_of(cls)
        if room and room != cls.room:  # traitlets makes subclasses of its own: they inherit
            cls.room, cls._esm, cls._css = room, join(room / "view.js"), styles()
        super().__init_subclass__(**kwargs)

    @traitlets.default("labels")
    def _labels(self):
        return words(self.room)

    @traitlets.default("limits")
    def _limits(self):
        found = {name: limits_of(trait) for name, trait in self.traits(sync=True).items()}
        return {name: limits for name, limits in found.items() if limits}

    def computed(self):
        """{trait: value} that the front end must write in this state, by the reference: override it."""
        return {}

    @classmethod
    def at_first(cls, state):
        """{trait: the entries of its table that the first picture of this saved state needs}.

        For long tables: override it. The rest comes behind the widget, whose view names the trait in `late`.
        """
        return {}

    def still(self):
        """HTML that stands for the widget where no script runs: override it."""
        return f"<p>{self.labels['title']}</p>"

    def drawn(self):
        """HTML of the state in force, computed by Python: what `plain` shows."""
        return self.still()

    def __repr__(self):
        return f"{type(self).__name__}()"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        return {"text/plain": repr(self), **data, "text/html": self.still()}, metadata
