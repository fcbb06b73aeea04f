"""The words that readers see, from one table (labels.json), ready for translation."""

import json
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("labels.json")


@cache
def table():
    return json.loads(TABLE.read_text(encoding="utf-8"))


def labels(name):
    """Labels of one widget: the shared ones, then its own, which win.

    >>> labels("sliding_window")["play"]
    'Play'
    """
    return {**table()["shared"], **table()[name]}
