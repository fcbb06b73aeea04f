"""Lists, tuples, sets, dictionaries and namedtuples on the wire: what holds other values, part by part."""

import collections
import functools
import keyword
import operator
from collections.abc import Callable
from typing import Any, TypeGuard

from .arrays import as_list
from .framing import Violation
from .instances import has_type
from .kinds import Read, Tree, Write
from .parcel import Parcel, Reader, Send, Unsendable

_EMPTY = (int, float, str, list, dict, set, tuple)  # what a defaultdict may make: nothing, of a kind


def _parts(tag: str) -> Send:
    return lambda value, inner, parcel: {tag: [inner(part) for part in value]}


def _read_many(kind: type[tuple]) -> Reader:
    return lambda body, inner, parcel: kind(map(inner, as_list(body)))


def _pairs(tag: str) -> Send:
    return lambda value, inner, parcel: {tag: [[inner(k), inner(v)] for k, v in value.items()]}


def _read_pairs(kind: type[dict]) -> Callable[[Tree, Read, Parcel], dict]:
    def read(body: Tree, inner: Read, parcel: Parcel):
        made = kind()
        for key, value in as_list(body):  # a loop of ours: a deadline can end it, where keys collide
            made[inner(key)] = inner(value)
        return made

    return read


def _hashable_parts(tag: str) -> Send:
    """Sets, whose members must be plain: a borrowed object in one would be compared by its owner."""

    def send(value: Any, inner: Write, parcel: Parcel):
        parts = [inner(part) for part in value]
        if any(isinstance(part, dict) and ("h" in part or "y" in part) for part in parts):
            raise Unsendable("a set of objects that are not plain data")
        return {tag: parts}

    return send


def _read_set(kind: type[set] | type[frozenset]) -> Reader:
    def read(body: Tree, inner: Read, parcel: Parcel):
        made = set()
        for part in as_list(body):
            made.add(inner(part))
        return kind(made)

    return read


def _send_defaultdict(value: collections.defaultdict, inner: Write, parcel: Parcel) -> Tree:
    factory = next((kind.__name__ for kind in _EMPTY if kind is value.default_factory), None)
    return {"dd": [factory, [[inner(k), inner(v)] for k, v in value.items()]]}


def _read_defaultdict(body: Tree, inner: Read, parcel: Parcel) -> collections.defaultdict:
    factory, pairs = as_list(body)
    made = collections.defaultdict(next((kind for kind in _EMPTY if kind.__name__ == factory), None))
    made.update(_read_pairs(dict)(pairs, inner, parcel))
    return made


def _send_deque(value: collections.deque, inner: Write, parcel: Parcel) -> Tree:
    return {"q": [[inner(part) for part in value], value.maxlen]}


def _read_deque(body: Tree, inner: Read, parcel: Parcel) -> collections.deque:
    parts, size = as_list(body)
    if size is not None and type(size) is not int:
        raise Violation("a deque without a length")
    return collections.deque(map(inner, as_list(parts)), size)


def send_namedtuple(value: Any, inner: Write, parcel: Parcel) -> Tree:
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
    name, fields, parts = as_list(body)
    if not _is_namedtuple_of(name, as_list(fields)) or len(as_list(parts)) != len(fields):
        raise Violation("a namedtuple with impossible fields")
    parts = [inner(part) for part in parts]
    if parcel.bounded and has_type(parts):
        raise Violation("a namedtuple with a type in it")
    return _namedtuple(name, *fields)(*parts)


SENDERS: dict[type, Send] = {
    list: lambda value, inner, parcel: [inner(part) for part in value],
    tuple: _parts("t"),
    set: _hashable_parts("s"),
    frozenset: _hashable_parts("fs"),
    dict: _pairs("d"),
    collections.OrderedDict: _pairs("od"),
    collections.Counter: _pairs("cn"),
    collections.defaultdict: _send_defaultdict,
    collections.deque: _send_deque,
}

READERS: dict[str, Reader] = {
    "t": _read_many(tuple),
    "s": _read_set(set),
    "fs": _read_set(frozenset),
    "d": _read_pairs(dict),
    "od": _read_pairs(collections.OrderedDict),
    "cn": _read_pairs(collections.Counter),
    "dd": _read_defaultdict,
    "q": _read_deque,
    "nt": _read_namedtuple,
}
