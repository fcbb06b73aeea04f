"""Values as data: what crosses the wall between tester and student, and how. Never pickle.

JSON stands for itself (null, booleans, numbers, strings, lists); everything else is an object with one key,
its tag. A value with no plain form is lent as a handle: the other side can use it only by asking.

    {"t": […]} tuple    {"d": [[k, v], …]} dict    {"a": […]} array or tensor (see `arrays`)
    {"h": [number, kind, type]} "mine, number …"   {"y": number} "yours, number …"
"""

import collections
import datetime
import decimal
import fractions
import keyword
import math

from . import arrays, names
from .frames import DEFAULT, Violation


class Unsendable(TypeError):
    """The value has no plain form."""


def encode(value, buffers, lend, limits=DEFAULT, depth=0):
    """The value's JSON form, arrays appended to `buffers`; `lend(value)` answers for what is not plain."""
    if depth > limits.depth:
        raise Unsendable("the value is nested too deeply to send")
    kind = type(value)
    if kind in _AS_IS:
        return value
    send = _SENDERS.get(kind) or arrays.sender(value) or _special(value)
    if send is None:
        return lend(value)

    def inner(part):
        return encode(part, buffers, lend, limits, depth + 1)

    return send(value, inner, buffers)


def decode(tree, buffers, borrow, limits=DEFAULT, trusting=False):
    """The value of a JSON form; `borrow(tag, body)` resolves handles.

    trusting: the sender is the tester, so that names of library objects and generator states may be used
    """
    left = limits.nodes

    def one(tree, depth=0):
        nonlocal left
        left -= 1
        if depth > limits.depth or left < 0:
            raise Violation("a value that is too deep or has too many parts")
        if tree is None or isinstance(tree, bool | int | float | str):
            return tree

        def inner(part):
            return one(part, depth + 1)

        if isinstance(tree, list):
            return [inner(part) for part in tree]
        tag, body = _tag(tree)
        if tag in ("h", "y"):
            return borrow(tag, body)
        read = _READERS.get(tag) or (_TRUSTED_READERS.get(tag) if trusting else None)
        if read is None:
            raise Violation(f"a value with the unknown tag {tag[:20]!r}")
        try:
            return read(body, inner, buffers)
        except Violation:
            raise
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise Violation(f"a value of kind {tag!r} that cannot be read: {str(error)[:100]}") from None

    return one(tree)


def _tag(tree):
    if not isinstance(tree, dict) or len(tree) != 1:
        raise Violation("a value that is not plain data")
    return next(iter(tree.items()))


_AS_IS = {type(None), bool, str}
_JSON_SAFE = 1 << 63


def _send_int(value, inner, buffers):
    return value if -_JSON_SAFE < value < _JSON_SAFE else {"i": hex(value)}


def _send_float(value, inner, buffers):
    return value if math.isfinite(value) else {"f": repr(value)}


def _read_float(body, inner, buffers):
    if body not in ("nan", "inf", "-inf"):
        raise Violation("a float that is not one")
    return float(body)


def _send_bytes(tag):
    def send(value, inner, buffers):
        buffers.append(bytes(value))
        return {tag: len(buffers) - 1}

    return send


def _parts(tag):
    return lambda value, inner, buffers: {tag: [inner(part) for part in value]}


def _pairs(tag):
    return lambda value, inner, buffers: {tag: [[inner(k), inner(v)] for k, v in value.items()]}


def _hashable_parts(tag):
    """Sets, whose members must be plain: a borrowed object in one would be compared by its owner."""

    def send(value, inner, buffers):
        parts = [inner(part) for part in value]
        if any(isinstance(part, dict) and ("h" in part or "y" in part) for part in parts):
            raise Unsendable("a set of objects that are not plain data")
        return {tag: parts}

    return send


def _ends(tag, names):
    return lambda value, inner, buffers: {tag: [inner(getattr(value, name)) for name in names]}


def _text(tag, text):
    return lambda value, inner, buffers: {tag: text(value)}


def _send_deque(value, inner, buffers):
    return {"q": [[inner(part) for part in value], value.maxlen]}


_SENDERS = {
    int: _send_int,
    float: _send_float,
    complex: _ends("c", ("real", "imag")),
    bytes: _send_bytes("b"),
    bytearray: _send_bytes("ba"),
    list: lambda value, inner, buffers: [inner(part) for part in value],
    tuple: _parts("t"),
    set: _hashable_parts("s"),
    frozenset: _hashable_parts("fs"),
    dict: _pairs("d"),
    collections.OrderedDict: _pairs("od"),
    collections.Counter: _pairs("cn"),
    collections.defaultdict: _pairs("dd"),
    collections.deque: _send_deque,
    slice: _ends("sl", ("start", "stop", "step")),
    range: _ends("r", ("start", "stop", "step")),
    type(Ellipsis): lambda value, inner, buffers: {"..": 0},
    fractions.Fraction: _ends("fr", ("numerator", "denominator")),
    decimal.Decimal: _text("de", str),
    datetime.datetime: _text("dt", datetime.datetime.isoformat),
    datetime.date: _text("da", datetime.date.isoformat),
    datetime.time: _text("ti", datetime.time.isoformat),
    datetime.timedelta: _ends("td", ("days", "seconds", "microseconds")),
}


