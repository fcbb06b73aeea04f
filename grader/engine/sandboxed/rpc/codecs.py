"""How each kind of plain value is written as JSON and read back: two tables, one small function a row.

A value of which C code could make endless work (digits of 10**999999999, the items of a range) does not
come from a student as one (`Parcel.bounded`): no deadline could interrupt the test that touches it.
"""

import collections
import contextlib
import datetime
import decimal
import enum
import fractions
import functools
import keyword
import math
import operator
import re
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeGuard

from . import arrays, formulas, library_objects, tables
from .framing import Violation
from .kinds import Read, Tree, Write
from .parcel import Parcel, Reader, Send


class Unsendable(TypeError):
    """The value has no plain form."""


AS_IS = {type(None), bool, str}
_JSON_SAFE = 1 << 63
_MOST_BITS = 1_000_000
_MOST_FRACTION_BITS = 20_000  # a fraction is reduced when it is made
_MOST_DIGITS = 10_000  # of a decimal, before or behind its point
_MOST_ITEMS = 10_000_000  # of a range
_MOST_OF_A_PATTERN = 1_000  # characters of a regular expression
_EMPTY = (int, float, str, list, dict, set, tuple)  # what a defaultdict may make: nothing, of a kind


def _send_int(value: int, inner: Write, parcel: Parcel) -> Tree:
    if -_JSON_SAFE < value < _JSON_SAFE:
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


def _parts(tag: str) -> Send:
    return lambda value, inner, parcel: {tag: [inner(part) for part in value]}


def _pairs(tag: str) -> Send:
    return lambda value, inner, parcel: {tag: [[inner(k), inner(v)] for k, v in value.items()]}


def _hashable_parts(tag: str) -> Send:
    """Sets, whose members must be plain: a borrowed object in one would be compared by its owner."""

    def send(value: Any, inner: Write, parcel: Parcel):
        parts = [inner(part) for part in value]
        if any(isinstance(part, dict) and ("h" in part or "y" in part) for part in parts):
            raise Unsendable("a set of objects that are not plain data")
        return {tag: parts}

    return send


def _send_pattern(value: re.Pattern, inner: Write, parcel: Parcel) -> Tree:
    if len(value.pattern) > _MOST_OF_A_PATTERN:
        raise Unsendable("a pattern that is too long")
    return {"re": [inner(value.pattern), value.flags]}


def _read_pattern(body: Tree, inner: Read, parcel: Parcel) -> re.Pattern:
    """As where a test is given the text of a pattern: matching can be interrupted, and compiling is short."""
    text, flags = map(inner, arrays.as_list(body))
    if not isinstance(text, str | bytes) or len(text) > _MOST_OF_A_PATTERN or type(flags) is not int:
        raise Violation("a malformed pattern")
    try:
        with warnings.catch_warnings(action="ignore"):
            return re.compile(text, flags & ~re.DEBUG)
    except re.error:
        raise Violation("a malformed pattern") from None


def _ends(tag: str, names: Sequence[str]) -> Send:
    return lambda value, inner, parcel: {tag: [inner(getattr(value, name)) for name in names]}


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


def _send_defaultdict(value: collections.defaultdict, inner: Write, parcel: Parcel) -> Tree:
    factory = next((kind.__name__ for kind in _EMPTY if kind is value.default_factory), None)
    return {"dd": [factory, [[inner(k), inner(v)] for k, v in value.items()]]}


def _send_deque(value: collections.deque, inner: Write, parcel: Parcel) -> Tree:
    return {"q": [[inner(part) for part in value], value.maxlen]}


