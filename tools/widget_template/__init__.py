"""New widget: say in one line what a reader sees by it."""

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget


class NewWidget(Widget):
    """What can be done with it.

    X           numbers, up to 6 × 6
    times       what each of them is multiplied by
    Y           the products, written by the front end

    >>> NewWidget(times=3)
    NewWidget(X 2 × 2, times 3)
    """

    CONTROLS = ("X", "times")
    SAMPLES = ({"times": -9}, {"X": [[-9, 9], [0, 5]]})

    X = Matrix([[0, 1], [2, 3]], name="X", largest=6).tag(sync=True)
    times = Whole(2, name="times", low=-9, high=9).tag(sync=True)
    Y = traitlets.List().tag(sync=True)

    def computed(self):
        return {"Y": (self.times * np.array(self.X)).tolist()}

    def still(self):
        words = self.labels
        return still.picture(
            still.matrix_table(words["input"], self.X),
            still.sign("→"),
            still.matrix_table(words["product"], self.computed()["Y"]),
        )

    def __repr__(self):
        return f"NewWidget(X {len(self.X)} × {len(self.X[0])}, times {self.times})"
