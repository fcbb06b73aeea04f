"""The pyramid: layers of kernels snapped together, and what an output sees through them."""

from functools import reduce
from html import escape

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import fuse, receptive_field, rf_mask

FIRST = [[3, 1, 1], [3, 2, 1], [2, 2, 1]]
LAST = [3, 1, 2]  # the layer that the reader is asked about
BOUNDS = {"k": (1, 7), "s": (1, 3), "d": (1, 4)}
MOST, WIDEST = 8, 127


class Pyramid(Widget):
    """Up to eight layers (k, s, d): kernel, stride, dilation. One output is chosen, and its inputs light up.

    layers      rows of [k, s, d], the first one next to the input
    pick        [layer, which of its outputs]; layers count from 1, outputs from 0
    view        "paths": in how many ways each input reaches the output; "random": how strongly, with random
                kernels; "puzzle": a field of `target` for `budget` weights, without a hole
    seed        which random kernels
    step        how many layers down the light has come;  playing, interval_ms
    answer      "" until the reader has said how wide the field becomes; "told" where the page has asked
    field, jump, mask, paths
                written by the front end, for all layers: the field and how far the next output's lies; which
                inputs of the field are seen and in how many ways, one row each. Past 127 inputs both are [[]]

    >>> Pyramid()
    Pyramid(3 layers, field 7, jump 4)
    """

    CONTROLS = ("layers", "view", "target", "budget")
    SAMPLES = (
        {"answer": "23"},
        {"layers": [*FIRST, LAST], "pick": [4, 0], "step": 4},
        {"step": 1},
        {"pick": [2, 3], "step": 2},
        {"layers": [[3, 1, 1]] * 7, "pick": [7, 1], "step": 7, "view": "random"},
        {"seed": 5},
        {"layers": [[3, 2, 1], [3, 2, 1], [3, 2, 1], [3, 1, 1]], "pick": [4, 0], "step": 4, "view": "puzzle"},
        {"layers": [[7, 3, 4]] * 8, "pick": [8, 0], "step": 8},
        {"layers": [[2, 1, 4]] * 3, "pick": [1, 0], "step": 1},
    )

    layers = Matrix(FIRST, name="layers", largest=MOST).tag(sync=True)
    pick = traitlets.List(traitlets.Int(min=0, max=999), [3, 1], minlen=2, maxlen=2).tag(sync=True)
    view = traitlets.Enum(["paths", "random", "puzzle"], "paths").tag(sync=True)
    seed = Whole(0, name="seed", low=0, high=99).tag(sync=True)
    target = Whole(31, name="target", low=1, high=WIDEST).tag(sync=True)
    budget = Whole(12, name="budget", low=1, high=56).tag(sync=True)
    step = Whole(3, name="step", low=0, high=MOST).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(400, name="interval_ms", low=20, high=60_000).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    field = traitlets.Int(0).tag(sync=True)
    jump = traitlets.Int(0).tag(sync=True)
    mask = traitlets.List().tag(sync=True)
    paths = traitlets.List().tag(sync=True)

    @traitlets.validate("layers")
    def _kernel_stride_dilation(self, proposal):
        for row in proposal["value"]:
            if len(row) != len(BOUNDS):
                raise traitlets.TraitError(f"layers holds {row}: write [kernel, stride, dilation]")
            for value, (name, (low, high)) in zip(row, BOUNDS.items(), strict=True):
                if value != int(value) or not low <= value <= high:
                    raise traitlets.TraitError(
                        f"layers has {name} = {value!r}: use a whole number from {low} to {high}"
                    )
        return [[int(value) for value in row] for row in proposal["value"]]

    def computed(self):
        field, jump = receptive_field(self.layers)
        if field > WIDEST:
            return {"field": field, "jump": jump, "mask": [[]], "paths": [[]]}
        seen = rf_mask(self.layers, 0, field).astype(int)
        return {"field": field, "jump": jump, "mask": [seen.tolist()], "paths": [self.ways().tolist()]}

    def ways(self):
        """In how many ways each input of the field reaches the output: ones spread by the jump, fused."""
        spread, jump = [np.ones((1, 1))], 1
        for k, s, d in self.layers:
            row = np.zeros((1, d * (k - 1) * jump + 1))
            row[0, :: d * jump] = 1
            spread.append(row)
            jump *= s
        return reduce(fuse, spread)[0].astype(int)

    def still(self):
        if self.layers != FIRST or self.answer == "told":
            return self.drawn()
        asked = [self.labels["ask"], self.labels["right"]]
        return f"<div>{''.join(map(still.sentence, asked))}{type(self)(layers=[*FIRST, LAST]).drawn()}</div>"

    def drawn(self):
        """A table of the layers, and the paths as bars."""
        words, rows = self.labels, []
        for at, row in enumerate(self.layers, 1):
            rows.append([at, *row, *receptive_field(self.layers[:at])])
        head = [words[name] for name in ("layer", "k", "s", "d", "field", "jump")]
        cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
        lines = "".join(
            f"<tr>{''.join(f'<td style={still.CELL!r}>{value}</td>' for value in row)}</tr>" for row in rows
        )
        table = f'<table style="{still.TABLE}"><tr>{cells}</tr>{lines}</table>'
        [ways] = self.computed()["paths"]
        return still.picture(table, bars(ways, words["paths_alt"]) if ways else "")

    def __repr__(self):
        field, jump = receptive_field(self.layers)
        return f"Pyramid({len(self.layers)} layers, field {field}, jump {jump})"


def bars(ways, told):
    """One bar for each input of the field; where none stands, the input is not seen."""
    wide, high, most = 12, 80, max(ways)
    shapes = "".join(
        f'<rect x="{wide * i + 1}" y="{high - (h := high * way / most):.1f}" width="{wide - 2}" '
        f'height="{h:.1f}" fill="currentColor"/>'
        for i, way in enumerate(ways)
    )
    listed = escape(f"{told}: {', '.join(map(str, ways))}")
    return (
        f'<svg role="img" aria-label="{listed}" viewBox="0 0 {wide * len(ways)} {high + 2}" '
        f'style="width:{wide * len(ways)}px;max-width:100%">{shapes}'
        f'<path d="M0 {high + 1}H{wide * len(ways)}" stroke="currentColor"/></svg>'
    )
