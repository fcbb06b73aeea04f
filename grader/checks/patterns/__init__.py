"""What all wrong answers of a function have in common: "right but for the last row", "the transpose".

A sentence here is true of everything that was tried; where nothing is, there is no sentence. Each file holds
one kind as a small table. From the special to the general: the first that holds is said.
"""

import numpy as np

from grader.checks.patterns import inputs, places, whole
from grader.checks.patterns.pairs import Finding, columns, smallest, swapped, unlike

KINDS = (whole.find, places.find, inputs.find)


def find(exercise, history):
    """The Finding for the wrong ones among these tries; None where they have nothing in common."""
    wrong = [tried for tried in history if tried.reason is not None]
    if any(tried.want.error or tried.got.error or tried.got.wrong for tried in wrong):
        return None
    parts = columns(history, exercise.returns)
    if parts is None:
        return None
    if len(parts) > 1 and swapped(parts):
        names = " and ".join(exercise.returns) or "The values"
        return Finding(f"{names} are swapped.", smallest(wrong))
    bad = {name: pairs for name, pairs in parts.items() if any(not pair.right for pair in pairs)}
    with np.errstate(all="ignore"):  # an answer may hold infinity
        found = [common(exercise, pairs) for pairs in bad.values()]
    if not found or None in found or len({sentence for sentence, _ in found}) > 1:
        return None
    sentence, shown = found[0]
    return Finding(
        sentence if len(parts) == len(bad) else f"Only {next(iter(bad))}: {lower(sentence)}", shown
    )


def common(exercise, pairs):
    """(sentence, what to draw), or None"""
    pairs = unlike(pairs)
    for kind in KINDS:
        if found := kind(exercise, pairs):
            sentence, shown = found
            return sentence, shown or smallest([pair.tried for pair in pairs if not pair.right])
    return None


def lower(sentence):
    return sentence[0].lower() + sentence[1:]
