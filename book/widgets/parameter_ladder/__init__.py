"""The parameter ladder: what each of the two principles takes away."""

import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Speed, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import conv_params, fc_params


class ParameterLadder(Widget):
    """Parameters of one layer, n × n to n × n: every weight its own; shared; shared and only nearby.

    side        n, pixels along one side of the image
    delta       how far the window looks, in pixels;  c_in, c_out: channels;  bias: count the biases too
    step        the rung in sight, 0 to 2;  playing, interval_ms, speed
    predict     hide the counts until the reader has typed them
    counts      the three counts, written by the front end

    >>> ParameterLadder(side=1000, delta=1).rungs()
    [1000000000000, 3996001, 9]
    """

    CONTROLS = ("side", "delta", "c_in", "c_out", "bias")
    SETTINGS = ("bias", "predict", "c_in", "c_out", "speed")
    SAMPLES = ({"side": 7, "delta": 3}, {"step": 1}, {"step": 2}, {"bias": True})

    side = Whole(1000, name="side", low=1, high=4000).tag(sync=True)
    delta = Whole(1, name="delta", low=0, high=50).tag(sync=True)
    c_in = Whole(1, name="c_in", low=1, high=512).tag(sync=True)
    c_out = Whole(1, name="c_out", low=1, high=512).tag(sync=True)
    bias = traitlets.Bool(False).tag(sync=True)
    predict = traitlets.Bool(False).tag(sync=True)
    answered = traitlets.List(traitlets.Int()).tag(sync=True)
    step = Whole(0, name="step", low=0, high=2).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(1800, name="interval_ms", low=20, high=60_000).tag(sync=True)
    speed = Speed()
    counts = traitlets.List().tag(sync=True)

    def rungs(self):
        """The three counts, from the reference. Offsets run from −(n − 1) to n − 1: a window of Δ = n − 1."""
        n, channels = self.side, {"c_in": self.c_in, "c_out": self.c_out, "bias": self.bias}
        return [
            fc_params((n, n, self.c_in), n * n * self.c_out, bias=self.bias),
            conv_params(n - 1, **channels),
            conv_params(self.delta, **channels),
        ]

    def computed(self):
        return {"counts": self.rungs()}

    def still(self):
        words = self.labels
        return still.list_of([f"{words[f'rung_{i}']}: {count:,}" for i, count in enumerate(self.rungs())])

    def __repr__(self):
        return f"ParameterLadder({self.side} × {self.side}, Δ = {self.delta})"
