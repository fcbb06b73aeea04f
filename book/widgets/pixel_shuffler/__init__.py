"""The pixel shuffler: what a fully connected neuron cannot see, and a convolution can."""

from pathlib import Path

import numpy as np
import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.photos import Photo, packed, read, unpacked
from convolution_book.widgets.python.traits import Matrix, Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d

HOPPER = Path(__file__).with_name("hopper28.pgm")
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


def partly_shuffled(X, percent, seed):
    """X with about `percent` % of its entries in other places."""
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(X.size)[: round(X.size * percent / 100)]
    moved = X.ravel().copy()
    moved[np.sort(chosen)] = moved[chosen]
    return moved.reshape(X.shape)


class PixelShuffler(Widget):
    """Shuffle the pixels of a photo, and a neuron's weights alongside.

    photo       a grey photo, an array (H, W) of at most 64 rows and columns
    shuffle     how many percent of the pixels change places
    seed        of the permutation
    K           the kernel of the convolution beside it;  probe: [row, column] of the pixel pointed at
    perm, score, roughness
                written by the front end: place j shows pixel perm[j]; Σ w·x; mean |difference| of neighbours

    >>> PixelShuffler(shuffle=40)
    PixelShuffler(28 × 28, shuffle 40 %)
    """

    CONTROLS = ("shuffle", "seed", "K")
    SAMPLES = tuple({"shuffle": s, "probe": [p, 27 - p]} for s in (0, 7, 100) for p in (0, 27))

    photo = Photo(HOPPER, channels=1).tag(sync=True)
    shuffle = Whole(0, name="shuffle", low=0, high=100).tag(sync=True)
    seed = Whole(1, name="seed", low=0, high=2**31).tag(sync=True)
    K = Matrix(SOBEL, name="K", largest=7).tag(sync=True)
    probe = traitlets.List(traitlets.Int(min=0), [13, 12], minlen=2, maxlen=2).tag(sync=True)
    perm = traitlets.List(traitlets.Int()).tag(sync=True)
    own = traitlets.Bool(False).tag(sync=True)
    score = traitlets.Int(0).tag(sync=True)
    roughness = traitlets.Float(0.0).tag(sync=True)

    @traitlets.observe("photo")
    def _whose(self, change):
        self.own = change["new"] != packed(read(HOPPER))

    def still(self):
        return self.images(self.shuffle or 100)

    def drawn(self):
        return self.images(self.shuffle)

    def images(self, percent):
        """The photo, the photo with so many percent of its pixels in other places, and its feature map."""
        X = unpacked(self.photo)[..., 0].astype(float)
        shuffled, words = partly_shuffled(X, percent, self.seed), self.labels
        Y = corr2d(shuffled, self.K)
        return still.picture(
            still.image(words["photo"], X, zoom=5),
            still.image(words["shuffled"], shuffled, zoom=5),
            still.image(words["map"], np.clip(128 + Y / 4, 0, 255), zoom=5),
        )

    def __repr__(self):
        return f"PixelShuffler({self.photo['height']} × {self.photo['width']}, shuffle {self.shuffle} %)"