SENDERS: dict[type, Send] = {
    int: _send_int,
    float: _send_float,
    complex: _ends("c", ("real", "imag")),
    bytes: _send_bytes("b"),
    bytearray: _send_bytes("ba"),
    list: lambda value, inner, parcel: [inner(part) for part in value],
    tuple: _parts("t"),
    set: _hashable_parts("s"),
    frozenset: _hashable_parts("fs"),
    dict: _pairs("d"),
    collections.OrderedDict: _pairs("od"),
    collections.Counter: _pairs("cn"),
    collections.defaultdict: _send_defaultdict,
    collections.deque: _send_deque,
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


def special(value: object, parcel: Parcel) -> Send | None:
    """Senders for values known by a property, not by their type."""
    if parcel.shared and _is_shared(value, parcel):
        return _send_object
    if isinstance(value, tuple) and hasattr(type(value), "_fields"):
        return _send_namedtuple
    if not parcel.bounded and _layer_class(value):
        return _send_layer
    if isinstance(value, type) and library_objects.name_of(value):
        return lambda value, inner, parcel: {"g": library_objects.name_of(value)}
    if isinstance(value, enum.Enum) and parcel.shared.get(type(value).__name__) is type(value):
        return _send_member
    return tables.sender(value, Unsendable) or formulas.sender(value, Unsendable)


def _send_member(value: enum.Enum, inner: Write, parcel: Parcel) -> Tree:
    """Of an enumeration that an instructor's cell defines: each side has its own member of that name.

    Of a Flag the bits, where several members stand together: `Access.READ | Access.WRITE`.
    """
    kind = type(value)
    if value.name in kind.__members__:
        return {"en": [kind.__name__, value.name]}
    if not _are_bits(kind, value.value):
        raise Unsendable("several members at once")
    return {"en": [kind.__name__, int(value.value)]}


def _are_bits(kind: Any, bits: Any) -> bool:
    """Those of members, and no others."""
    flags: type = enum.Flag
    if not issubclass(kind, flags) or type(bits) is not int or not 0 <= bits < _JSON_SAFE:
        return False
    return not bits & ~kind._flag_mask_


def _read_member(body: Tree, inner: Read, parcel: Parcel) -> enum.Enum:
    kind_name, member = arrays.as_list(body)
    kind: Any = parcel.shared.get(_short(kind_name, 200))
    enumeration: type = enum.Enum  # so that `kind` stays Any
    if kind is not None and issubclass(kind, enumeration):
        if isinstance(member, str) and member in kind.__members__:
            return kind.__members__[member]
        if _are_bits(kind, member):
            return kind(member)
    raise Violation("a member of an enumeration that is not shared")


def _send_object(value: object, inner: Write, parcel: Parcel) -> Tree:
    """Its number in the parcel; its attributes follow when the rest is done, itself perhaps among them."""
    if id(value) not in parcel.made:
        parcel.made[id(value)] = len(parcel.objects)
        parcel.waiting.append((len(parcel.objects), value))
        parcel.objects.append(None)
        parcel.note(value)
    return {"o": parcel.made[id(value)]}


def _is_shared(value: object, parcel: Parcel) -> bool:
    """An instance of a plain class that an instructor's cell defines: both sides can make one."""
    kind = type(value)
    fits = parcel.shared.get(kind.__name__) is kind and is_plain_class(kind)
    return fits and not (parcel.bounded and has_type(carried(value).values()))


def has_type(parts: Iterable[object]) -> bool:
    """An attribute that is a type may be called like a method; `bool` would say yes to anything."""
    return any(isinstance(part, type) for part in parts)


def is_plain_class(kind: type) -> bool:
    """A class of Python code alone, whose instances are their attributes and nothing more."""
    bases = kind.__mro__[:-1]
    return bool(bases) and all(base.__module__ == "__main__" for base in bases)


@functools.lru_cache(maxsize=256)
def _slots(kind: type) -> dict[str, Any]:
    """{name: descriptor}, those of a base only where the class has none of that name"""
    found = (pair for base in reversed(kind.__mro__) for pair in vars(base).items())
    return {name: slot for name, slot in found if isinstance(slot, types.MemberDescriptorType)}


def carried(value: object) -> dict[str, object]:
    """All attributes of an object of such a class, from its __dict__ and its slots; no code of it runs."""
    found = dict(getattr(value, "__dict__", {}))
    for name, slot in _slots(type(value)).items():
        with contextlib.suppress(AttributeError):  # nothing in it
            found[name] = slot.__get__(value)
    return found


def _read_object(body: Tree, inner: Read, parcel: Parcel) -> object:
    if type(body) is not int or not 0 <= body < len(parcel.objects):
        raise Violation("an object that was not sent")
    if body not in parcel.made:
        name, state = arrays.as_list(parcel.objects[body])
        kind = parcel.shared.get(name)
        if kind is None or not is_plain_class(kind):
            raise Violation("an object of a class that is not shared")
        parcel.made[body] = object.__new__(kind)
        parcel.waiting.append((state, parcel.made[body]))
        parcel.note(parcel.made[body])
    return parcel.made[body]


def attributes(kind: type, state: Tree) -> list[tuple[str, Tree]]:
    """[(name, tree)] of what an object of an instructor's class may carry: nothing that the class itself has.

    A method or property of the class counts, never one of that name in the object: the object may be the
    student's. The class's plain values are defaults, and may be others in the object, but for those named
    as constants: `TOLERANCE` decides what is equal.
    """
    return [(name, part) for name, part in arrays.as_list(state) if _may_carry(kind, name)]


def _may_carry(kind: type, name: Tree) -> TypeGuard[str]:
    if not isinstance(name, str) or not name.isidentifier() or (name[:2] == name[-2:] == "__"):
        return False
    said = [vars(base)[name] for base in kind.__mro__ if name in vars(base) and name not in _slots(base)]
    return all(_is_default(value) for value in said) and not (said and name.isupper() and len(name) > 1)


def _is_default(value: object) -> bool:
    return not callable(value) and not any(hasattr(type(value), way) for way in ("__get__", "__set__"))


def _layer_class(value: object) -> str | None:
    """ "module:name" of the class of torch's own that this module is of or built on; None of others."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.nn.Module):
        return None
    names = map(library_objects.library_name, type(value).__mro__)
    return next((name for name in names if name and name.startswith("torch.")), None)


def _send_layer(value: object, inner: Write, parcel: Parcel) -> Tree:
    """Only the tester does: what its layers hold is put into one of torch's own over there."""
    return {"nn": [_layer_class(value), [[name, inner(part)] for name, part in vars(value).items()]]}


def _read_layer(kind: Any, body: Tree, inner: Read) -> object:
    _, state = arrays.as_list(body)
    made = kind.__new__(kind)
    vars(made).update({name: inner(part) for name, part in state})
    return made


def _send_namedtuple(value: Any, inner: Write, parcel: Parcel) -> Tree:
    fields = list(type(value)._fields)
    if not _is_namedtuple_of(type(value).__name__, fields) or (parcel.bounded and has_type(value)):
        raise Unsendable("a tuple type that is not a plain namedtuple")
    return {"nt": [type(value).__name__, fields, [inner(part) for part in tuple(value)]]}


def _is_namedtuple_of(name: Tree, fields: list) -> TypeGuard[str]:
    words = [name, *fields]
    return (
        all(isinstance(word, str) and word.isidentifier() and not keyword.iskeyword(word) for word in words)
        and not any(word.startswith("_") for word in words)
        and len(fields) == len(set(fields)) <= 100
    )


@functools.lru_cache(maxsize=256)
def _namedtuple(name: str, *fields: str) -> Callable[..., tuple]:
    """What collections.namedtuple makes, which would run a text that these names are put into."""

    def replace(self: tuple, **new: object):
        return kind(*(new.get(field, part) for field, part in zip(fields, self, strict=True)))

    def text(self: tuple):
        return f"{name}({', '.join(f'{field}={part!r}' for field, part in zip(fields, self, strict=True))})"

    methods = {
        "__new__": lambda kind, *parts: tuple.__new__(kind, parts),
        "__repr__": text,
        "_make": classmethod(tuple.__new__),
        "_asdict": lambda self: dict(zip(fields, self, strict=True)),
        "_replace": replace,
    }
    about = {"__slots__": (), "_fields": fields, "__match_args__": fields, "_field_defaults": {}}
    getters = {field: property(operator.itemgetter(at)) for at, field in enumerate(fields)}
    kind: Callable[..., tuple] = type(name, (tuple,), about | methods | getters)
    return kind


def _read_namedtuple(body: Tree, inner: Read, parcel: Parcel) -> tuple:
    name, fields, parts = arrays.as_list(body)
    if not _is_namedtuple_of(name, arrays.as_list(fields)) or len(arrays.as_list(parts)) != len(fields):
        raise Violation("a namedtuple with impossible fields")
    parts = [inner(part) for part in parts]
    if parcel.bounded and has_type(parts):
        raise Violation("a namedtuple with a type in it")
    return _namedtuple(name, *fields)(*parts)


def _read_pairs(kind: type[dict]) -> Callable[[Tree, Read, Parcel], dict]:
    def read(body: Tree, inner: Read, parcel: Parcel):
        made = kind()
        for key, value in arrays.as_list(
            body
        ):  # a loop of ours, for a deadline can end it: keys may be chosen to collide
            made[inner(key)] = inner(value)
        return made

    return read


def _read_defaultdict(body: Tree, inner: Read, parcel: Parcel) -> collections.defaultdict:
    factory, pairs = arrays.as_list(body)
    made = collections.defaultdict(next((kind for kind in _EMPTY if kind.__name__ == factory), None))
    made.update(_read_pairs(dict)(pairs, inner, parcel))
    return made


def _read_set(kind: type[set] | type[frozenset]) -> Reader:
    def read(body: Tree, inner: Read, parcel: Parcel):
        made = set()
        for part in arrays.as_list(body):
            made.add(inner(part))
        return kind(made)

    return read


def _read_deque(body: Tree, inner: Read, parcel: Parcel) -> collections.deque:
    parts, size = arrays.as_list(body)
    if size is not None and type(size) is not int:
        raise Violation("a deque without a length")
    return collections.deque(map(inner, arrays.as_list(parts)), size)


def _read_int(body: Tree, inner: Read, parcel: Parcel) -> int:
    return int(_short(body, _MOST_BITS // 4 + 10 if parcel.bounded else sys.maxsize), 16)


def _read_complex(body: Tree, inner: Read, parcel: Parcel) -> complex:
    parts: list[Any] = [inner(part) for part in arrays.as_list(body)]
    if len(parts) != 2 or not all(type(part) is float for part in parts):
        raise Violation("floats expected")
    return complex(*parts)


def _read_decimal(body: Tree, inner: Read, parcel: Parcel) -> decimal.Decimal:
    value = decimal.Decimal(_short(body, _MOST_DIGITS + 20 if parcel.bounded else sys.maxsize))
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
    return lambda body, inner, parcel: kind.fromisoformat(_short(body, 64))


def _short(body: Tree, size: int) -> str:
    if not isinstance(body, str) or len(body) > size:
        raise Violation("a malformed text, or one that is too long")
    return body


def _whole(body: Tree, inner: Read, count: int) -> list[int]:
    numbers: list[Any] = [inner(part) for part in arrays.as_list(body)]
    if len(numbers) != count or not all(type(number) is int for number in numbers):
        raise Violation("whole numbers expected")
    return numbers


def _read_buffer(kind: type[bytes] | type[bytearray]) -> Reader:
    def read(body: Tree, inner: Read, parcel: Parcel):
        return kind(arrays.part_at(parcel.buffers, body))

    return read


def _read_many(kind: type[tuple]) -> Reader:
    return lambda body, inner, parcel: kind(map(inner, arrays.as_list(body)))


READERS: dict[str, Reader] = {
    "i": _read_int,
    "f": _read_float,
    "c": _read_complex,
    "b": _read_buffer(bytes),
    "ba": _read_buffer(bytearray),
    "t": _read_many(tuple),
    "s": _read_set(set),
    "fs": _read_set(frozenset),
    "d": _read_pairs(dict),
    "od": _read_pairs(collections.OrderedDict),
    "cn": _read_pairs(collections.Counter),
    "dd": _read_defaultdict,
    "q": _read_deque,
    "re": _read_pattern,
    "sl": lambda body, inner, parcel: slice(*map(inner, arrays.as_list(body))),
    "r": _read_range,
    "..": lambda body, inner, parcel: Ellipsis,
    "fr": _read_fraction,
    "de": _read_decimal,
    "dt": _read_time(datetime.datetime),
    "da": _read_time(datetime.date),
    "ti": _read_time(datetime.time),
    "td": lambda body, inner, parcel: datetime.timedelta(*_whole(body, inner, 3)),
    "nt": _read_namedtuple,
    "g": lambda body, inner, parcel: library_objects.type_named(_short(body, 60)),
    "o": _read_object,
    "a": arrays.read_array,
    "oa": arrays.read_objects,
    "ma": arrays.read_masked,
    "en": _read_member,
    "df": tables.read_frame,
    "se": tables.read_series,
    "ix": tables.read_index,
    "mo": tables.read_moment,
    "sy": formulas.read,
}

TRUSTED_READERS: dict[str, Reader] = {
    "lib": lambda body, inner, parcel: library_objects.library_object(_short(body, sys.maxsize)),
    "rng": arrays.read_generator,
    "nn": lambda body, inner, parcel: _read_layer(
        library_objects.library_object(arrays.as_list(body)[0]), body, inner
    ),
}
