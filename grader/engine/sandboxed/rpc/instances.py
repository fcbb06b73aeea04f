"""Objects of an instructor's class on the wire, and members of an instructor's enumeration: each side has the
class, and only attributes cross. No code of the class runs.
"""

import contextlib
import enum
import functools
import types
from collections.abc import Iterable
from typing import Any, TypeGuard

from .arrays import as_list
from .framing import Violation
from .kinds import Read, Tree, Write
from .parcel import Parcel, Reader, Unsendable
from .scalars import JSON_SAFE, short_text


def is_shared(value: object, parcel: Parcel) -> bool:
    """An instance of a plain class that an instructor's cell defines: both sides can make one."""
    kind = type(value)
    fits = parcel.shared.get(kind.__name__) is kind and is_plain_class(kind)
    return fits and not (parcel.bounded and has_type(carried(value).values()))


def send_object(value: object, inner: Write, parcel: Parcel) -> Tree:
    """Its number in the parcel; its attributes follow when the rest is done, itself perhaps among them."""
    if id(value) not in parcel.made:
        parcel.made[id(value)] = len(parcel.objects)
        parcel.waiting.append((len(parcel.objects), value))
        parcel.objects.append(None)
        parcel.note(value)
    return {"o": parcel.made[id(value)]}


def _read_object(body: Tree, inner: Read, parcel: Parcel) -> object:
    if type(body) is not int or not 0 <= body < len(parcel.objects):
        raise Violation("an object that was not sent")
    if body not in parcel.made:
        name, state = as_list(parcel.objects[body])
        kind = parcel.shared.get(name)
        if kind is None or not is_plain_class(kind):
            raise Violation("an object of a class that is not shared")
        parcel.made[body] = object.__new__(kind)
        parcel.waiting.append((state, parcel.made[body]))
        parcel.note(parcel.made[body])
    return parcel.made[body]


def is_plain_class(kind: type) -> bool:
    """A class of Python code alone, whose instances are their attributes and nothing more."""
    bases = kind.__mro__[:-1]
    return bool(bases) and all(base.__module__ == "__main__" for base in bases)


def has_type(parts: Iterable[object]) -> bool:
    """An attribute that is a type may be called like a method; `bool` would say yes to anything."""
    return any(isinstance(part, type) for part in parts)


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


def attributes(kind: type, state: Tree) -> list[tuple[str, Tree]]:
    """[(name, tree)] of what an object of an instructor's class may carry: nothing that the class itself has.

    A method or property of the class counts, never one of that name in the object: the object may be the
    student's. The class's plain values are defaults, and may be others in the object, but for those named
    as constants: `TOLERANCE` decides what is equal.
    """
    return [(name, part) for name, part in as_list(state) if _may_carry(kind, name)]


def _may_carry(kind: type, name: Tree) -> TypeGuard[str]:
    if not isinstance(name, str) or not name.isidentifier() or (name[:2] == name[-2:] == "__"):
        return False
    said = [vars(base)[name] for base in kind.__mro__ if name in vars(base) and name not in _slots(base)]
    return all(_is_default(value) for value in said) and not (said and name.isupper() and len(name) > 1)


def _is_default(value: object) -> bool:
    return not callable(value) and not any(hasattr(type(value), way) for way in ("__get__", "__set__"))


def is_shared_member(value: object, parcel: Parcel) -> bool:
    return isinstance(value, enum.Enum) and parcel.shared.get(type(value).__name__) is type(value)


def send_member(value: enum.Enum, inner: Write, parcel: Parcel) -> Tree:
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
    if not issubclass(kind, flags) or type(bits) is not int or not 0 <= bits < JSON_SAFE:
        return False
    return not bits & ~kind._flag_mask_


def _read_member(body: Tree, inner: Read, parcel: Parcel) -> enum.Enum:
    kind_name, member = as_list(body)
    kind: Any = parcel.shared.get(short_text(kind_name, 200))
    enumeration: type = enum.Enum  # so that `kind` stays Any
    if kind is not None and issubclass(kind, enumeration):
        if isinstance(member, str) and member in kind.__members__:
            return kind.__members__[member]
        if _are_bits(kind, member):
            return kind(member)
    raise Violation("a member of an enumeration that is not shared")


READERS: dict[str, Reader] = {"o": _read_object, "en": _read_member}
