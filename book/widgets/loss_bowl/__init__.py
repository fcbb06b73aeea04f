"""The loss bowl: a ball rolls down the loss of a kernel; how long a step may be before it leaves the bowl."""

from html import escape

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Measure, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d

X = np.tile([1.0, 1, 0, 0, 0, 0, 1, 1], (6, 1))
SOUGHT = {"1x2": np.array([[1.0, -1]]), "3x3": np.array([[1.0, -1, 0]] * 3) / 3}
STEPS, FAR = 40, 1e6
SIDE, HALF = 190, 5  # CSS pixels; how many units of a weight lie to either side of the middle
RINGS = np.arange(1, 14) ** 2 * 8.0  # losses whose rings lie equally far apart
RATES = (0.02, 0.03, 0.034)


class LossBowl(Widget):
    """Gradient descent, forty steps from where the ball is dropped, on the stripes of the chapter.

    w           [first, second weight] where it begins, each from −6 to 6; of the 3 × 3 kernel, the top and
                the middle weight of the first column
    eta, beta   the learning rate, 0 to 0.05; the momentum, 0 to 0.95
    kernel      "1x2" or "3x3";  seed: which other weights the 3 × 3 kernel begins with
    step        how many steps have been taken;  playing, interval_ms
    answer      "" until the reader has said what 0.034 does; "told" where the page has asked already
    path, losses
                written by the front end: w after each step, (41, 2), and the loss, (1, 41), both to nine
                decimals; past a loss of a million the ball stays where it is

    >>> LossBowl(eta=1 / 36)
    LossBowl(from (2, 1), eta 0.0278, kernel 1x2)
    """

    CONTROLS = ("w", "eta", "beta", "kernel", "seed", "step")
    SETTINGS = ("kernel", "start", "beta", "seed")
    SAMPLES = (
        {"answer": "shown"},
        {"step": 1},
        {"eta": 0.034, "step": 40},
        {"eta": 0.05, "step": 4},
        {"step": 40},
        {"w": [-6, 6], "beta": 0.6, "eta": 1 / 36, "step": 7},
        {"w": [2, 1], "beta": 0, "eta": 0.02, "kernel": "3x3", "step": 0},
        {"step": 3, "seed": 4},
        {"step": 40, "eta": 0.03},
        {"answer": "", "kernel": "1x2"},
    )

    w = traitlets.List(Measure(0, name="w", low=-6, high=6), [2.0, 1.0], minlen=2, maxlen=2).tag(sync=True)
    eta = Measure(0.03, name="eta", low=0, high=0.05).tag(sync=True)
    beta = Measure(0, name="beta", low=0, high=0.95).tag(sync=True)
    kernel = traitlets.Enum(list(SOUGHT), "1x2").tag(sync=True)
    seed = Whole(0, name="seed", low=0, high=9).tag(sync=True)
    step = Whole(0, name="step", low=0, high=STEPS).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(350, name="interval_ms", low=20, high=60_000).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    path = traitlets.List().tag(sync=True)
    losses = traitlets.List().tag(sync=True)

    def first(self):
        """The kernel before the first step. In a column of three the bottom weight begins half-way."""
        (a, b), others = self.w, [(7 * (self.seed + 1) * m % 11 - 5) / 2 for m in range(1, 6)]
        if self.kernel == "1x2":
            return np.array([[a, b]])
        p, q, *last = others
        return np.array([[a, b, (a + b) / 2], [p, q, (p + q) / 2], last]).T

    def descent(self):
        """(kernels, losses): what gradient descent finds, step by step."""
        sought = SOUGHT[self.kernel]
        K, Y, speed, kernels, losses = self.first(), corr2d(X, sought), 0, [], []
        for _ in range(STEPS + 1):
            errors = corr2d(X, K) - Y
            kernels.append(K)
            losses.append((errors**2).sum())
            if losses[-1] <= FAR:
                speed = self.beta * speed - self.eta * 2 * corr2d(X, errors)
                K = K + speed
        return np.array(kernels), np.array(losses)

    def computed(self):
        kernels, losses = self.descent()
        return {"path": ways(kernels).round(9).tolist(), "losses": [losses.round(9).tolist()]}

    def picture(self, steps):
        """The bowl and the way down it, with what is left after so many steps."""
        kernels, losses = self.descent()
        told = self.labels["still"].format(eta=number(self.eta), steps=steps, loss=number(losses[steps]))
        html = drawing(self.kernel, ways(kernels)[: steps + 1], told)
        caption = f"<figcaption>{escape(told)}</figcaption>"
        return f'<figure style="margin:0;text-align:center">{html}{caption}</figure>'

    def still(self):
        if self.kernel == "3x3":
            return self.drawn()
        pictures = [type(self)(w=self.w, beta=self.beta, eta=eta).picture(10) for eta in RATES]
        asked = [self.labels["ask"], self.labels["right"]] if self.answer != "told" else []
        return f"<div>{''.join(map(still.sentence, asked))}{still.picture(*pictures)}</div>"

    def drawn(self):
        if self.kernel == "1x2":
            return still.picture(self.picture(self.step))
        kernels, _ = self.descent()
        tables = [
            still.matrix_table(self.labels["kernel_now"], kernels[self.step]),
            still.matrix_table(self.labels["sums"], [kernels[self.step].sum(axis=0)]),
        ]
        return still.picture(self.picture(self.step), *tables)

    def __repr__(self):
        a, b = map(number, self.w)
        return f"LossBowl(from ({a}, {b}), eta {number(self.eta)}, kernel {self.kernel})"


def ways(kernels):
    """The two weights of each kernel that the picture shows: side by side, or one above the other."""
    return kernels[:, 0] if kernels.shape[1] == 1 else kernels[:, :2, 0]


def number(value):
    """
    >>> number(1 / 36), number(295.8012), number(-2.0)
    ('0.0278', '295.8', '−2')
    """
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value >= 1 else f"{value:.3g}".replace("-", "−")


def drawing(kernel, way, told):
    """The bowl from above as SVG: ellipses for two weights, a straight valley for a column of three."""
    (x, y), (flat, steep) = ((1, -1), (12, 60)) if kernel == "1x2" else ((1 / 3, 1 / 3), (0.01, 48))
    unit = SIDE / (2 * HALF)
    rings = "".join(
        f'<ellipse rx="{unit * np.sqrt(2 * loss / flat):.1f}" ry="{unit * np.sqrt(2 * loss / steep):.1f}" '
        'transform="rotate(45)" fill="none" stroke="currentColor" stroke-opacity=".3"/>'
        for loss in RINGS
    )
    places = np.clip(unit * (way - [x, y]) * [1, -1], -2000, 2000)
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
    dots = "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="currentColor"/>' for a, b in places)
    return (
        f'<svg role="img" aria-label="{escape(told)}" width="{SIDE}" height="{SIDE}" '
        f'viewBox="{-SIDE / 2:g} {-SIDE / 2:g} {SIDE} {SIDE}" style="border:1px solid currentColor">{rings}'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="1.5"/>{dots}</svg>'
    )
