"""One window over a signal, a photo and a film; and why channels are no third direction."""

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Speed, Whole
from convolution_book.widgets.python.widget import Widget
from convolution_book.widgets.three_worlds.arrays import arrays, packed
from grader.reference import causal_conv1d, corr_nd

KERNELS = {
    "channels": {"flat": (3, 3, 3), "deep": (2, 3, 3)},
    "worlds": {"signal": (3,), "image": (3, 3), "volume": (3, 3, 3)},
}
WEIGHTS = (1, 2, 4)  # of the causal layer; the first one weighs the present
PACE_MS = {"channels": 150, "worlds": 60, "causal": 700}
EIGHT = 8  # places along each axis at which the windows of the three worlds are shown
ZOOM, PAPER, RING = 12, 255, (11, 110, 95)


class ThreeWorlds(Widget):
    """A window that means: where can it go, how much does it take in, what shape comes out?

    tab         "channels": 2-D on 3 channels beside 3-D on 3 frames; "worlds": one window on a signal, an
                image and a volume; "causal": a window in time that ends at the present
    data        "real": an EEG, photos, a film;  "counting": each number is the sum of its places
    dilation    of the window, in the last two tabs
    step        the windows' place, counted from 0;  playing, interval_ms, speed
    answer      "" until the reader has said which window multiplies more numbers
    values, shapes
                written by the front end: the output at the window for each array (causal: all outputs), and
                the shapes of the outputs

    >>> ThreeWorlds(tab="worlds", data="counting").computed()
    {'values': [1.0, 2.0, 3.0], 'shapes': [[8], [8, 8], [8, 8, 8]]}
    """

    CONTROLS = ("tab", "data", "dilation", "step")
    SETTINGS = ("data", "dilation", "speed")
    SAMPLES = ({"answer": "flat"}, {"step": 35}, {"step": 71}, {"data": "counting"}, {"answer": "shown"})

    tab = traitlets.Enum(list(PACE_MS), "channels").tag(sync=True)
    data = traitlets.Enum(["real", "counting"], "real").tag(sync=True)
    dilation = Whole(1, name="dilation", low=1, high=3).tag(sync=True)
    step = Whole(0, name="step", low=0, high=EIGHT**3 - 1).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(60, name="interval_ms", low=20, high=60_000).tag(sync=True)
    speed = Speed()
    answer = traitlets.Unicode("").tag(sync=True)
    arrays = traitlets.Dict().tag(sync=True)
    values = traitlets.List().tag(sync=True)
    shapes = traitlets.List().tag(sync=True)

    def __init__(self, **given):
        super().__init__(**{"interval_ms": PACE_MS.get(given.get("tab", "channels"), 60), **given})

    @traitlets.default("arrays")
    def _arrays(self):
        return packed()

    def spread(self, kernel):
        """Weights that average, with d − 1 zeros between them; channels and frames lie side by side."""
        d = self.dilation if self.tab == "worlds" else 1
        K = np.zeros([d * (k - 1) + 1 for k in kernel])
        K[(slice(None, None, d),) * len(kernel)] = 1 / np.prod(kernel)
        return K

    def outputs(self):
        """{name: output} of this tab."""
        given = arrays(self.data)
        if self.tab == "causal":
            return {"causal": causal_conv1d(given["causal"], WEIGHTS, self.dilation)}
        return {name: corr_nd(given[name], self.spread(k)) for name, k in KERNELS[self.tab].items()}

    def places(self, outputs):
        """{name: index} of the windows at this step, in each output."""
        if self.tab == "channels":
            shapes = {name: Y.shape for name, Y in outputs.items()}
            last = {name: min(self.step, np.prod(shape) - 1) for name, shape in shapes.items()}
            return {name: np.unravel_index(last[name], shapes[name]) for name in shapes}
        base = EIGHT if self.data == "real" else len(outputs["signal"])
        digits = np.unravel_index(min(self.step, base**3 - 1), (base,) * 3)
        return {
            name: tuple(
                round(a * (m - 1) / (base - 1)) for a, m in zip(digits[3 - Y.ndim :], Y.shape, strict=True)
            )
            for name, Y in outputs.items()
        }

    def computed(self):
        outputs = self.outputs()
        shapes = [list(Y.shape) for Y in outputs.values()]
        if self.tab == "causal":
            return {"values": outputs["causal"].tolist(), "shapes": shapes}
        places = self.places(outputs)
        return {"values": [float(Y[places[name]]) for name, Y in outputs.items()], "shapes": shapes}

    def still(self):
        """With the question answered: both windows, and what came out."""
        if self.tab != "channels":
            return self.drawn()
        words = self.labels
        return f"<div>{still.sentence(words['ask'])}{self.drawn()}{still.sentence(words['right'])}</div>"

    def drawn(self):
        if self.tab == "causal":
            return self.in_time()
        outputs, given = self.outputs(), arrays(self.data)
        places, rows = self.places(outputs), []
        for name, kernel in KERNELS[self.tab].items():
            X, Y, spans = given[name], outputs[name], self.spread(kernel).shape
            mean = still.number(Y[places[name]])
            if X.ndim > 1:
                full = 255 if self.data == "real" else X.max()
                window = list(zip(places[name], spans, strict=True))
                every = self.dilation if self.tab == "worlds" else 1
                images = {
                    self.labels[name]: strip(X, window, full, every),
                    self.labels["output"]: strip(Y, [(at, 1) for at in places[name]], full),
                }
                left, right = (still.image(alt, picture, zoom=1) for alt, picture in images.items())
                rows.append(still.picture(left, still.sign("→"), right))
            said = self.labels["has"].format(what=self.labels[name], n=np.prod(kernel), y=mean)
            rows.append(still.sentence(said))
        return f"<div>{''.join(rows)}</div>"

    def in_time(self):
        """One sample a row: a phone has room for three columns."""
        x, y = arrays(self.data)["causal"], self.computed()["values"]
        rows = zip(range(1, len(x) + 1), x, y, strict=True)
        return still.picture(still.matrix_table(self.labels["sample_x_y"], rows))

    def __repr__(self):
        return f"ThreeWorlds({self.tab}, {self.data})"


def strip(X, window, full, every=1):
    """The slices of X as a picture, side by side, more than 3 in two lines, the window outlined.

    window      (first, how many) along each axis;  every: it covers each slice, or every second, third one
    full        what is white
    """
    X, window = (X, window) if X.ndim == 3 else (X[None], [(0, 1), *window])
    X = X.astype(float)  # bytes would run over
    zoom = ZOOM if X.shape[2] <= 10 else 3
    (slices, deep), (row, rows), (col, cols) = window
    top, bottom, left, right = (zoom * at for at in (row, row + rows, col, col + cols))
    found = []
    for s, grey in enumerate(X):
        pixels = np.kron(255 * grey / full, np.ones((zoom, zoom)))[..., None].repeat(3, axis=2)
        if s in range(slices, slices + deep, every):
            inside = pixels[top + 2 : bottom - 2, left + 2 : right - 2].copy()
            pixels[top:bottom, left:right] = RING
            pixels[top + 2 : bottom - 2, left + 2 : right - 2] = inside
        found.append(np.pad(pixels, [(2, 2), (2, 2), (0, 0)], constant_values=PAPER))
    lines = [found] if len(found) <= 3 else [found[: len(found) // 2], found[len(found) // 2 :]]
    return np.concatenate([np.concatenate(line, axis=1) for line in lines])
