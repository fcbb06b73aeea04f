"""Delta tracer: who hears from whom on the way back, as paths through a layer and as a kernel that slides."""

import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Speed, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d_backward, corr2d_strided

N, K = 5, 3  # inputs and weights
LARGEST = 100
LENGTHS = {"x": N, "w": K, "delta": N - K + 1}
PICKS = ("", *(f"{name[0]}{n}" for name, length in LENGTHS.items() for n in range(length)))


class DeltaTracer(Widget):
    """Five inputs, three weights, three outputs (two in steps of 2), and a δ for each output.

    x, w, delta   rows of 5, 3 and 3 whole numbers from −100 to 100; in steps of 2 the third δ has no output
    stride        1 or 2
    pick          whose paths are lit: "x0" to "x4", "w0" to "w2", "d0" to "d2", or "" for none
    of            which gradient is worked out: that of "x" or that of "w"
    swapped       the gradient of w with its two arguments swapped: a published mistake
    step          0 the layer, then the way back in stills;  playing, interval_ms, speed
    answer        "" until the reader has said one number of the gradient
    o, dx, dw     the outputs and both gradients, one row each: written by the front end

    >>> DeltaTracer(stride=2)
    DeltaTracer(w 1 2 4, δ 1 10, stride 2, gradient of x)
    """

    CONTROLS = ("x", "w", "delta", "stride", "of", "swapped", "step")
    SETTINGS = ("of", "stride", "swapped", "x", "w", "delta", "speed")
    SAMPLES = (
        {"answer": "124"},
        {"pick": "x2"},
        {"pick": "", "step": 2},
        {"step": 6},
        {"stride": 2, "step": 5},
        {"stride": 1, "of": "w", "step": 3},
        {"swapped": True, "pick": "w0", "step": 0},
        {
            "x": [[-100, 100, 0, -7, 9]],
            "w": [[-100, 50, 100]],
            "delta": [[-100, 0, 100]],
            "of": "x",
            "swapped": False,
            "pick": "d1",
        },
    )

    x = Matrix([[1, 2, 3, 4, 5]], name="x", largest=N).tag(sync=True)
    w = Matrix([[1, 2, 4]], name="w", largest=K).tag(sync=True)
    delta = Matrix([[1, 10, 100]], name="delta", largest=3).tag(sync=True)
    stride = Whole(1, name="stride", low=1, high=2).tag(sync=True)
    pick = traitlets.Enum(PICKS, "").tag(sync=True)
    of = traitlets.Enum(("x", "w"), "x").tag(sync=True)
    swapped = traitlets.Bool(False).tag(sync=True)
    step = Whole(0, name="step", low=0, high=8).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(1200, name="interval_ms", low=20, high=60_000).tag(sync=True)
    speed = Speed()
    answer = traitlets.Unicode("").tag(sync=True)
    o = traitlets.List().tag(sync=True)
    dx = traitlets.List().tag(sync=True)
    dw = traitlets.List().tag(sync=True)

    @traitlets.validate("x", "w", "delta")
    def _one_row_of_whole_numbers(self, proposal):
        X, name = proposal["value"], proposal["trait"].name
        if [len(row) for row in X] != [LENGTHS[name]]:
            raise traitlets.TraitError(f"{name} must be one row of {LENGTHS[name]} numbers, got {X!r}")
        if odd := [value for value in X[0] if value != int(value) or abs(value) > LARGEST]:
            raise traitlets.TraitError(
                f"{name} holds {odd[0]!r}: use whole numbers from −{LARGEST} to {LARGEST}"
            )
        return X

    def heard(self):
        """δ as far as there are outputs."""
        return [self.delta[0][: (N - K) // self.stride + 1]]

    def computed(self):
        dX, dK = corr2d_backward(self.x, self.w, self.heard(), self.stride)
        return {
            "o": corr2d_strided(self.x, self.w, s=self.stride).tolist(),
            "dx": dX.tolist(),
            "dw": (dK[:, ::-1] if self.swapped else dK).tolist(),
        }

    def still(self):
        """The layer and both gradients; its question and its answer above."""
        return "".join([*map(still.sentence, self.asked()), self.drawn()])

    def asked(self):
        """The question, and the right answer written out; nothing where a mistake would give it, too."""
        [w], [delta] = self.w, self.heard()
        if self.of == "x" and w == w[::-1]:
            return []
        if self.of == "x":
            pairs = [(d, w[2 - i * self.stride]) for i, d in enumerate(delta)]
        else:
            pairs = [(d, self.x[0][i * self.stride]) for i, d in enumerate(delta)]
        terms = " + ".join(f"{still.factor(a)}·{still.factor(b)}" for a, b in pairs)
        said = {"terms": terms, "value": still.number(sum(a * b for a, b in pairs))}
        return [self.labels[f"{name}_{self.of}"].format(**said) for name in ("ask", "says_right")]

    def drawn(self):
        got = self.computed()
        rows = (("x", self.x), ("w", self.w), ("o", got["o"]), ("delta", self.heard()))
        tables = [still.matrix_table(self.labels[name], X) for name, X in rows]
        tables += [still.matrix_table(self.labels[name], got[name]) for name in ("dx", "dw")]
        return still.picture(*tables)

    def __repr__(self):
        w, delta = (" ".join(map(still.number, X[0])) for X in (self.w, self.heard()))
        return f"DeltaTracer(w {w}, δ {delta}, stride {self.stride}, gradient of {self.of})"
