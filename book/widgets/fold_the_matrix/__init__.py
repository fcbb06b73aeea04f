"""Fold the weight matrix: what sharing, and then looking only nearby, leaves of a layer."""

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import conv_params

N = 4


class FoldTheMatrix(Widget):
    """A layer from a 4 × 4 image to a 4 × 4 image, as a 16 × 16 matrix.

    share       one weight for each offset, instead of one for each entry: 256 become 49
    delta       how far a unit looks, 0 to 3; entries of pixels further away are 0
    pattern     up to 2 × 2, lies on the image with its corner at `place`, [row, column] from −1 to 3
    unit        [row, column] of the output whose inputs light up
    seed        of the weights
    W, Y, weights
                written by the front end: the matrix, the response, how many weights can differ

    >>> FoldTheMatrix(share=True, delta=1)
    FoldTheMatrix(shared, Δ = 1)
    """

    CONTROLS = ("share", "delta")
    SETTINGS = ("share", "delta")
    SAMPLES = tuple(
        {"share": share, "delta": delta, "place": place}
        for share in (True, False)
        for delta, place in enumerate([[3, 3], [-1, -1], [2, 1], [1, 1]])
    )

    share = traitlets.Bool(False).tag(sync=True)
    delta = Whole(3, name="delta", low=0, high=N - 1).tag(sync=True)
    seed = Whole(1, name="seed", low=0, high=2**31).tag(sync=True)
    pattern = Matrix([[1, 0], [2, 1]], name="pattern", largest=2).tag(sync=True)
    place = traitlets.List(traitlets.Int(min=-1, max=N - 1), [1, 1], minlen=2, maxlen=2).tag(sync=True)
    unit = traitlets.List(traitlets.Int(min=0, max=N - 1), [1, 2], minlen=2, maxlen=2).tag(sync=True)
    W = traitlets.List().tag(sync=True)
    Y = traitlets.List().tag(sync=True)
    weights = traitlets.Int(0).tag(sync=True)

    def offsets(self):
        """How far each pixel lies from each unit: [unit, pixel] → down, right."""
        at = np.array([divmod(pixel, N) for pixel in range(N * N)])
        return at[None] - at[:, None]

    def computed(self):
        near = np.abs(self.offsets()).max(axis=2) <= self.delta
        return {"weights": conv_params(self.delta, bias=False) if self.share else int(near.sum())}

    def still(self):
        apart = self.offsets()
        names = apart @ [2 * N - 1, 1] if self.share else np.random.default_rng(0).permutation(N**4)
        greys = 60 + 180 * (names - names.min()) / np.ptp(names)
        near = np.abs(apart).max(axis=2) <= self.delta
        greys = np.where(near, greys.reshape(N * N, N * N), 0)
        return still.picture(still.image(self.labels["matrix"], greys, zoom=16))

    def __repr__(self):
        return f"FoldTheMatrix({'shared' if self.share else 'not shared'}, Δ = {self.delta})"
