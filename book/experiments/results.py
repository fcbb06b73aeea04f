"""What was measured, as the experiments wrote it: read without what made it."""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
ORDER, TRAINING, WEIGHTS = (HERE / f"{name}.json" for name in ("order", "training", "weights"))


def results(path=ORDER):
    """The file as it is: {"tested", "seeds", "weights", "sample", "read": {case: {test: [one a seed]}}}."""
    return json.loads(path.read_text(encoding="utf-8"))


def name(network, order, place, examples):
    """The key of a case in `read`.

    >>> name("dense", "in order", "middle", 100)
    'dense, in order, middle, 100'
    """
    return f"{network}, {order}, {place}, {examples}"


def spread(network, task, order="in order", moved=0):
    """Percent right of pictures moved so many pixels: mean, lowest and highest of the trainings.

    >>> spread("CNN", "digits")
    '97 % (95–98)'
    """
    found = results(TRAINING)
    percents = [
        100 * right[moved] / found["tested"] for right in found["right"][f"{network}, {task}, {order}"]
    ]
    return f"{sum(percents) / len(percents):.0f} % ({min(percents):.0f}–{max(percents):.0f})"


def shipped(network, task="digits", order="in order"):
    """The weights of a network that was trained for the page: {name: array}."""
    found = results(WEIGHTS)
    weights = found["networks"][f"{network}, {task}, {order}"]["weights"]
    return {name: np.reshape(weights[name], shape) for name, shape in found["shapes"][network].items()}