def _special(value):
    """Senders for values known by a property, not by their type."""
    if isinstance(value, tuple) and hasattr(type(value), "_fields"):
        return _send_namedtuple
    if isinstance(value, type) and names.name_of(value):
        return lambda value, inner, buffers: {"g": names.name_of(value)}
    return None


def _send_namedtuple(value, inner, buffers):
    fields = list(type(value)._fields)
    if not _is_namedtuple_of(type(value).__name__, fields):
        raise Unsendable("a tuple type that is not a plain namedtuple")
    return {"nt": [type(value).__name__, fields, [inner(part) for part in tuple(value)]]}


def _is_namedtuple_of(name, fields):
    words = [name, *fields]
    return (
        all(isinstance(word, str) and word.isidentifier() and not keyword.iskeyword(word) for word in words)
        and not any(word.startswith("_") for word in words)
        and len(fields) == len(set(fields)) <= 100
    )


_NAMEDTUPLES = {}


def _read_namedtuple(body, inner, buffers):
    name, fields, parts = body
    if not _is_namedtuple_of(name, fields) or len(parts) != len(fields):
        raise Violation("a namedtuple with impossible fields")
    key = (name, *fields)
    kind = _NAMEDTUPLES.setdefault(key, None) or collections.namedtuple(name, fields)
    _NAMEDTUPLES[key] = kind
    return kind(*map(inner, parts))


def _read_pairs(kind):
    def read(body, inner, buffers):
        pairs = [(inner(k), inner(v)) for k, v in body]
        return collections.defaultdict(None, pairs) if kind is collections.defaultdict else kind(pairs)

    return read


def _read_counter(body, inner, buffers):
    return collections.Counter({inner(k): inner(v) for k, v in body})


def _read_deque(body, inner, buffers):
    parts, size = body
    return collections.deque(map(inner, parts), size)


def _read_int(body, inner, buffers):
    if not isinstance(body, str) or len(body) > 1_000_000:
        raise Violation("an integer with too many digits")
    return int(body, 16)


def _read_decimal(body, inner, buffers):
    if not isinstance(body, str) or len(body) > 10_000:
        raise Violation("a decimal with too many digits")
    return decimal.Decimal(body)


def _read_fraction(body, inner, buffers):
    return fractions.Fraction(*_whole(body, inner, 2))


def _whole(body, inner, count):
    numbers = [inner(part) for part in body]
    if len(numbers) != count or not all(type(number) is int for number in numbers):
        raise Violation("whole numbers expected")
    return numbers


def _read_buffer(kind):
    def read(body, inner, buffers):
        return kind(arrays.buffer_at(buffers, body))

    return read


def _read_many(kind):
    return lambda body, inner, buffers: kind(map(inner, arrays.as_list(body)))


_READERS = {
    "i": _read_int,
    "f": _read_float,
    "c": lambda body, inner, buffers: complex(*(float(inner(part)) for part in body)),
    "b": _read_buffer(bytes),
    "ba": _read_buffer(bytearray),
    "t": _read_many(tuple),
    "s": _read_many(set),
    "fs": _read_many(frozenset),
    "d": _read_pairs(dict),
    "od": _read_pairs(collections.OrderedDict),
    "cn": _read_counter,
    "dd": _read_pairs(collections.defaultdict),
    "q": _read_deque,
    "sl": lambda body, inner, buffers: slice(*map(inner, body)),
    "r": lambda body, inner, buffers: range(*_whole(body, inner, 3)),
    "..": lambda body, inner, buffers: Ellipsis,
    "fr": _read_fraction,
    "de": _read_decimal,
    "dt": lambda body, inner, buffers: datetime.datetime.fromisoformat(body),
    "da": lambda body, inner, buffers: datetime.date.fromisoformat(body),
    "ti": lambda body, inner, buffers: datetime.time.fromisoformat(body),
    "td": lambda body, inner, buffers: datetime.timedelta(*_whole(body, inner, 3)),
    "nt": _read_namedtuple,
    "g": lambda body, inner, buffers: names.type_named(body),
    "a": arrays.read_array,
    "oa": arrays.read_objects,
}

_TRUSTED_READERS = {
    "lib": lambda body, inner, buffers: names.library_object(body),
    "rng": arrays.read_generator,
}
