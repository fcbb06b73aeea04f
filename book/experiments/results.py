"""What was measured, as the experiments wrote it: read without what made it."""

import json
from pathlib import Path

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
