"""What an instructor's own == or < may have been told by an answer.

    class Money:
        tolerance = 0.01
        def __eq__(self, other): return abs(self.value - other.value) <= self.tolerance

The class is the instructor's, but what its objects carry may be the student's: with a `tolerance` of 1e9 all
are equal. So the solution tells, for each class, in which attributes compared objects differ; where others
differ too, the points are reported as forgeable (see answers.py).
"""

import functools
import math
from collections.abc import Callable, Iterable, Sequence
from types import FunctionType
from typing import Any

from ...sandboxed.rpc import arrays, instances
from .answers import DIFFERS, OTHER, Answers
from .proxies import Remote

COMPARISONS = tuple(f"__{name}__" for name in ("eq", "ne", "lt", "le", "gt", "ge"))
CLOSE = 1e-6
MOST_PARTS, DEEP = 10_000, 50


def watch(kinds: Iterable[type], answers: Answers) -> None:
    """Have the comparisons of these classes note in which attributes the objects differ."""
    for kind in filter(instances.is_plain_class, kinds):
        for name in COMPARISONS:
            if isinstance(method := vars(kind).get(name), FunctionType):
                setattr(kind, name, _noting(method, answers))


def _noting(method: Callable, answers: Answers) -> Callable:
    @functools.wraps(method)
    def compare(self: object, other: object):
        if isinstance(other, Remote):
            answers.expect(DIFFERS, type(self).__name__, OTHER)
        elif answers.has_objects and instances.is_plain_class(type(other)):
            answers.differ(type(self).__name__, differing(self, other))
        return method(self, other)

    return compare


def differing(one: object, other: object) -> list[str]:
    """The names of the attributes in which two objects differ, as data: none of them is asked."""
    mine, theirs, left = instances.carried(one), instances.carried(other), [MOST_PARTS]
    here = mine.keys() & theirs.keys()
    return [name for name in mine | theirs if name not in here or not _alike(mine[name], theirs[name], left)]


def _alike(a: Any, b: Any, left: list[int], depth: int = 0) -> bool:
    left[0] -= 1
    if a is b or left[0] < 0 or depth > DEEP:
        return a is b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a == b or math.isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE**2)
    if type(a) is not type(b):
        return False
    if type(a) in (str, bytes, complex):
        return a == b
    mine, theirs = _parts(a), _parts(b)
    if mine is None or theirs is None or len(mine) != len(theirs):
        return False
    return all(_alike(x, y, left, depth + 1) for x, y in zip(mine, theirs, strict=True))


def _parts(value: Any) -> Sequence | None:
    """What it consists of, in an order; None of what is no plain data."""
    if type(value) in (list, tuple):
        return value
    if type(value) in (set, frozenset):
        return sorted(value, key=repr) if all(type(part) in (str, int, float) for part in value) else None
    if type(value) is dict:
        return [*value.keys(), *value.values()]
    if instances.is_plain_class(type(value)):
        return _parts(instances.carried(value))
    return [list(value.shape), value.tolist()] if arrays.sender(value) and hasattr(value, "tolist") else None
