"""Flip and slide: the sum of products as one signal passes over another, turned (∗) or as it is (⋆)."""

from html import escape

import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Speed, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import conv2d_full, corr1d_full

STAR = {"conv": "∗", "corr": "⋆"}
LARGEST = 9


class FlipAndSlide(Widget):
    """g slides over f; where both lie, their products are summed. Positions are counted from 0.

    f, g        one row of numbers from −9 to 9 each, [[0, 0, 1]]: at most 24 and 12 of them
    op          "conv": g is turned first, and comes back from a spike as it was;  "corr": it is not
    swapped     f slides over g instead
    step        which output is being computed, counted from 0 from the left; playing, interval_ms, speed
    sketch      one row: the output as the reader expects it, where two boxes are given
    answer      "" until the reader has said what a spike gives back, or has drawn it
    Y, first    the output, one row, and the position of its first number: written by the front end

    >>> FlipAndSlide(op="corr")
    FlipAndSlide(f ⋆ g, f of 6, g of 3)
    """

    CONTROLS = ("f", "g", "op", "swapped", "step")
    SAMPLES = (
        {"answer": "same"},
        {"step": 3},
        {"op": "corr"},
        {"swapped": True},
        {"op": "conv", "swapped": False, "step": 7},
        {"f": [[-9, 8.25, -7.5, 6, 0, -9]], "g": [[-9, 0.5, 9]]},
        {"step": 4},
    )

    f = Matrix([[0, 0, 1, 0, 0, 0]], name="f", largest=24).tag(sync=True)
    g = Matrix([[3, 2, 1]], name="g", largest=12).tag(sync=True)
    op = traitlets.Enum(list(STAR), "conv").tag(sync=True)
    swapped = traitlets.Bool(False).tag(sync=True)
    step = Whole(0, name="step", low=0, high=34).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(900, name="interval_ms", low=20, high=60_000).tag(sync=True)
    speed = Speed()
    sketch = Matrix([[0]], name="sketch", largest=35).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    Y = traitlets.List().tag(sync=True)
    first = traitlets.Int(0).tag(sync=True)

    @traitlets.validate("f", "g", "sketch")
    def _one_row_of_small_numbers(self, proposal):
        X, name = proposal["value"], proposal["trait"].name
        if len(X) > 1:
            raise traitlets.TraitError(f"{name} has {len(X)} rows: write one row, such as [[3, 2, 1]]")
        if far := [value for value in X[0] if abs(value) > LARGEST]:
            raise traitlets.TraitError(f"{name} holds {far[0]!r}: use numbers from −{LARGEST} to {LARGEST}")
        return X

    def signals(self):
        """(the one that lies still, the one that slides), both as they were given."""
        return (self.g, self.f) if self.swapped else (self.f, self.g)

    def computed(self):
        lying, sliding = self.signals()
        if self.op == "conv":
            return {"Y": conv2d_full(lying, sliding).tolist(), "first": 0}
        Y, first = corr1d_full(lying[0], sliding[0])
        return {"Y": [Y.tolist()], "first": first}

    def lanes(self, step):
        """{name: {position: number}}: the four lanes at this step, and the output complete."""
        (lying,), (sliding,) = self.signals()
        sliding = sliding[::-1] if self.op == "conv" else sliding
        at = range(step + 1 - len(sliding), step + 1)
        got = self.computed()
        still_one, moving = ("g", "f") if self.swapped else ("f", "g")
        over = dict(zip(at, sliding, strict=True))
        return {
            still_one: dict(enumerate(lying)),
            f"{moving}, {self.labels['turned']}" if self.op == "conv" else moving: over,
            f"{still_one}·{moving}": {n: lying[n] * over[n] for n in at if 0 <= n < len(lying)},
            f"{still_one} {STAR[self.op]} {moving}": dict(enumerate(got["Y"][0], got["first"])),
        }

    def still(self):
        """At position index 2, the output complete; a spike's question and its answer above."""
        lanes = lanes_table(self.labels["position"], self.lanes(min(2, self.last())))
        return "".join([*map(still.sentence, self.asked()), lanes])

    def asked(self):
        """What a single 1 and two boxes ask, and the right answer; nothing for other signals."""
        (lying,), (given,) = self.signals()
        if min(len(lying), len(given)) > 2 and {*lying, *given} == {1}:
            numbers = " ".join(map(still.number, self.computed()["Y"][0]))
            return [self.labels["ask_sketch"], self.labels["sketch_triangle"].format(numbers=numbers)]
        if sorted(lying, key=abs) != [0] * (len(lying) - 1) + [1] or given == given[::-1]:
            return []
        turned, end = given[::-1], given[0] if self.op == "conv" else given[-1]
        values = {
            "given": " ".join(map(still.number, given)),
            "turned": " ".join(map(still.number, turned)),
            "sliding": "f" if self.swapped else "g",
            "end": still.number(end),
        }
        return [self.labels[f"{name}_{self.op}"].format(**values) for name in ("ask", "right")]

    def drawn(self):
        return lanes_table(self.labels["position"], self.lanes(min(self.step, self.last())))

    def last(self):
        return len(self.f[0]) + len(self.g[0]) - 2

    def __repr__(self):
        names = ("g", "f") if self.swapped else ("f", "g")
        sizes = f"f of {len(self.f[0])}, g of {len(self.g[0])}"
        return f"FlipAndSlide({f' {STAR[self.op]} '.join(names)}, {sizes})"


def lanes_table(corner, lanes):
    """One row a lane, one column a position."""
    all_positions = [n for lane in lanes.values() for n in lane]
    positions = range(min(all_positions), max(all_positions) + 1)
    head = "".join(f'<th scope="col">{still.number(n)}</th>' for n in positions)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(
            f"<td style={still.CELL!r}>{still.number(lane[n]) if n in lane else ''}</td>" for n in positions
        )
        + "</tr>"
        for name, lane in lanes.items()
    )
    table = f'<table style="{still.TABLE}"><tr><th scope="col">{escape(corner)}</th>{head}</tr>{rows}</table>'
    return still.picture(table)
