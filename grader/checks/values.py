"""What an answer returned, as a number or an array that can be compared; or the reason why it cannot."""

import re
import reprlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checks.exercise import Wrong

KINDS = {"U": "of text, ", "S": "of bytes, ", "O": "of objects, ", "c": "of complex numbers, "}
PLAIN = (bool, int, float, complex, str, bytes, list, tuple, dict)


def describe(value: object) -> str:
    """A value in a few words, without trusting its own repr."""
    if isinstance(value, np.ndarray):
        return f"an array {KINDS.get(value.dtype.kind, '')}of shape {value.shape}"
    if isinstance(value, np.generic):
        value = value.item()
    kind = type(value).__name__
    named = f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
    if isinstance(value, tuple | list) and any(isinstance(x, np.ndarray) for x in value):
        return f"{named} of {len(value)} array{'s' if len(value) > 1 else ''}"
    if type(value) in PLAIN:
        return f"{named}: {reprlib.repr(value)}"
    return own_words(value) or named


def unpacked(value: object) -> Sequence[Any] | None:
    """What `a, b = value` would take apart; None where it is no row of values."""
    if isinstance(value, np.ndarray) and value.ndim:
        return list(value)
    return value if isinstance(value, tuple | list) else None


def own_words(value: object) -> str:
    """What an object says of itself, if it is short; without its address, which says nothing."""
    try:
        words = re.sub(r" at 0x[0-9a-f]+", "", str(repr(value)))
    except Exception:  # whatever an object of the student's own may raise
        return ""
    return words if len(words) < 60 and "\n" not in words else ""


def array(value: object, shape: Sequence[int] | None = None) -> np.ndarray:
    """The value as an array of real numbers, of this shape if one is given.

    Lists, tuples and tensors will do. Raises: Wrong, with the reason
    """
    refuse_nothing(value)
    got = as_numpy(value)
    if got is None:
        why = ", whose rows are not equally long" if is_ragged(value) else ""
        raise Wrong(f"should return an array of numbers, got {describe(value)}{why}")
    if got.dtype.kind not in "biuf":
        raise Wrong(f"should return real numbers, got {describe(value)}")
    if shape is not None and got.shape != tuple(shape):
        raise Wrong(f"should have shape {tuple(shape)}, got {shape_of(got)}", (got.shape, tuple(shape)))
    return got


def is_ragged(value: object) -> bool:
    rows = value if isinstance(value, tuple | list) else ()
    lengths = [len(x) for x in rows if is_row(x)]
    return len(lengths) == len(rows) and len(set(lengths)) > 1


def is_row(x: object) -> bool:
    return type(x) in (tuple, list) or (type(x) is np.ndarray and x.ndim > 0)


def shape_of(got: np.ndarray) -> str:
    return str(got.shape) if got.ndim else "a single number"


def number(value: object) -> float:
    """The value as one real number. Raises: Wrong, with the reason"""
    refuse_nothing(value)
    got = as_numpy(value)
    if got is None or got.shape != () or got.dtype.kind not in "iuf":
        raise Wrong(f"should return a number, got {describe(value)}")
    return got.item()


def refuse_nothing(value: object) -> None:
    if value is None:
        raise Wrong("returned None: does it end with `return`?")
    if value is Ellipsis:
        raise Wrong("returned `...`: put your own expression there")


def as_numpy(value: Any) -> np.ndarray | None:
    """The value as NumPy sees it; None where NumPy sees no numbers in it."""
    if isinstance(value, str | bytes | dict | set):
        return None
    try:
        if hasattr(value, "detach"):  # a torch tensor; torch itself need not be imported to tell
            value = value.detach().cpu()
        got = np.asarray(value)
    except Exception:  # ragged lists, and whatever an object of the student's own may raise
        return None
    return None if got.dtype.kind in "OSUV" else got
