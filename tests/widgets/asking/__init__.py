"""A widget that asks before it shows, as small as one can be: what the gate promises is tried on it."""

import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget


class Asking(Widget):
    """Doubles of three numbers, masked until the reader says what the last will be.

    choice      ask by buttons, not by a field
    """

    CONTROLS = ("X", "choice")
    SAMPLES = ({"answer": "shown"}, {"answer": "6"}, {"step": 2})

    X = Matrix([[1, 2, 3]], name="X", largest=6).tag(sync=True)
    choice = traitlets.Bool(False).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    step = Whole(0, name="step", low=0, high=5).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(500, name="interval_ms", low=20, high=60_000).tag(sync=True)

    def still(self):
        return still.picture(still.matrix_table(self.labels["doubles"], [[2 * x for x in self.X[0]]]))
