"""The kernel lab: what nine numbers do to a photo."""

import re

import numpy as np
import traitlets

from convolution_book.widgets.kernel_lab.pictures import grey, photo, photos, record
from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d

GAUSS = [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]]
DRAWING = re.compile(r"(([\w-]{3})+\.)*", re.ASCII)
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


class KernelLab(Widget):
    """Drag the weights of a kernel over a real photo, or over the reader's own drawing.

    K           the kernel, up to 7 × 7
    K2, two     a second kernel, applied to what the first one gave, if `two`
    picture     "temple", "hopper", "drawing", "own" when an image is given, or "file": the reader’s photo,
                which stays in the page and never comes here
    drawing     strokes of the pen on a canvas of 256 × 192, as strokes.js writes them
    large       pictures below one another, as wide as the page
    colours     of the result: "auto", "grey" (0 to 255) or "signed"
    probe       [row, column] of the pixel whose arithmetic is written out
    image       your own picture: (H, W) or (H, W, C), at most 256 pixels a side

    >>> KernelLab()
    KernelLab(K 3 × 3, temple)
    """

    CONTROLS = ("K", "picture")
    SAMPLES = (
        {"K": [[0, 0, 0], [0, 1, 0], [0, 0, 0]]},
        {"K": GAUSS},
        {"K": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]},
        {"probe": [0, 0]},
        {"picture": "hopper"},
        {"colours": "grey"},
    )
    SETTINGS = ("preset", "picture", "kernel_size", "colours", "large", "two", "second", "cost")

    K = Matrix(SOBEL, name="K", largest=7).tag(sync=True)
    K2 = Matrix(GAUSS, name="K2", largest=7).tag(sync=True)
    two = traitlets.Bool(False).tag(sync=True)
    large = traitlets.Bool(False).tag(sync=True)
    picture = traitlets.Unicode("temple").tag(sync=True)
    pictures = traitlets.List(traitlets.Dict()).tag(sync=True)
    drawing = traitlets.Unicode("").tag(sync=True)
    colours = traitlets.Enum(["auto", "grey", "signed"], "auto").tag(sync=True)
    probe = traitlets.List(traitlets.Int(min=0), [40, 56], minlen=2, maxlen=2).tag(sync=True)

    def __init__(self, image=None, **traits):
        own = [] if image is None else [record("own", grey(image))]
        if own:
            traits = {"picture": "own", "probe": [n // 2 for n in np.shape(image)[:2]], **traits}
        super().__init__(pictures=[*photos(), *own], **traits)

    @traitlets.validate("picture")
    def _picture_exists(self, proposal):
        known = [*(p["key"] for p in self.pictures), "drawing", "file"]
        if proposal["value"] not in known:
            raise traitlets.TraitError(f"there is no picture {proposal['value']!r}: choose one of {known}")
        return proposal["value"]

    @traitlets.validate("drawing")
    def _drawing_fits(self, proposal):
        if len(proposal["value"]) > 6000 or not DRAWING.fullmatch(proposal["value"]):
            raise traitlets.TraitError("drawing must be strokes, three letters a point and a dot after each")
        return proposal["value"]

    def still(self):
        name = self.picture if self.picture in ("temple", "hopper") else "temple"
        h, w = np.shape(self.K)
        margins = [((n - 1) // 2, n - 1 - (n - 1) // 2) for n in (h, w)]
        Y = corr2d(np.pad(photo(name).astype(float), margins, mode="edge"), self.K)
        words = self.labels
        middle = 128 if np.sum(self.K) < 0.5 else 0  # signed results around mid-grey
        return still.picture(
            still.image(words["photo"], photo(name)),
            still.sign("⋆"),
            still.matrix_table(words["kernel"], self.K),
            still.sign("="),
            still.image(words["result"], np.clip(Y / (2 if middle else 1) + middle, 0, 255)),
        )

    def __repr__(self):
        h, w = np.shape(self.K)
        return f"KernelLab(K {h} × {w}, {self.picture})"
