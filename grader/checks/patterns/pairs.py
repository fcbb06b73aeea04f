"""What was got beside what is wanted, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from grader.checks.compare import differs
from grader.checks.judge import Tried


@dataclass(frozen=True)
class Finding:
    """A sentence, and the one try among many that shows best what it says.

    alone: it says it all; else it comes after what the first failure was
    """

    sentence: str
    shown: Tried
    alone: bool = True


@dataclass(frozen=True)
class Pair:
    """part: which value of several it is, counted from 0"""

    tried: Tried
    got: np.ndarray
    want: np.ndarray
    part: int = 0

    @cached_property
    def right(self) -> bool:
        return same(self.got, self.want)


def same(got: np.ndarray, want: np.ndarray) -> bool:
    if got.shape == want.shape == () and {got.dtype.kind, want.dtype.kind} <= set("iu"):
        return bool(got == want)  # counts are exact, however large
    return got.shape == want.shape and not differs(got, want).any()


def swapped(first: Sequence[Pair], second: Sequence[Pair]) -> bool:
    """Are two values right, but in each other's place?"""
    return all(same(a.got, b.want) and same(b.got, a.want) for a, b in zip(first, second, strict=True))


def smallest(tries: Sequence[Tried]) -> Tried:
    """The first that shows more than one number, for a single one shows no place; else the first."""
    return next((tried for tried in tries if is_large(tried.want.value)), tries[0])


def is_large(value: Any) -> bool:
    return sum(map(np.size, value)) > 1 if isinstance(value, tuple) else np.size(value) > 1
