"""What was measured, as the experiments wrote it: read without what made it."""

import json
from pathlib import Path

ORDER = Path(__file__).with_name("order.json")


def results(path=ORDER):
    """The file as it is: {"tested", "seeds", "weights", "sample", "read": {case: {test: [one a seed]}}}."""
    return json.loads(path.read_text(encoding="utf-8"))


def name(network, order, place, examples):
    """The key of a case in `read`.

    >>> name("dense", "in order", "middle", 100)
    'dense, in order, middle, 100'
    """
    return f"{network}, {order}, {place}, {examples}"
