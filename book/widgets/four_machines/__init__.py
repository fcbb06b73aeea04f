"""One answer, four machines: a loop, a Toeplitz row, an im2col column and the FFT give the same number."""

from html import escape

import numpy as np
import traitlets

from convolution_book.ladders import ladders, where
from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d

MACHINES = ("loop", "toeplitz", "im2col", "fft")
BYTES = 4  # of a number in float32
MEASURED = {"loop": "loops", "im2col": "im2col", "fft": "FFT"}  # as make ladder calls them


def toeplitz2d(K, shape):
    """T, a row for each output: T @ X.ravel() is corr2d(X, K).ravel(); NaN where a pixel takes no part."""
    (h, w), (H, W) = np.shape(K), shape
    rows = []
    for i, j in np.ndindex(H - h + 1, W - w + 1):
        row = np.full(shape, np.nan)
        row[i : i + h, j : j + w] = K
        rows.append(row.ravel())
    return np.array(rows)


def columns(X, K):
    """One column for each window of K's shape."""
    windows = np.lib.stride_tricks.sliding_window_view(np.array(X), np.shape(K))
    return windows.reshape(-1, np.size(K)).T


def around(X, K, conj=True):
    """The product of the waves, back as an image: places on a ring, as large as X."""
    waves = np.fft.fft2(K, np.shape(X))
    return np.fft.ifft2(np.fft.fft2(X) * (waves.conj() if conj else waves)).real


