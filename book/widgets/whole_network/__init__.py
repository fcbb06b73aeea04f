"""The whole network: a picture goes in, every number of every layer can be looked into."""

from html import escape

import numpy as np
import traitlets

from convolution_book.experiments.results import shipped
from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget
from convolution_book.widgets.whole_network import trained
from grader.reference import corr2d_multi, forward

FULL = 16  # a pixel of the data holds 0 to 16
TASKS = ["digits", "shapes"]
ZERO = trained.picture("digits", 0)
PAPER, POS = np.array([255, 255, 255]), np.array([33, 102, 172])


class WholeNetwork(Widget):
    """A small trained CNN or MLP, run in the page: draw, and zoom from a map to the window behind one number.

    X           the picture: 8 × 8 whole numbers from 0 to 16
    moved       [down, right]: moved by so many pixels, on a ring
    task        "digits" or "shapes": what it was trained on
    net         "CNN" or "MLP", each with 1,210 weights and biases
    permuted    the pixels change places before the network, which was trained on such pictures
    zoom        0 all layers, 1 one map and what it is made of, 2 the one window
    at          [layer, map, row, column] of the chosen number; layers count from the first
    part        which of its windows is written out
    answer      "" until the reader has said how many digits are still read one pixel on; "told": not asked
    logits      the ten scores, written by the front end

    >>> WholeNetwork().computed()["logits"].index(max(WholeNetwork().computed()["logits"]))
    0
    """

    CONTROLS = ("X", "moved", "net", "task", "permuted")
    SAMPLES = (
        {"answer": "64"},
        {"at": [2, 11, 1, 2]},
        {"zoom": 1},
        {"part": 5},
        {"zoom": 2},
        {"X": trained.picture("digits", 7), "moved": [0, 1]},
        {"at": [0, 5, 7, 7], "part": 0},
        {"permuted": True, "zoom": 0},
        {"task": "shapes", "X": trained.picture("shapes", 1)},
        {"zoom": 2},
        {"X": [[16] * 8] * 8, "permuted": False},
        {"X": [[0] * 8] * 8},
    )

    X = Matrix(ZERO, name="X", largest=8).tag(sync=True)
    moved = traitlets.List(traitlets.Int(min=-7, max=7), [0, 0], minlen=2, maxlen=2).tag(sync=True)
    task = traitlets.Enum(TASKS, "digits").tag(sync=True)
    net = traitlets.Enum(["CNN", "MLP"], "CNN").tag(sync=True)
    permuted = traitlets.Bool(False).tag(sync=True)
    zoom = Whole(0, name="zoom", low=0, high=2).tag(sync=True)
    at = traitlets.List(traitlets.Int(min=0, max=11), [0, 0, 3, 3], minlen=4, maxlen=4).tag(sync=True)
    part = Whole(0, name="part", low=0, high=11).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    trained = traitlets.Dict().tag(sync=True)
    logits = traitlets.List().tag(sync=True)

    def __init__(self, **given):
        first = trained.picture("shapes", 0) if given.get("task") == "shapes" else ZERO
        super().__init__(**{"X": first, **given})

    @traitlets.default("trained")
    def _trained(self):
        return trained.packed()

    @traitlets.validate("X")
    def _pixels(self, proposal):
        X = proposal["value"]
        if np.shape(X) != (8, 8):
            raise traitlets.TraitError(f"X must have 8 rows of 8 pixels, got shape {np.shape(X)}")
        if odd := [v for row in X for v in row if v != int(v) or not 0 <= v <= FULL]:
            raise traitlets.TraitError(f"X holds {odd[0]!r}: use whole numbers from 0 to {FULL}")
        return [[int(v) for v in row] for row in X]

    @classmethod
    def at_first(cls, state):
        """One of the eight networks."""
        needed = trained.key(state["net"], state["task"], state["permuted"])
        networks = state["trained"]["networks"]
        return {"trained": {**state["trained"], "networks": {needed: networks[needed]}}}

    def seen(self):
        """What the network sees (8, 8), from 0 to 1."""
        X = np.roll(self.X, self.moved, axis=(0, 1)) / FULL
        return X.ravel()[trained.permutation(self.task)].reshape(8, 8) if self.permuted else X

    def weights(self):
        return shipped(self.net, self.task, trained.order(self.permuted))

    def computed(self):
        P, X = self.weights(), self.seen()
        if self.net == "CNN":
            return {"logits": forward(P, X[None, None])[0].tolist()}
        hidden = np.maximum(0, P["W1"] @ X.ravel() + P["b1"])
        return {"logits": (P["W2"] @ hidden + P["b2"]).tolist()}

    def still(self):
        words = self.labels
        if self.answer == "told":
            return self.drawn()
        asked = [still.sentence(words["ask"]), self.drawn(), still.sentence(words["right"])]
        return f"<div>{''.join(asked)}</div>"

    def drawn(self):
        """The picture, the first maps, the window behind one number, the scores."""
        words, X, P = self.labels, self.seen(), self.weights()
        picture = still.image(words["seen"], np.kron(255 * X, np.ones((12, 12))), zoom=1)
        parts = [still.picture(picture)]
        if self.net == "CNN":
            ringed = np.pad(X, 1)[None]
            maps = np.maximum(0, corr2d_multi(ringed, P["K1"], P["b1"]))
            parts = [still.picture(picture, still.image(words["cnn_0"], strip(maps), zoom=1))]
            row, col = self.at[2:] if self.at[0] == 0 else (3, 3)
            unit = min(self.at[1], 5) if self.at[0] == 0 else 0
            window, kernel = ringed[0, row : row + 3, col : col + 3], P["K1"][unit, 0]
            value = still.number((window * kernel).sum() + P["b1"][unit])
            told = words["told_one"].format(
                place=words["place"].format(
                    layer=words["name_cnn_0"], unit=unit + 1, row=row + 1, col=col + 1
                ),
                sum=still.number((window * kernel).sum()),
                bias=still.factor(P["b1"][unit]),
                **{"is": "≈"},
                before=value,
                value=still.number(max(0, (window * kernel).sum() + P["b1"][unit])),
            )
            parts.append(
                still.picture(
                    still.matrix_table(words["window"], window),
                    still.sign("⋆"),
                    still.matrix_table(words["kernel"], kernel),
                )
            )
            parts.append(still.sentence(told))
        return f"<div>{''.join(parts)}{self.scores()}</div>"

    def scores(self):
        """Two tables: each class, and its score."""
        logits = self.computed()["logits"]
        names = [self.labels[f"{self.task}_{n}"] for n in range(10)]
        rows = []
        for name, logit in zip(names, logits, strict=True):
            value = still.number(logit)
            shown = f"<b>{value}</b>" if logit == max(logits) else value
            rows.append(f"<tr><th scope='row'>{escape(name)}</th><td style={still.CELL!r}>{shown}</td></tr>")
        caption = escape(self.labels["scores"])
        tables = [
            f'<table style="{still.TABLE}"><caption>{caption}</caption>{"".join(half)}</table>'
            for half in (rows[:5], rows[5:])
        ]
        return still.picture(*tables)

    def __repr__(self):
        return f"WholeNetwork({self.net}, {self.task}{', permuted' if self.permuted else ''})"


def strip(maps, zoom=8):
    """Maps (n, 8, 8) side by side, three in a row, as colours from paper to blue."""
    most = maps.max() or 1
    tinted = PAPER + (POS - PAPER) * (maps / most)[..., None]
    framed = [
        np.pad(np.kron(one, np.ones((zoom, zoom, 1))), [(3, 3), (3, 3), (0, 0)], constant_values=210)
        for one in tinted
    ]
    return np.concatenate([np.concatenate(framed[i : i + 3], axis=1) for i in (0, 3)])
