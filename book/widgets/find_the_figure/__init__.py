"""Find the figure: one detector, swept over the whole crowd."""

from base64 import b64encode
from pathlib import Path

import traitlets

from convolution_book.widgets.python import still
from convolution_book.widgets.python.traits import Speed, Whole
from convolution_book.widgets.python.widget import Widget

CROWD = Path(__file__).with_name("crowd3.png")  # drawn by crowd.js, seed 3


class FindTheFigure(Widget):
    """A crowd drawn from a seed, with one figure dressed like no other; a detector scores every place.

    seed        of the crowd: another seed, another crowd
    step        rows that the detector has swept, 0 to 60;  playing, interval_ms, speed
    guess       [row, column] where the reader pressed, or []
    found, score
                written by the front end after the last row: the best place's top left corner, its score

    >>> FindTheFigure(seed=7)
    FindTheFigure(seed 7)
    """

    SETTINGS = ("speed",)
    SAMPLES = tuple({"step": s, "guess": g} for s in (0, 1, 30, 60) for g in ([], [3, 3], [50, 90]))

    seed = Whole(3, name="seed", low=0, high=99_999).tag(sync=True)
    step = Whole(0, name="step", low=0, high=60).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval_ms = Whole(300, name="interval_ms", low=10, high=60_000).tag(sync=True)
    speed = Speed()
    guess = traitlets.List(traitlets.Int(min=0)).tag(sync=True)
    found = traitlets.List(traitlets.Int()).tag(sync=True)
    score = traitlets.Float(0.0).tag(sync=True)

    def still(self):
        data, alt = b64encode(CROWD.read_bytes()).decode(), self.labels["crowd"]
        return still.picture(f'<img alt="{alt}" width="432" height="288" src="data:image/png;base64,{data}">')

    def __repr__(self):
        return f"FindTheFigure(seed {self.seed})"
