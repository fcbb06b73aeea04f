"""Nudge by one: a row on a ring moves by a pixel, and a max-pool with a stride flickers; a blur helps."""

from html import escape

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Speed, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import blur_pool

N = 8
LARGEST = 9
PAIRS = [[0, 0, 1, 1, 0, 0, 1, 1]]
POOLS = ("pooled", "sliding", "blurred")


class NudgeByOne(Widget):
    """A row of eight, moved to the right; what leaves comes back on the left.

    x           one row of eight whole numbers from 0 to 9
    step        by how many places it has moved;  playing, interval_ms, speed
    blur        is the third pool in sight, which blurs with ¼ ½ ¼ before it drops every second number?
    max_first   does it take the largest of each two neighbours before?
    answer      "" until the reader has said what comes out after one step (with blur: which totals);
                "told" where the page has asked already
    pooled, sliding, blurred, flicker
                written by the front end: the largest of each pair, (1, 4); of each two neighbours, (1, 8);
                the blur's, (1, 4); the least and the greatest total of each over all steps, (3, 2)

    >>> NudgeByOne(blur=True)
    NudgeByOne(0 0 1 1 0 0 1 1, with blur)
    """

    CONTROLS = ("x", "step", "blur", "max_first")
    SETTINGS = ("x", "blur", "max_first", "speed")
    SAMPLES = (
        {"step": 1},
        {"answer": "next"},
        {"step": 5},
        {"x": [[9, 8, 8, 9, 7, 9, 0, 9]]},
        {"x": [[0, 0, 0, 9, 0, 0, 0, 0]], "step": 7},
        {"x": [[0, 5, 1, 0, 0, 2, 4, 1]], "step": 0, "answer": ""},
    )

    x = Matrix(PAIRS, name="x", largest=N).tag(sync=True)
    step = Whole(0, name="step", low=0, high=N - 1).tag(sync=True)
    blur = traitlets.Bool(False).tag(sync=True)
    max_first = traitlets.Bool(False).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(700, name="interval_ms", low=20, high=60_000).tag(sync=True)
    speed = Speed()
    answer = traitlets.Unicode("").tag(sync=True)
    pooled = traitlets.List().tag(sync=True)
    sliding = traitlets.List().tag(sync=True)
    blurred = traitlets.List().tag(sync=True)
    flicker = traitlets.List().tag(sync=True)

    @traitlets.validate("x")
    def _eight_small_whole_numbers(self, proposal):
        X = proposal["value"]
        if (len(X), len(X[0])) != (1, N):
            raise traitlets.TraitError(f"x is {len(X)} × {len(X[0])}: write one row of {N} numbers, [[0, …]]")
        if odd := [v for v in X[0] if v != int(v) or not 0 <= v <= LARGEST]:
            raise traitlets.TraitError(f"x holds {odd[0]!r}: use whole numbers from 0 to {LARGEST}")
        return X

    def outputs(self, step):
        """The three pools, each a row, of x moved by this many places."""
        x = np.roll(self.x[0], step)
        sliding = np.maximum(x, np.roll(x, -1))
        return [sliding[::2], sliding, blur_pool(sliding if self.max_first else x)]

    def computed(self):
        totals = np.array([[row.sum() for row in self.outputs(step)] for step in range(N)])
        rows = {name: [row.tolist()] for name, row in zip(POOLS, self.outputs(self.step), strict=True)}
        return {**rows, "flicker": np.transpose([totals.min(0), totals.max(0)]).tolist()}

    def shown(self):
        names = ["pooled", "sliding", "blurred_max" if self.max_first else "blurred"]
        return [self.labels[name] for name in names][: 3 if self.blur else 2]

    def table(self, step):
        """The row and its pools in eight columns, and their totals."""
        outputs = self.outputs(step)
        rows = [table_row(self.labels["row"], np.roll(self.x[0], step))]
        for name, output in zip(self.shown(), outputs, strict=False):
            total = self.labels["total"].format(total=still.number(output.sum()))
            rows.append(table_row(name, output, total))
        caption = escape(self.labels["moved"].format(step=step))
        return f'<table style="{still.TABLE}"><caption>{caption}</caption>{"".join(rows)}</table>'

    def still(self):
        """Before and after one step, the question and its answer above them."""
        return "".join([*map(still.sentence, self.asked()), still.picture(self.table(0), self.table(1))])

    def drawn(self):
        return still.picture(self.table(self.step))

    def asked(self):
        """The question of the first state, and its right answer; nothing for other rows."""
        if self.x != PAIRS or self.max_first:
            return []
        kind = "total" if self.blur else "next"
        return [self.labels[f"ask_{kind}"], self.labels[f"right_{kind}" if self.blur else "right_pairs"]]

    def __repr__(self):
        row = " ".join(still.number(value) for value in self.x[0])
        return f"NudgeByOne({row}{', with blur' if self.blur else ''})"


def table_row(name, values, total=""):
    """A pool with a stride fills every second column."""
    step = N // len(values)
    cells = "".join(
        f"<td style={still.CELL!r}>{still.number(values[j // step])}</td>" if j % step == 0 else "<td></td>"
        for j in range(N)
    )
    return f'<tr><th scope="row">{escape(name)}</th>{cells}<td>{escape(total)}</td></tr>'
