"""The sliding window, the book's centrepiece."""

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Speed, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d_strided


class SlidingWindow(Widget):
    """Slide K over X, step by step, every product written out.

    X, K        input and kernel: lists, arrays or tensors of two dimensions
    padding     rings of zeros around X;  stride: cells from one window to the next
    flip        turn the kernel by 180° first: a convolution instead of a correlation
    predict     hide the outputs until the reader has typed them
    step        which output is being computed, counted from 0 in reading order; playing, interval_ms, speed
    Y           the output, written by the front end

    >>> SlidingWindow(X=[[0, 1, 2], [3, 4, 5], [6, 7, 8]], K=[[0, 1], [2, 3]])
    SlidingWindow(X 3 × 3, K 2 × 2, padding 0, stride 1)
    """

    CONTROLS = ("step", "X", "K", "padding", "stride", "flip")
    SETTINGS = ("flip", "predict", "input_size", "kernel_size", "padding", "stride", "preset", "speed")
    SAMPLES = ({"step": 1}, {"K": [[0, -9], [2, 3]]}, {"step": 3}, {"flip": True})

    X = Matrix([[0, 1, 2], [3, 4, 5], [6, 7, 8]], name="X").tag(sync=True)
    K = Matrix([[0, 1], [2, 3]], name="K", largest=7).tag(sync=True)
    padding = Whole(0, name="padding", low=0, high=3).tag(sync=True)
    stride = Whole(1, name="stride", low=1, high=4).tag(sync=True)
    flip = traitlets.Bool(False).tag(sync=True)
    predict = traitlets.Bool(False).tag(sync=True)
    answered = traitlets.List(traitlets.Int()).tag(sync=True)
    step = Whole(0, name="step", low=0, high=10_000).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(1100, name="interval_ms", low=20, high=60_000).tag(sync=True)
    speed = Speed()
    Y = traitlets.List().tag(sync=True)

    @traitlets.validate("X", "K", "padding")
    def _kernel_fits(self, proposal):
        size = {"X": self.X, "K": self.K, "padding": self.padding, proposal["trait"].name: proposal["value"]}
        (H, W), (h, w), p = np.shape(size["X"]), np.shape(size["K"]), size["padding"]
        if h > H + 2 * p or w > W + 2 * p:
            raise traitlets.TraitError(
                f"kernel {h} × {w} does not fit into input {H} × {W} with padding {p}: "
                "pad the input or shrink the kernel"
            )
        return proposal["value"]

    def computed(self):
        K = np.rot90(self.K, 2 * self.flip)
        return {"Y": corr2d_strided(self.X, K, self.padding, self.stride).tolist()}

    def drawn(self):
        return self.still() + still.sentence(self.told())

    def told(self):
        """The window of this step, written out."""
        X, K = np.pad(self.X, self.padding), np.rot90(self.K, 2 * self.flip)
        Y = corr2d_strided(self.X, K, self.padding, self.stride)
        row, col = divmod(min(self.step, Y.size - 1), Y.shape[1])
        top, left = row * self.stride, col * self.stride
        window = X[top : top + K.shape[0], left : left + K.shape[1]]
        terms = [f"{still.factor(x)}·{still.factor(k)}" for x, k in zip(window.flat, K.flat, strict=True)]
        return f"row {row + 1}, column {col + 1}: {' + '.join(terms)} = {still.number(Y[row, col])}"

    def still(self):
        K = np.rot90(self.K, 2) if self.flip else self.K
        words = self.labels
        return still.picture(
            still.matrix_table(words["input"], self.X),
            still.sign("⋆"),
            still.matrix_table(words["kernel"], K),
            still.sign("="),
            still.matrix_table(words["output"], self.computed()["Y"]),
        )

    def __repr__(self):
        (H, W), (h, w) = np.shape(self.X), np.shape(self.K)
        return f"SlidingWindow(X {H} × {W}, K {h} × {w}, padding {self.padding}, stride {self.stride})"
