"""What a function did in place to lists, dicts, sets, arrays and objects that it was given.

Both ends note these values in the same order while a question crosses (`Parcel.noted`); the reply names one
by its number: {"m": number} for the value itself, [number, contents] for what is in it now.
"""

import collections
import contextlib
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard, TypeVar

from . import arrays, instances, tables
from .framing import Violation
from .kinds import Read, Tree, Write
from .parcel import Parcel

TAGS = frozenset("d od cn dd s q ba oa df se".split())  # noqa: SIM905

Snapshot = Any  # parts, bytes, or a copy of a table
Kind = TypeVar("Kind")


def is_noted(tree: Tree) -> bool:
    """Whether the value of this JSON form can be changed in place; objects are noted by `instances`."""
    if not isinstance(tree, dict):
        return isinstance(tree, list)
    tag, body = next(iter(tree.items()))
    return tag in TAGS or (tag == "a" and body[0] in ("array", "tensor"))


def snapshot(value: object) -> Snapshot:
    """What is compared later: the parts themselves, or the bytes."""
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list | set | collections.deque):
        return list(value)
    if isinstance(value, bytearray):
        return bytes(value)
    if _is_array(value):
        return value.ravel().tolist() if value.dtype.kind == "O" else value.tobytes()
    if _is_tensor(value):
        return arrays.tensor_bytes(value)
    if tables.is_table(value):
        return value.copy()
    return [part for pair in instances.carried(value).items() for part in pair]


def differ(before: Snapshot, after: Snapshot) -> bool:
    if isinstance(before, bytes):
        return before != after
    if tables.is_table(before):
        return not tables.alike(before, after)
    return len(before) != len(after) or any(map(lambda a, b: a is not b, before, after))


def is_changed(pair: tuple[object, Snapshot]) -> bool:
    """Of (value, what it was)."""
    value, before = pair
    return differ(before, snapshot(value))


def owners(given: Mapping[str, object], noted: Iterable[object]) -> dict[int, set[str]]:
    """{number of a noted value: names of those of the given ones, name -> value, that it is a part of}"""
    numbers, found = {}, {}
    for number, value in enumerate(noted):
        numbers.setdefault(id(value), []).append(number)
    for name, value in given.items():
        waiting, seen = [value], set()
        while waiting:
            part = waiting.pop()
            if id(part) not in seen:
                seen.add(id(part))
                waiting += _parts(part, id(part) in numbers)
                for number in numbers.get(id(part), ()):
                    found.setdefault(number, set()).add(name)
    return found


def _parts(value: object, is_noted: bool) -> list:
    if isinstance(value, tuple | frozenset):
        return list(value)
    if _is_layer(value):
        return list(vars(value).values())
    after = snapshot(value) if is_noted else []
    return after if isinstance(after, list) else []


def contents(value: object, write: Write) -> Tree:
    """JSON of what is in the value; write: of a part."""
    whole = _is_array(value) or _is_tensor(value) or tables.is_table(value)
    if whole or isinstance(value, bytearray | list | dict | set):
        return write(value)
    if isinstance(value, collections.deque):
        return write(list(value))
    return [[name, write(part)] for name, part in instances.carried(value).items()]


def put(value: object, tree: Tree, read: Read, parcel: Parcel) -> None:
    """Make the value hold these contents. Its own type decides what they must be."""
    if isinstance(value, bytearray):
        value[:] = _a(bytearray, read(tree))
    elif isinstance(value, list):
        value[:] = _a(list, read(tree))
    elif isinstance(value, dict | set):
        new = _a(type(value), read(tree))
        value.clear()
        value.update(new)
    elif isinstance(value, collections.deque):
        new = _a(list, read(tree))
        value.clear()
        value.extend(new)
    elif _is_array(value):
        new = _like(value, _a(sys.modules["numpy"].ndarray, read(tree)))
        with contextlib.suppress(ValueError):  # read-only here
            value[...] = new
    elif _is_tensor(value):
        torch = sys.modules["torch"]
        new = _like(value, _a(torch.Tensor, read(tree)))
        with torch.no_grad(), contextlib.suppress(RuntimeError):  # an expanded one
            value.copy_(new)
    elif tables.is_table(value):
        tables.put(value, read(tree))
    else:
        new = put_attributes(value, tree, read, parcel)
        carried = instances.attributes(type(value), [[name, None] for name in instances.carried(value)])
        for name in {name for name, _ in carried} - new.keys():
            object.__delattr__(value, name)


def put_attributes(value: object, state: Tree, read: Read, parcel: Parcel) -> dict[str, object]:
    """What an object of an instructor's class carries; `parcel.came` says which names are new to it."""
    new = {name: read(part) for name, part in instances.attributes(type(value), state)}
    if parcel.bounded and instances.has_type(new.values()):
        raise Violation("an object with a type in it")
    parcel.came += [(type(value).__name__, name) for name in new.keys() - instances.carried(value).keys()]
    for name, part in new.items():
        object.__setattr__(value, name, part)  # frozen or not
    return new


def _a(kind: type[Kind], value: object) -> Kind:
    if not isinstance(value, kind):
        raise Violation(f"contents that are no {kind.__name__}")
    return value


def _like(value: Any, new: Any):
    if new.shape != value.shape or new.dtype != value.dtype:
        raise Violation("contents of another shape or type")
    return new


def _is_array(value: object) -> TypeGuard[Any]:
    np = sys.modules.get("numpy")
    return np is not None and isinstance(value, np.ndarray)


def _is_layer(value: object) -> TypeGuard[Any]:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.nn.Module)


def _is_tensor(value: object) -> TypeGuard[Any]:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)