def stored(n, k, channels):
    """Numbers that each machine keeps beside image and result, for a layer of as many channels in as out.

    >>> stored(28, 5, 1)
    [25, 451584, 14400, 2520]
    """
    m, C = n - k + 1, channels
    spectrum = n * 2 * (n // 2 + 1)  # of a real image: half of the waves, two numbers each
    return [C * C * k * k, C * C * m * m * n * n, C * k * k * m * m, (C * C + 2 * C) * spectrum]


def measured():
    """{"where": a machine in one line, "layers": [{n, k, channels, ms: [of each machine, or None]}]}.

    {} where `make ladder` has not run.
    """
    tables = ladders()
    if not tables:
        return {}
    layers = [
        {name: row[name] for name in ("n", "k")}
        | {"channels": row["C"], "ms": [row["ms"].get(MEASURED.get(name)) for name in MACHINES]}
        for row in tables[0]["rungs"]
        if row["C"] == row["O"]
    ]
    return {"where": where(tables[0]), "layers": layers}


class FourMachines(Widget):
    """One output, computed by four machines, and what each of them stores.

    X, K        numbers, up to 5 × 5, and a kernel up to 3 × 3 that fits into them
    pick        [row, column] of the pixel whose copies are marked
    conj        whether the FFT takes the conjugate of the kernel's waves; without it, it convolves
    tab         which machine a phone shows: loop, toeplitz, im2col, fft; or memory, in place of all four
    n, k, channels
                the layer whose memory is compared: n × n pixels, kernel k × k, as many channels out as in
    step        the output in sight;  playing, interval_ms
    answer      "" until the reader has said how often a pixel is copied; "told" where the page has asked
    measured    what `make ladder` measured, and on which machine
    Y, T, cols, fft, stored
                written by the front end: the output; the matrix, 0 where a pixel takes no part; the columns;
                what comes back from the waves; how many numbers each machine stores

    >>> FourMachines()
    FourMachines(X 3 × 3, K 2 × 2, output 1 of 4)
    """

    CONTROLS = ("X", "K", "conj", "n", "k", "channels")
    SAMPLES = (
        {"answer": "4"},
        {"step": 3},
        {"pick": [2, 0], "step": 1},
        {"conj": False},
        {
            "X": [[-9, 12, 0.5], [4, -99, 7], [0, 3, -2.25]],
            "K": [[-1, 0.25], [0, 9]],
            "step": 2,
            "conj": True,
        },
        {"n": 1024, "k": 11, "channels": 512},
        {"n": 256, "k": 31, "channels": 1},
        {"n": 224, "k": 3, "channels": 64},
        {"tab": "memory"},
        {"tab": "fft", "answer": ""},
    )

    X = Matrix([[0, 1, 2], [3, 4, 5], [6, 7, 8]], name="X", largest=5).tag(sync=True)
    K = Matrix([[0, 1], [2, 3]], name="K", largest=3).tag(sync=True)
    pick = traitlets.List(traitlets.Int(min=0, max=4), [1, 1], minlen=2, maxlen=2).tag(sync=True)
    conj = traitlets.Bool(True).tag(sync=True)
    tab = traitlets.Enum([*MACHINES, "memory"], "im2col").tag(sync=True)
    n = Whole(64, name="n", low=3, high=1024).tag(sync=True)
    k = Whole(3, name="k", low=1, high=31).tag(sync=True)
    channels = Whole(1, name="channels", low=1, high=512).tag(sync=True)
    step = Whole(0, name="step", low=0, high=24).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(1400, name="interval_ms", low=20, high=60_000).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    measured = traitlets.Dict().tag(sync=True)
    Y = traitlets.List().tag(sync=True)
    T = traitlets.List().tag(sync=True)
    cols = traitlets.List().tag(sync=True)
    fft = traitlets.List().tag(sync=True)
    stored = traitlets.List().tag(sync=True)

    @traitlets.default("measured")
    def _measured(self):
        return measured()

    @traitlets.validate("X", "K")
    def _kernel_fits(self, proposal):
        size = {"X": self.X, "K": self.K, proposal["trait"].name: proposal["value"]}
        (H, W), (h, w) = np.shape(size["X"]), np.shape(size["K"])
        if h > H or w > W:
            raise traitlets.TraitError(
                f"kernel {h} × {w} does not fit into input {H} × {W}: shrink the kernel"
            )
        return proposal["value"]

    @traitlets.validate("n", "k")
    def _layer_fits(self, proposal):
        size = {"n": self.n, "k": self.k, proposal["trait"].name: proposal["value"]}
        if size["k"] > size["n"]:
            raise traitlets.TraitError(
                f"a kernel of {size['k']} does not fit into {size['n']} pixels: shrink it"
            )
        return proposal["value"]

    def computed(self):
        return {
            "Y": corr2d(self.X, self.K).tolist(),
            "T": np.nan_to_num(toeplitz2d(self.K, np.shape(self.X))).tolist(),
            "cols": columns(self.X, self.K).tolist(),
            "fft": (around(self.X, self.K, self.conj).round(6) + 0).tolist(),
            "stored": stored(self.n, self.k, self.channels),
        }

    def still(self):
        asked = [self.labels["ask"], self.labels["right"]] if self.answer != "told" else []
        return f"<div>{''.join(map(still.sentence, asked))}{self.drawn()}</div>"

    def drawn(self):
        """All four for every output, and what they store."""
        words, made = self.labels, self.computed()
        empty = np.isnan(toeplitz2d(self.K, np.shape(self.X)))
        tables = [
            still.matrix_table(words["X"], self.X),
            still.matrix_table(words["K"], self.K),
            still.matrix_table(words["Y"], made["Y"]),
            with_gaps(words["toeplitz"], made["T"], empty),
            still.matrix_table(words["im2col"], made["cols"]),
            still.matrix_table(words["fft"], made["fft"]),
        ]
        sizes = [
            words["stores"].format(machine=words[name], count=f"{count:,}", bytes=f"{count * BYTES:,}")
            for name, count in zip(MACHINES, made["stored"], strict=True)
        ]
        layer = words["layer"].format(n=self.n, k=self.k, channels=self.channels)
        return still.picture(*tables) + still.sentence(layer) + still.list_of(sizes)

    def __repr__(self):
        (H, W), (h, w) = np.shape(self.X), np.shape(self.K)
        outputs = (H - h + 1) * (W - w + 1)
        return f"FourMachines(X {H} × {W}, K {h} × {w}, output {self.step + 1} of {outputs})"


def with_gaps(caption, X, empty):
    """A table whose empty places hold a dot, not a 0."""

    def cell(value, gap):
        return f"<td style={still.CELL!r}>{'·' if gap else still.number(value)}</td>"

    rows = "".join(f"<tr>{''.join(map(cell, *row))}</tr>" for row in zip(X, empty, strict=True))
    return f'<table style="{still.TABLE}"><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>'
