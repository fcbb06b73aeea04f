"""The first screen: one window crosses a photo, and writes one number wherever it has been."""

import numpy as np
import traitlets

from convolution_book.widgets.kernel_lab.pictures import photo, photos
from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Whole
from convolution_book.widgets.python.widget import Widget
from grader.reference import corr2d

WEIGHTS = [[-1, 0, 1]] * 3
PAPER, POS, NEG = ([255, 255, 255], [33, 102, 172], [178, 80, 24])  # the light theme, as everything still


class PhotoHero(Widget):
    """A 3 × 3 window on a photo: the right column minus the left, one number for each place.

    row, step   where the window's top left corner lies, counted from 0;  playing, interval_ms
    zoom        0 the photo, 1 a patch of 12 × 9 pixels, 2 the nine numbers
    filled      the whole result is shown, not only the row that is being written
    answer      "" while the question stands;  value: of the window, written by the front end

    >>> PhotoHero(row=24, step=120).told()
    'Right 252 + 252 + 252, minus left 252 + 252 + 252: 0'
    """

    CONTROLS = ("row", "step")
    SAMPLES = (
        {"answer": "nothing"},
        {"row": 24, "step": 120},
        {"row": 8, "step": 30},
        {"filled": False},
        {"zoom": 1},
        {"zoom": 2, "row": 0, "step": 0},
        {"row": 93, "step": 125},
    )

    photo = traitlets.Dict(photos()[0]).tag(sync=True)
    row = Whole(39, name="row", low=0, high=93).tag(sync=True)
    step = Whole(55, name="step", low=0, high=125).tag(sync=True)
    zoom = Whole(0, name="zoom", low=0, high=2).tag(sync=True)
    filled = traitlets.Bool(True).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(45, name="interval_ms", low=10, high=60_000).tag(sync=True)
    value = traitlets.Int(0).tag(sync=True)

    def window(self):
        return photo(self.photo["key"])[self.row : self.row + 3, self.step : self.step + 3].astype(int)

    def result(self):
        return corr2d(photo(self.photo["key"]).astype(int), WEIGHTS)

    def computed(self):
        return {"value": int(self.result()[self.row, self.step])}

    def told(self):
        (d, _, a), (e, _, b), (f, _, c) = self.window()
        y = still.number(self.computed()["value"])
        return self.labels["told"].format(a=a, b=b, c=c, d=d, e=e, f=f, y=y)

    def still(self):
        words, pixels = self.labels, photo(self.photo["key"])
        parts = (
            still.sentence(words["ask"]),
            still.picture(
                still.image(words["photo"], pixels),
                still.sign("→"),
                still.image(words["result"], coloured(self.result())),
            ),
            still.picture(
                still.matrix_table(words["window"], self.window()),
                still.sign("×"),
                still.matrix_table(words["weights"], WEIGHTS),
                still.sign("="),
                still.matrix_table(words["pixel"], [[self.computed()["value"]]]),
            ),
            still.sentence(self.told()),
            still.sentence(words["says_nothing"]),
        )
        return f"<div>{''.join(parts)}</div>"

    def __repr__(self):
        return f"PhotoHero(row {self.row}, column {self.step})"


def coloured(Y):
    """Signed numbers as colours, from paper towards one or the other."""
    most = np.sort(np.abs(Y).ravel())[int(0.99 * (Y.size - 1))]
    towards = np.where(Y[..., None] < 0, NEG, POS)
    return PAPER + (towards - PAPER) * np.minimum(1, np.abs(Y) / most)[..., None]
