"""Pairs of answers that share what neither the teacher nor the class wrote.

copydetect compares fingerprints of the code, in which names do not count (winnowing, as in MOSS). What stands
in the instructor's notebook or in many answers is no sign of anything: a short task has few right answers.
"""

import io
from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from .answers import Answers

LETTERS, WINDOW = 25, 6  # of a piece, once names have become one letter each: copydetect's own
COMMON = 4  # what more than one in so many wrote, and at least three, says nothing
LEAST_LEFT = 60  # letters of its own that an answer must have to be compared


@dataclass(frozen=True)
class Pair:
    """share: how much of the shorter one's own is in the other; kind: "code" or "text" """

    one: str
    other: str
    kind: str
    share: float


def alike(answers: list[Answers], least: float) -> list[Pair]:
    """Those that share at least so much, the most alike first. answers: the instructor's first."""
    found = [
        pair
        for kind in ("code", "text")
        for pair in _pairs(kind, {each.whose: getattr(each, kind) for each in answers})
        if pair.share >= least
    ]
    return sorted(found, key=lambda pair: (-pair.share, pair.one, pair.other))


def _pairs(kind, written):
    from copydetect import compare_files  # brings matplotlib along

    given = _print(kind, written[""], [])
    students = {whose: text for whose, text in written.items() if whose}
    seen = Counter(piece for text in students.values() for piece in {*_print(kind, text, []).hashes})
    many = max(3, len(students) // COMMON)
    common = sorted({*given.hashes} | {piece for piece, count in seen.items() if count > many})
    prints = {whose: _print(kind, text, common) for whose, text in students.items()}
    own = sorted(whose for whose, made in prints.items() if made.token_coverage >= LEAST_LEFT)
    for one, other in combinations(own, 2):
        if {*prints[one].hashes} & {*prints[other].hashes}:
            _, shares, _ = compare_files(prints[one], prints[other])
            yield Pair(one, other, kind, min(1.0, float(max(shares))))


def _print(kind, text, common):
    from copydetect import CodeFingerprint

    text = text if kind == "code" else " ".join(text.split())
    about = {"boilerplate": common, "filter": kind == "code", "language": "python"}
    return CodeFingerprint("answer.py", LETTERS, WINDOW, fp=io.StringIO(text), **about)
