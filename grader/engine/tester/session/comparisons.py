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
from types import FunctionType

from ...sandboxed.rpc import arrays, codecs
from .answers import DIFFERS, OTHER
from .proxies import Remote

COMPARISONS = tuple(f"__{name}__" for name in ("eq", "ne", "lt", "le", "gt", "ge"))
CLOSE = 1e-6
MOST_PARTS, DEEP = 10_000, 50


def watch(kinds, answers):
    """Have the comparisons of these classes note in which attributes the objects differ."""
    for kind in filter(codecs.is_plain_class, kinds):
        for name in COMPARISONS:
            if isinstance(method := vars(kind).get(name), FunctionType):
                setattr(kind, name, _noting(method, answers))


def _noting(method, answers):
    @functools.wraps(method)
    def compare(self, other):
        if isinstance(other, Remote):
            answers.expect(DIFFERS, type(self).__name__, OTHER)
        elif answers.has_objects and codecs.is_plain_class(type(other)):
            answers.differ(type(self).__name__, differing(self, other))
        return method(self, other)

    return compare


def differing(one, other):
    """The names of the attributes in which two objects differ, as data: none of them is asked."""
    mine, theirs, left = vars(one), vars(other), [MOST_PARTS]
    here = mine.keys() & theirs.keys()
    return [name for name in mine | theirs if name not in here or not _alike(mine[name], theirs[name], left)]


def _alike(a, b, left, depth=0):
    left[0] -= 1
    if a is b or left[0] < 0 or depth > DEEP:
        return a is b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a == b or math.isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE**2)
    if type(a) is not type(b):
        return False
    if type(a) in (str, bytes, complex):
        return a == b
    parts = _parts(a), _parts(b)
    return None not in parts and len(parts[0]) == len(parts[1]) and all(
        _alike(x, y, left, depth + 1) for x, y in zip(*parts, strict=True)
    )  # fmt: skip


def _parts(value):
    """What it consists of, in an order; None of what is no plain data."""
    if type(value) in (list, tuple):
        return value
    if type(value) in (set, frozenset):
        return sorted(value, key=repr) if all(type(part) in (str, int, float) for part in value) else None
    if type(value) is dict:
        return [*value.keys(), *value.values()]
    if codecs.is_plain_class(type(value)):
        return _parts(vars(value))
    return [list(value.shape), value.tolist()] if arrays.sender(value) and hasattr(value, "tolist") else None
