"""Numbers, bytes, dates, ranges and patterns on the wire: how each is written as JSON and read back.

A value of which C code could make endless work (digits of 10**999999999, the items of a range) does not
come from a student as one (`Parcel.bounded`): no deadline could interrupt the test that touches it.
"""

import datetime
import decimal
import fractions
import math
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from .arrays import as_list, part_at
from .framing import Violation
from .kinds import Read, Tree, Write
from .parcel import Parcel, Reader, Send, Unsendable

JSON_SAFE = 1 << 63
_MOST_BITS = 1_000_000
_MOST_FRACTION_BITS = 20_000  # a fraction is reduced when it is made
_MOST_DIGITS = 10_000  # of a decimal, before or behind its point
_MOST_ITEMS = 10_000_000  # of a range
_MOST_OF_A_PATTERN = 1_000  # characters of a regular expression


def _send_int(value: int, inner: Write, parcel: Parcel) -> Tree:
    if -JSON_SAFE < value < JSON_SAFE:
        return value
    if parcel.bounded and value.bit_length() > _MOST_BITS:
        raise Unsendable(f"an integer of {value.bit_length()} bits")
    return {"i": hex(value)}


def _send_float(value: float, inner: Write, parcel: Parcel) -> Tree:
    return value if math.isfinite(value) else {"f": repr(value)}


def _read_float(body: Tree, inner: Read, parcel: Parcel) -> float:
    if body not in ("nan", "inf", "-inf"):
        raise Violation("a float that is not one")
    return float(body)


def _send_bytes(tag: str) -> Send:
    def send(value: Any, inner: Write, parcel: Parcel):
        return {tag: parcel.add(bytes(value))}

    return send


def _read_buffer(kind: type[bytes] | type[bytearray]) -> Reader:
    def read(body: Tree, inner: Read, parcel: Parcel):
        return kind(part_at(parcel.buffers, body))

    return read


def _send_pattern(value: re.Pattern, inner: Write, parcel: Parcel) -> Tree:
    if len(value.pattern) > _MOST_OF_A_PATTERN:
        raise Unsendable("a pattern that is too long")
    return {"re": [inner(value.pattern), value.flags]}


def _read_pattern(body: Tree, inner: Read, parcel: Parcel) -> re.Pattern:
    """As where a test is given the text of a pattern: matching can be interrupted, and compiling is short."""
    text, flags = map(inner, as_list(body))
    if not isinstance(text, str | bytes) or len(text) > _MOST_OF_A_PATTERN or type(flags) is not int:
        raise Violation("a malformed pattern")
    try:
        with warnings.catch_warnings(action="ignore"):
            return re.compile(text, flags & ~re.DEBUG)
    except re.error:
        raise Violation("a malformed pattern") from None


def _ends(tag: str, names: Sequence[str]) -> Send:
    def send_ends(value: object, inner: Write, parcel: Parcel) -> Tree:
        return {tag: [inner(getattr(value, name)) for name in names]}

    return send_ends


def _text(tag: str, text: Callable[[Any], str]) -> Send:
    return lambda value, inner, parcel: {tag: text(value)}


def _if(may_cross: Callable[[Any], bool], send: Send) -> Send:
    def checked(value: object, inner: Write, parcel: Parcel) -> Tree:
        if parcel.bounded and not may_cross(value):
            raise Unsendable(f"a {type(value).__name__} that is too large")
        return send(value, inner, parcel)

    return checked


def _is_small_fraction(value: fractions.Fraction) -> bool:
    return max(value.numerator.bit_length(), value.denominator.bit_length()) <= _MOST_FRACTION_BITS


def _is_small_decimal(value: decimal.Decimal) -> bool:
    digits, exponent = value.as_tuple()[1:]
    return len(digits) <= _MOST_DIGITS and (isinstance(exponent, str) or abs(exponent) <= _MOST_DIGITS)


