"""What was got beside what is wanted, as arrays."""

from dataclasses import dataclass

import numpy as np

from grader.checks.compare import differs
from grader.checks.judge import Tried
from grader.checks.values import as_numpy


@dataclass(frozen=True)
class Finding:
    """A sentence, and the one try among many that shows best what it says."""

    sentence: str
    shown: Tried


@dataclass(frozen=True)
class Pair:
    """place: which of several values that the function returns, counted from 0"""

    tried: Tried
    got: np.ndarray
    want: np.ndarray
    place: int = 0

    @property
    def right(self):
        return same(self.got, self.want)


def same(got, want):
    return got.shape == want.shape and not differs(got, want).any()


def columns(history, names):
    """{name: its pairs} for each value that the function returns; None where one cannot be compared."""
    tries = [tried for tried in history if not tried.want.error and tried.want.value is not None]
    many = {len(tried.want.value) for tried in tries if isinstance(tried.want.value, tuple)}
    if len(many) > 1:
        return None
    names = names if many else ("the result",)
    if many and len(names) != many.pop():
        return None
    parts = {name: [] for name in names}
    for tried in tries:
        got, want = tried.got.value, tried.want.value
        if isinstance(want, tuple) != isinstance(got, tuple | list) and isinstance(want, tuple):
            return None
        values = zip(names, *((got, want) if isinstance(want, tuple) else ([got], [want])), strict=False)
        for place, (name, one, other) in enumerate(values):
            array = as_numpy(one)
            if array is None or array.dtype.kind not in "biuf":
                return None
            parts[name].append(Pair(tried, array, np.asarray(other), place))
    return parts


def unlike(pairs):
    """Each once: some questions are asked with both generators, and one example is no pattern."""
    seen = {}
    for pair in pairs:
        given = repr([(call.args, call.kwargs) for call in pair.tried.got.calls])
        seen.setdefault((given, pair.got.shape, pair.got.tobytes(), pair.want.tobytes()), pair)
    return list(seen.values())


def swapped(parts):
    """Are two values right, but in each other's place?"""
    if len(parts) != 2:
        return False
    first, second = parts.values()
    return all(same(a.got, b.want) and same(b.got, a.want) for a, b in zip(first, second, strict=True))


def smallest(tries):
    """The first that shows more than one number, for a single one shows no place; else the first."""
    return next((tried for tried in tries if numbers(tried.want.value) > 1), tries[0])


def numbers(value):
    """How many there are in it: several values need not be of one shape."""
    return sum(map(np.size, value)) if isinstance(value, tuple) else np.size(value)
