"""What every widget class shares: its joined front end, its style sheet, its labels, a still picture."""

import anywidget
import traitlets

from book.widgets.front_end import join, styles
from book.widgets.labels import labels


class Widget(anywidget.AnyWidget):
    """A class of the book: ``class MyWidget(Widget, front_end="my_widget")``."""

    labels = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, *, front_end=None, **kwargs):
        if front_end:  # traitlets makes nameless subclasses of its own: they inherit
            cls._esm, cls._css, cls.front_end = join(front_end), styles(), front_end
        super().__init_subclass__(**kwargs)

    @traitlets.default("labels")
    def _labels(self):
        return labels(self.front_end)

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
