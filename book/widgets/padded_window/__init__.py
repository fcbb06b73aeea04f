"""The padded window: where a window fits, which pixels it never sees, and how often the others take part."""

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Speed, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d_strided, out_size, same_pad

LAYERS, WIDEST = 4, 16
RULES = ("floor", "ceil", "valid", "same")  # PyTorch's convolution and its pools, TensorFlow's two


class PaddedWindow(Widget):
    """A window of ones on an n × n input of ones: each output counts the real pixels that its window saw.

    view        "window" slides; "counts": how often each pixel takes part; "frameworks": four rules for a
                row; "layers": means upon means, and how far the zeros have come
    n, k        side of the input and of the kernel;  p, s, d  padding, stride, dilation
    step        which window, counted from 0 in reading order, or how many layers;
    playing, interval_ms, speed
    answer      "" until the reader has said how many windows stand in a row
    counts, sizes
                written by the front end: (n, n) in how many windows each pixel takes part; the windows in a
                row by each of RULES, in their order

    >>> PaddedWindow(n=4, p=1, s=1)
    PaddedWindow(n 4, k 3, p 1, s 1, d 1)
    """

    CONTROLS = ("step", "n", "k", "p", "s", "d")
    SETTINGS = ("view", "n", "k", "p", "s", "d", "speed")
    SAMPLES = ({"step": 1}, {"answer": "3"}, {"step": 4}, {"view": "counts"}, {"step": 8}, {"view": "window"})

    view = traitlets.Enum(["window", "counts", "frameworks", "layers"], "window").tag(sync=True)
    n = Whole(8, name="n", low=1, high=16).tag(sync=True)
    k = Whole(3, name="k", low=1, high=7).tag(sync=True)
    p = Whole(0, name="p", low=0, high=3).tag(sync=True)
    s = Whole(2, name="s", low=1, high=5).tag(sync=True)
    d = Whole(1, name="d", low=1, high=3).tag(sync=True)
    step = Whole(0, name="step", low=0, high=10_000).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(700, name="interval_ms", low=20, high=60_000).tag(sync=True)
    speed = Speed()
    answer = traitlets.Unicode("").tag(sync=True)
    counts = traitlets.List().tag(sync=True)
    sizes = traitlets.List().tag(sync=True)

    @traitlets.validate("n", "k", "p", "d")
    def _window_fits(self, proposal):
        now = {"n": self.n, "k": self.k, "p": self.p, "d": self.d, proposal["trait"].name: proposal["value"]}
        try:
            out_size(**now)
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None
        return proposal["value"]

    def kernel(self):
        """Ones, with d − 1 zeros between them."""
        row = np.zeros(self.d * (self.k - 1) + 1)
        row[:: self.d] = 1
        return np.outer(row, row)

    def seen(self):
        """What each window counts."""
        return corr2d_strided(np.ones((self.n, self.n)), self.kernel(), self.p, self.s)

    def layers(self):
        """[(Y, clean)]: what means of k × k give, layer upon layer; clean, which outputs felt no zero."""
        Y = clean = np.ones((self.n, self.n))
        found = [(Y, clean)]
        while len(found) <= LAYERS and len(self.kernel()) <= len(Y) + 2 * self.p:
            Y = corr2d_strided(Y, self.kernel() / self.k**2, self.p, self.s)
            clean = corr2d_strided(clean.astype(float), self.kernel(), self.p, self.s) == self.k**2
            if len(Y) > WIDEST:
                break
            found.append((Y, clean))
        return found

    def computed(self):
        n, k, p, s, d = self.n, self.k, self.p, self.s, self.d
        reach, row = d * (k - 1) + 1, np.zeros(n + 2 * p, int)
        for i in range(out_size(n, k, p, s, d)):
            row[i * s : i * s + reach : d] += 1
        inside = row[p : p + n]
        sizes = [
            out_size(n, k, p, s, d),
            out_size(n, k, p, s, d, mode="ceil"),
            out_size(n, k, 0, s, d) if reach <= n else 0,
            (n + sum(same_pad(n, k, s, d)) - reach) // s + 1,
        ]
        return {"counts": np.outer(inside, inside).tolist(), "sizes": sizes}

    def still(self):
        words, found = self.labels, self.computed()
        if self.view == "frameworks":
            return still.list_of(f"{words[rule]} {m}" for rule, m in zip(RULES, found["sizes"], strict=True))
        if self.view == "layers":
            many = [words["layer_many"].format(step=step) for step in range(2, LAYERS + 1)]
            names = [words["input"], words["layer_one"], *many]
            tables = [still.matrix_table(name, Y) for name, (Y, _) in zip(names, self.layers(), strict=False)]
            return still.picture(*tables)
        counts = np.array(found["counts"])
        unseen = words["unseen"].format(dropped=np.sum(counts == 0), all=counts.size)
        tables = still.picture(
            still.matrix_table(words["input"], np.pad(np.ones((self.n, self.n)), self.p)),
            still.sign("→"),
            still.matrix_table(words["output"], self.seen()),
            still.matrix_table(words["counts"], counts),
        )
        return f"<div>{tables}{still.sentence(unseen)}</div>"

    def __repr__(self):
        return f"PaddedWindow(n {self.n}, k {self.k}, p {self.p}, s {self.s}, d {self.d})"
