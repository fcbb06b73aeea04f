"""The channel mixer: a filter has a slice for each channel, and the partial maps add up."""

from pathlib import Path

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.photos import Photo, packed, read, unpacked
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import conv1x1, corr2d, corr2d_multi

DAHLIA = Path(__file__).with_name("dahlia40.ppm")
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
SLICES = ("K_red", "K_green", "K_blue")


class ChannelMixer(Widget):
    """Three channels of a colour photo, three slices of one filter, their partial maps, the sum, the bias.

    K           the filter, (3, h, w); each slice is also a trait: K_red, K_green, K_blue
    photo       a colour photo, an array (H, W, 3) of at most 64 rows and columns
    channels_on [1, 1, 1]: which channels take part;  bias: a whole number
    mix         1 × 1 mode: the same 3 × 3 matrix W makes new colours at every pixel
    reshape     read the photo by reshape(3, H, W) in place of transpose(2, 0, 1): a well-known bug
    probe       [row, column] of the output that is written out
    values      written by the front end: the output there, one number, or three in 1 × 1 mode

    >>> ChannelMixer(mix=True)
    ChannelMixer(40 × 40, 1 × 1)
    """

    CONTROLS = ("channels_on", "K_red", "K_green", "K_blue", "bias", "mix", "W", "reshape")
    SETTINGS = ("filter", "mixture", "mix", "bias", "reshape")
    SAMPLES = (
        *({"probe": place} for place in ([0, 0], [37, 37], [20, 3])),
        {"bias": -999},
        {"channels_on": [0, 1, 0]},
    )

    photo = Photo(DAHLIA, channels=3).tag(sync=True)
    K_red = Matrix(SOBEL, name="K_red", largest=5).tag(sync=True)
    K_green = Matrix(SOBEL, name="K_green", largest=5).tag(sync=True)
    K_blue = Matrix(SOBEL, name="K_blue", largest=5).tag(sync=True)
    channels_on = traitlets.List(traitlets.Enum([0, 1]), [1, 1, 1], minlen=3, maxlen=3).tag(sync=True)
    bias = Whole(0, name="bias", low=-999, high=999).tag(sync=True)
    mix = traitlets.Bool(False).tag(sync=True)
    W = Matrix(np.eye(3).tolist(), name="W", largest=3).tag(sync=True)
    reshape = traitlets.Bool(False).tag(sync=True)
    probe = traitlets.List(traitlets.Int(min=0), [13, 8], minlen=2, maxlen=2).tag(sync=True)
    own = traitlets.Bool(False).tag(sync=True)
    values = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(self, K=None, **traits):
        if K is not None:
            slices = list(K)
            if len(slices) != 3:
                raise traitlets.TraitError(
                    f"K has {len(slices)} slices: a filter for red, green and blue needs 3"
                )
            traits = {**dict(zip(SLICES, slices, strict=True)), **traits}
        super().__init__(**traits)

    @traitlets.observe("photo")
    def _whose(self, change):
        self.own = change["new"] != packed(read(DAHLIA))

    @traitlets.validate("W")
    def _three_by_three(self, proposal):
        if np.shape(proposal["value"]) != (3, 3):
            raise traitlets.TraitError(
                f"W must be 3 × 3, new colours by old ones, got {np.shape(proposal['value'])}"
            )
        return proposal["value"]

    @traitlets.validate(*SLICES)
    def _slice_fits(self, proposal):
        (h, w), (H, W) = np.shape(proposal["value"]), (self.photo["height"], self.photo["width"])
        if h > H or w > W:
            raise traitlets.TraitError(f"a {h} × {w} slice does not fit into a photo of {H} × {W}: shrink it")
        return proposal["value"]

    def channels(self):
        """The photo as (3, H, W): rightly, or by the bug."""
        X = unpacked(self.photo).astype(float)
        return X.reshape(3, *X.shape[:2]) if self.reshape else X.transpose(2, 0, 1)

    def used(self, X):
        """The channels that are switched on; zeros for the others."""
        return X * np.array(self.channels_on)[:, None, None]

    def computed(self):
        X, K = self.channels(), [getattr(self, name) for name in SLICES]
        Y = conv1x1(X, self.W) if self.mix else corr2d_multi(self.used(X), np.array([K]), [self.bias])
        row, col = (min(at, n - 1) for at, n in zip(self.probe, Y.shape[1:], strict=True))
        return {"values": Y[:, row, col].tolist()}

    def mixed(self):
        """1 × 1 mode: the photo as it is read, and in the new colours."""
        old = self.channels()
        photos = [("photo", old), ("mixed", conv1x1(old, self.W))]
        images = [
            still.image(self.labels[name], np.clip(x, 0, 255).transpose(1, 2, 0), zoom=4)
            for name, x in photos
        ]
        return still.picture(images[0], still.sign("→"), images[1])

    def still(self):
        return self.mixed() if self.mix else self.summed()

    def summed(self):
        parts = [
            on * corr2d(x, getattr(self, name))
            for on, x, name in zip(self.channels_on, self.channels(), SLICES, strict=True)
        ]
        greys = [
            still.image(self.labels[name], x, zoom=3)
            for name, x in zip(("red", "green", "blue"), self.channels(), strict=True)
        ]
        total = sum(parts) + self.bias
        grey = 128 + 127 * total / max(1, np.abs(total).max())
        return still.picture(*greys, still.sign("→"), still.image(self.labels["sum"], grey, zoom=3))

    def __repr__(self):
        h, w = (1, 1) if self.mix else np.shape(self.K_red)
        return f"ChannelMixer({self.photo['height']} × {self.photo['width']}, {h} × {w})"
