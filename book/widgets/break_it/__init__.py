"""Break it: does "layer, then move" equal "move, then layer"? Where not, and why?"""

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d

N = 8
PADS = {"zeros": "constant", "circular": "wrap", "reflect": "reflect"}


class BreakIt(Widget):
    """A pattern on an 8 × 8 image; one path moves it first, the other runs the layer first.

    pattern     up to 2 × 2, its corner at `place`, [row, column] from 0, all of it inside
    nudge       [down, right], each from −2 to 2; what leaves on one side comes back on the other
    K           the kernel, up to 3 × 3;  border: "zeros", "circular" or "reflect"
    stride      1 or 2;  gain: whether column j is multiplied by j + 1 before
    step        how far the square is filled: 0 the image, 1 moved, 2 both outputs, 3 their difference
    playing, interval_ms
    answer      "" until the reader has said how many outputs differ
    D, differing, largest
                written by the front end: move-then-layer minus layer-then-move, how many are not 0,
                how large the largest is

    >>> BreakIt(stride=2)
    BreakIt(zeros around, stride 2, moved 0 down, 1 right)
    """

    CONTROLS = ("pattern", "place", "nudge", "K", "border", "stride", "gain")
    SAMPLES = (
        {"answer": "shown"},
        {"place": [3, 6]},
        {"border": "reflect"},
        {"border": "circular", "nudge": [-2, 1]},
        {"border": "zeros", "place": [3, 3], "nudge": [0, 1], "gain": True},
        {"gain": False, "stride": 2},
        {"nudge": [0, 2]},
        {"nudge": [-1, -1], "border": "reflect", "K": [[9, -9, 99], [-99, 0, 1], [1, 1, -1]]},
        {"step": 0},
        {"step": 2},
    )

    pattern = Matrix([[1, 0], [2, 1]], name="pattern", largest=2).tag(sync=True)
    place = traitlets.List(traitlets.Int(min=0, max=N - 1), [3, 5], minlen=2, maxlen=2).tag(sync=True)
    nudge = traitlets.List(traitlets.Int(min=-2, max=2), [0, 1], minlen=2, maxlen=2).tag(sync=True)
    K = Matrix([[0, 1, 0], [1, 2, 1], [0, 1, 0]], name="K", largest=3).tag(sync=True)
    border = traitlets.Enum(list(PADS), "zeros").tag(sync=True)
    stride = Whole(1, name="stride", low=1, high=2).tag(sync=True)
    gain = traitlets.Bool(False).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    step = Whole(3, name="step", low=0, high=3).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(1600, name="interval_ms", low=20, high=60_000).tag(sync=True)
    D = traitlets.List().tag(sync=True)
    differing = traitlets.Int(0).tag(sync=True)
    largest = traitlets.Float(0.0).tag(sync=True)

    def image(self):
        X, (row, col) = np.zeros((N, N)), self.place
        for (a, b), value in np.ndenumerate(np.array(self.pattern)):
            X[row + a, col + b] = value
        return X

    def layer(self, X):
        if self.gain:
            X = X * np.arange(1, N + 1)
        before = [((k - 1) // 2, k - 1 - (k - 1) // 2) for k in np.shape(self.K)]
        return corr2d(np.pad(X, before, PADS[self.border]), self.K)[:: self.stride, :: self.stride]

    def paths(self):
        """(layer, then move; move, then layer)."""
        X, steps = self.image(), [int(by / self.stride) for by in self.nudge]
        return np.roll(self.layer(X), steps, (0, 1)), self.layer(np.roll(X, self.nudge, (0, 1)))

    def computed(self):
        first, second = self.paths()
        D = second - first
        return {"D": D.tolist(), "differing": np.count_nonzero(D), "largest": abs(D).max()}

    def still(self):
        words, (first, second) = self.labels, self.paths()
        return still.picture(
            still.matrix_table(words["image"], self.image()),
            still.matrix_table(words["first"], first),
            still.matrix_table(words["second"], second),
            still.matrix_table(words["difference"], second - first),
        )

    def __repr__(self):
        around = f"{self.border} around" if self.border == "zeros" else f"{self.border} border"
        down, right = self.nudge
        return f"BreakIt({around}, stride {self.stride}, moved {down} down, {right} right)"
