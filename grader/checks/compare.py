"""Is it what is wanted? If not: how does it differ, and where first?"""

from typing import Any

import numpy as np

from grader.checks.exercise import Place, Shapes, Wrong
from grader.checks.values import array, describe, number, refuse_nothing, shape_of, unpacked

RTOL, ATOL = 1e-5, 1e-6  # wide enough for 32-bit floats, far narrower than any mistake


class Different(Wrong):
    """A value of the right kind that is not the one wanted.

    where: the first place in which it differs
    part:  which value of several it is, counted from 0
    """

    def __init__(
        self, sentence: str, where: Place | None = None, part: int | None = None, shapes: Shapes | None = None
    ):
        super().__init__(sentence, shapes)
        self.where, self.part = where, part


def compare(got: object, want: Any) -> None:
    """Raises: Wrong, with the reason, unless got is want (up to rounding)"""
    if want is None:
        compare_none(got)
    elif isinstance(want, bool | np.bool_):
        compare_bool(got, bool(want))
    elif isinstance(want, str):
        compare_text(got, want)
    elif isinstance(want, tuple):
        compare_tuple(got, want)
    elif np.ndim(want) == 0:
        compare_number(got, want)
    else:
        compare_array(got, np.asarray(want))


def compare_none(got: object) -> None:
    if got is not None:
        raise Different(f"should return None, got {describe(got)}")


def compare_bool(got: object, want: bool) -> None:
    refuse_nothing(got)
    if not isinstance(got, bool | np.bool_):
        raise Wrong(f"should return True or False, got {describe(got)}")
    if bool(got) != want:
        raise Different(f"gives {bool(got)}, where {want} is expected")


def compare_text(got: object, want: str) -> None:
    refuse_nothing(got)
    if type(got) is not str:  # an object of the answer's own would judge itself
        raise Wrong(f"should return a text, got {describe(got)}")
    if got != want:
        raise Wrong(f"gives {got[:60]}, where {want} is expected")


def compare_tuple(got: object, want: tuple) -> None:
    refuse_nothing(got)
    values = unpacked(got)
    if values is None or len(values) != len(want):
        raise Wrong(f"should return {len(want)} values in a tuple, got {describe(got)}")
    for place, (one, other) in enumerate(zip(values, want, strict=True)):
        try:
            compare(one, other)
        except Different as error:
            where = None if error.where is None else (place, *error.where)
            raise Different(str(error), where, place, error.shapes) from None


def compare_number(got: object, want: float | np.number) -> None:
    value = number(got)
    exact = isinstance(want, int | np.integer)
    if not (value == want if exact else np.isclose(value, want, RTOL, ATOL, equal_nan=True)):
        raise Different(f"gives {show(value)}, where {show(want)} is expected")


def compare_array(got: object, want: np.ndarray) -> None:
    values = array(got)
    if values.shape != want.shape:
        shapes = (values.shape, want.shape)
        raise Different(f"should have shape {want.shape}, got {shape_of(values)}", shapes=shapes)
    wrong = differs(values, want)
    if wrong.any():
        where = tuple(int(i) for i in np.argwhere(wrong)[0])
        cast = bool if want.dtype == bool and values[where] in (0, 1) else float
        one, other = show(cast(values[where])), show(want[where])
        raise Different(f"gives {one} at {place_name(where)}, where {other} is expected", where)


def differs(got: np.ndarray | float, want: np.ndarray | float) -> np.ndarray:
    """Where two arrays of one shape differ by more than rounding."""
    return ~np.isclose(np.asarray(got, float), np.asarray(want, float), RTOL, ATOL, equal_nan=True)


def show(x: float | np.number | np.bool_) -> str:
    """A number as one writes it by hand: 25, not 25.0; 0, not -0 nor what rounding left of it."""
    if isinstance(x, bool | np.bool_):
        return str(bool(x))
    if isinstance(x, int):
        return str(x)
    if x != x:
        return "nan (not a number)"
    return "0" if abs(x) < ATOL else f"{x:.6g}"


def place_name(where: Place) -> str:
    if len(where) == 1:
        return f"place {where[0]}"
    *maps, row, column = where
    return ", ".join([*(f"map {m}" for m in maps), f"row {row}", f"column {column}"])