def _is_small_range(value: range) -> bool:
    most = 1 << 62  # len() of what is longer raises
    return max(map(abs, (value.start, value.stop, value.step))) < most and len(value) <= _MOST_ITEMS


def _read_int(body: Tree, inner: Read, parcel: Parcel) -> int:
    return int(short_text(body, _MOST_BITS // 4 + 10 if parcel.bounded else sys.maxsize), 16)


def _read_complex(body: Tree, inner: Read, parcel: Parcel) -> complex:
    parts: list[Any] = [inner(part) for part in as_list(body)]
    if len(parts) != 2 or not all(type(part) is float for part in parts):
        raise Violation("floats expected")
    return complex(*parts)


def _read_decimal(body: Tree, inner: Read, parcel: Parcel) -> decimal.Decimal:
    value = decimal.Decimal(short_text(body, _MOST_DIGITS + 20 if parcel.bounded else sys.maxsize))
    if parcel.bounded and not _is_small_decimal(value):
        raise Violation("a decimal with too many digits")
    return value


def _read_fraction(body: Tree, inner: Read, parcel: Parcel) -> fractions.Fraction:
    numbers = _whole(body, inner, 2)
    if parcel.bounded and max(number.bit_length() for number in numbers) > _MOST_FRACTION_BITS:
        raise Violation("a fraction with too many digits")
    return fractions.Fraction(*numbers)


def _read_range(body: Tree, inner: Read, parcel: Parcel) -> range:
    value = range(*_whole(body, inner, 3))
    if parcel.bounded and not _is_small_range(value):
        raise Violation("a range with too many items")
    return value


def _read_time(kind: type[datetime.date] | type[datetime.time]) -> Reader:
    return lambda body, inner, parcel: kind.fromisoformat(short_text(body, 64))


def short_text(body: Tree, size: int) -> str:
    if not isinstance(body, str) or len(body) > size:
        raise Violation("a malformed text, or one that is too long")
    return body


def _whole(body: Tree, inner: Read, count: int) -> list[int]:
    numbers: list[Any] = [inner(part) for part in as_list(body)]
    if len(numbers) != count or not all(type(number) is int for number in numbers):
        raise Violation("whole numbers expected")
    return numbers


SENDERS: dict[type, Send] = {
    int: _send_int,
    float: _send_float,
    complex: _ends("c", ("real", "imag")),
    bytes: _send_bytes("b"),
    bytearray: _send_bytes("ba"),
    re.Pattern: _send_pattern,
    slice: _ends("sl", ("start", "stop", "step")),
    range: _if(_is_small_range, _ends("r", ("start", "stop", "step"))),
    type(Ellipsis): lambda value, inner, parcel: {"..": 0},
    fractions.Fraction: _if(_is_small_fraction, _ends("fr", ("numerator", "denominator"))),
    decimal.Decimal: _if(_is_small_decimal, _text("de", str)),
    datetime.datetime: _text("dt", datetime.datetime.isoformat),
    datetime.date: _text("da", datetime.date.isoformat),
    datetime.time: _text("ti", datetime.time.isoformat),
    datetime.timedelta: _ends("td", ("days", "seconds", "microseconds")),
}

READERS: dict[str, Reader] = {
    "i": _read_int,
    "f": _read_float,
    "c": _read_complex,
    "b": _read_buffer(bytes),
    "ba": _read_buffer(bytearray),
    "re": _read_pattern,
    "sl": lambda body, inner, parcel: slice(*map(inner, as_list(body))),
    "r": _read_range,
    "..": lambda body, inner, parcel: Ellipsis,
    "fr": _read_fraction,
    "de": _read_decimal,
    "dt": _read_time(datetime.datetime),
    "da": _read_time(datetime.date),
    "ti": _read_time(datetime.time),
    "td": lambda body, inner, parcel: datetime.timedelta(*_whole(body, inner, 3)),
}
