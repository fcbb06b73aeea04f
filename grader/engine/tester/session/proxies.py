"""Stand-ins for the student's objects in a test.

A stand-in passes on questions about the object alone (an attribute, its length, its truth, its text, the
next item): each answer is plain data, given without knowledge of what it will be compared with. A question
that holds something of the test's may hold the expected answer: `result == want` and `result - want` raise
TypeError; a call, an item, an attribute to be set ask `Session.tell`, which knows whether the test may.
"""

from __future__ import annotations

import inspect
import operator
from abc import ABCMeta
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn, SupportsIndex, TypeVar

from ...sandboxed.rpc import library_objects, object_table
from ...sandboxed.rpc.framing import Violation
from ...sandboxed.rpc.ways import ARITHMETIC, UNARY, WAYS

if TYPE_CHECKING:
    from .session import Session

Kind = TypeVar("Kind")


class Remote:
    # An object of the student's. No docstring: `__doc__` is asked of the object.
    __slots__ = ("__line", "__name", "__number", "__weakref__")
    __array_ufunc__ = None  # arrays must not try to compute with it element by element
    __doc__ = property(lambda self: self._Remote__line.ask("attr", self, "__doc__"))  # pyright: ignore[reportAssignmentType]

    def __init__(self, line: Session, number: int, name: str):
        object.__setattr__(self, "_Remote__line", line)
        object.__setattr__(self, "_Remote__number", number)
        object.__setattr__(self, "_Remote__name", name)

    def __repr__(self) -> str:
        return _checked(self.__line.ask("repr", self), str)

    def __hash__(self) -> int:
        return hash((Remote, self.__number))

    def __getattr__(self, name: str) -> Any:
        told = name in _TOLD or (name in WAYS and isinstance(self, RemoteClass))
        if name.startswith(("_repr_", "_ipython_")) or (name.startswith("__") and not told):
            raise AttributeError(f"{label(self)} does not tell its {name}")
        return self.__line.ask("attr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__line.tell("setattr", self, name, value)

    def __dir__(self):
        return self.__line.ask("dir", self)

    def __delattr__(self, name: str) -> None:
        self.__line.ask("delattr", self, name)

    def __str__(self) -> str:
        return _checked(self.__line.ask("str", self), str)

    def __format__(self, how: str) -> str:
        return format(str(self), how)

    def __copy__(self):
        return self.__line.ask("copy", self)

    def __deepcopy__(self, memo: dict):
        return self.__line.ask("deepcopy", self)

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError(f"{label(self)} cannot be stored")

    def __array__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"the answer is {label(self)}, not numbers or an array: return plain data")


class Ways:
    # What Python does with an object by methods of its type: a stand-in gets those that its object has.
    _Remote__line: Session

    def __getitem__(self, key: object):
        return self._Remote__line.tell("item", self, key)

    def __setitem__(self, key: object, value: Any):
        self._Remote__line.tell("setitem", self, key, value)

    def __delitem__(self, key: object):
        self._Remote__line.tell("delitem", self, key)

    def __contains__(self, value: object) -> bool:
        """What can be gone through is compared here; only of what has nothing but a method is it asked."""
        try:
            items = iter(self)
        except TypeError:
            return self._Remote__line.holds(self, value)
        return any(item is value or item == value for item in items)

    def __iter__(self):
        return _items(self._Remote__line, self._Remote__line.ask("iter", self))

    def __next__(self):
        items, _ = _two(self._Remote__line.ask("next", self, 1))
        if not items:
            raise StopIteration
        return items[0]

    def __len__(self) -> int:
        return _checked(self._Remote__line.ask("len", self), int)

    def __bool__(self) -> bool:
        return _checked(self._Remote__line.ask("bool", self), bool)

    def __int__(self) -> int:
        return _checked(self._Remote__line.ask("int", self), int)

    def __float__(self) -> float:
        return _checked(self._Remote__line.ask("float", self), float)

    def __index__(self) -> int:
        return _checked(self._Remote__line.ask("index", self), int)

    def __enter__(self):
        return self._Remote__line.ask("enter", self)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        return _left(self._Remote__line, "leave", self, error)

    def __await__(self):
        return self._Remote__line.ask("await", self)
        yield  # awaited here, run to its end over there

    def __aiter__(self):
        return self._Remote__line.ask("aiter", self)

    async def __anext__(self):
        items, _ = _two(self._Remote__line.ask("anext", self))
        if not items:
            raise StopAsyncIteration
        return items[0]

    async def __aenter__(self):
        return self._Remote__line.ask("aenter", self)

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        return _left(self._Remote__line, "aleave", self, error)


class RemoteFunction(Remote):
    # A function, or another object of the student's that can be called.
    __slots__ = ()
    __doc__ = Remote.__doc__

    def __call__(self, *args: Any, **kwargs: Any):
        return self._Remote__line.call(self, args, kwargs)

    def __eq__(self, other: object) -> bool:
        """What the test took by its name is a function and nothing else: NumPy asks whether it is `None`."""
        return self is other if _is_by_name(self, other) else Remote.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return self is not other if _is_by_name(self, other) else Remote.__ne__(self, other)

    def __hash__(self) -> int:
        return Remote.__hash__(self)

    @property
    def _in_place(self):
        """The same, doing to its arguments what the student's function does to them: for who kept copies."""
        return self._Remote__line.call_in_place(self)

    @property
    def __signature__(self):
        parts = self._Remote__line.ask("signature", self)
        return inspect.Signature([_parameter(*part) for part in parts])


class RemoteClass(RemoteFunction):
    # A class of the student's.
    __slots__ = ()
    __doc__ = Remote.__doc__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return Remote.__hash__(self)

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, Remote) and self._Remote__line.tell("isinstance", value, self) is True

    def __subclasscheck__(self, value: Any) -> bool:
        return isinstance(value, Remote) and self._Remote__line.tell("issubclass", value, self) is True


def _is_by_name(function: Remote, other: object) -> bool:
    return not isinstance(other, Remote) and function._Remote__number not in function._Remote__line.answered


_TOLD = (
    "__name__", "__doc__", "__qualname__", "__annotations__", "__defaults__", "__kwdefaults__", "__dict__",
    "__code__", "__wrapped__", "__bases__", "__mro__",
)  # fmt: skip


def type_of(value: Any) -> Any:
    """`type(value)` in a test; of a student's object it is a class of theirs."""
    return value._Remote__line.ask("type", value) if isinstance(value, Remote) else type(value)


def class_of(value: Any) -> Any:
    """`value.__class__` in a test."""
    return type_of(value) if isinstance(value, Remote) else value.__class__


def is_subclass(kind: Any, of: Any) -> bool:
    """`issubclass(kind, of)` in a test. An abstract class takes nothing but types, and a stand-in is no type:
    of an instructor's, the bases decide, as of classes that are not abstract."""
    if isinstance(kind, RemoteClass) and isinstance(of, ABCMeta) and of.__module__ == "__main__":
        return type.__subclasscheck__(of, kind)  # pyright: ignore[reportArgumentType]
    return issubclass(kind, of)


def number_of(value: Any) -> int | None:
    """The number of a student's object, or None for everything else."""
    if isinstance(value, Remote):
        return value._Remote__number
    return vars(value).get("_student_number") if isinstance(value, type) else None


def stand_in(line: Session, described: list) -> Remote | type[Exception]:
    """What a description of a student's object (see Lent.describe) becomes in a test."""
    number, kind, type_name, name, family, ways = described
    label = name if kind != "object" and name else type_name
    if kind == "exception":
        return _exception_class(line, number, name, family)
    made = {"function": RemoteFunction, "class": RemoteClass}.get(kind, Remote)
    base = next((line.peer.shared[name] for name in family if is_foundation(line, name)), None)
    base = base or next(
        (k for k in object_table.KNOWN_KINDS if [library_objects.name_of(k)] == family and kind != "class"),
        None,
    )
    own = WAYS.intersection(way for way in ways if isinstance(way, str))
    return _kind(line, made, base, own, type_name)(line, number, label)


def is_foundation(line: Session, name: object) -> bool:
    """Whether an instructor's cell defines a class of this name, out of Python alone."""
    kind = line.peer.shared.get(name) if isinstance(name, str) else None
    if kind is None or issubclass(kind, BaseException):
        return False
    return all(base.__module__ in _FOUNDATIONS for base in kind.__mro__)


MOST_KINDS = 1_000
_FOUNDATIONS = ("__main__", "abc", "typing", "builtins")


def _kind(
    line: Session, made: type[Remote], base: type | None, ways: frozenset[str], name: str
) -> type[Remote]:
    """The class of a stand-in: what it is built on, and what Python can do with it. Messages say its name."""
    if base is None and not ways and made is not Remote:
        return made
    key = made, base, ways, name if name.isidentifier() and len(name) <= 60 else made.__name__
    if key not in line.made:
        if len(line.made) >= MOST_KINDS:
            raise Violation("objects of too many kinds")
        line.made[key] = _new_kind(*key)
    return line.made[key]


def _new_kind(made: type[Remote], base: type | None, ways: frozenset[str], name: str) -> type[Remote]:
    """base: the instructor's class that it is built on: `isinstance` and `issubclass` need not ask."""
    about = {"__slots__": (), "__doc__": Remote.__doc__} | {way: vars(Ways)[way] for way in ways}
    if base is not None and issubclass(made, RemoteClass):
        about["__bases__"] = property(lambda self: (base,))
    elif base is not None:
        about["__class__"] = property(lambda self: base)
    return type(name, (made,), about)


def _exception_class(line: Session, number: int, name: str, family: list) -> type[Exception]:
    """A class of its own, so that `except TheirError:` works, derived from the nearest one known here.

    If it came as an answer it is no method of one: it cannot be called.
    """
    base = (library_objects.known(family[:20], line.exceptions()) or [Exception])[0]

    def new(kind: type, *args: Any, **kwargs: Any):
        if number in line.answered and not line.raising:
            raise TypeError(f"the answer is an exception class of the student's, {name}: {_ADVICE}")
        return base.__new__(kind, *args, **kwargs)

    about = {"_student_number": number, "__new__": new}
    return type(name if name.isidentifier() else "Error", (base,), about)


def label(remote: Remote) -> str:
    return f"the student's {remote._Remote__name}"


def _parameter(name: str, kind: int, default: list) -> inspect.Parameter:
    kinds = list(inspect._ParameterKind)
    value = default[0] if default else inspect.Parameter.empty
    return inspect.Parameter(name, kinds[kind], default=value)


def _items(line: Session, iterator: Remote) -> Iterator:
    """Items one at a time at first, for a test may stop; then many at once."""
    asked, more = 0, True
    while more:
        items, more = _two(line.ask("next", iterator, 1 if asked < 16 else 200))
        asked += 1
        yield from items


def _left(line: Session, op: str, manager: Any, error: BaseException | None) -> bool:
    """A `with` block has ended, by an error or without: whether the student's manager swallowed it."""
    if error is None:
        return line.ask(op, manager, None) is True
    told = {"family": object_table.family_of(type(error)), "text": str(error)[:1000]}
    return line.leave(op, manager, told)


def _two(answer: object) -> tuple[list, object]:
    if not (isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[0], list)):
        raise TypeError("the submission's iterator gave no items")
    return answer


def _checked(answer: object, kind: type[Kind]) -> Kind:
    if type(answer) is not kind:
        raise TypeError(
            f"the submission's object gave a {type(answer).__name__} where Python wants {kind.__name__}"
        )
    return answer


def _between_students(name: str) -> Callable:
    """An operator that the student's class may define for its own objects, not for the test's values."""

    def apply(self: Remote, other: object):
        if not isinstance(other, Remote):
            raise _refusal(self, name)
        line = self._Remote__line
        line.compared = True
        return line.ask("binary", name, self, other)

    return apply


def _reflected(name: str) -> Callable:
    """The other side's operator, where the object on the left has none."""

    def apply(self: Remote, other: object):
        if not isinstance(other, Remote):
            raise _refusal(self, name)
        return _between_students(name)(other, self)

    return apply


def _refusal(remote: Remote, name: str) -> TypeError:
    """Nothing was asked of the object, so a test that wants a TypeError just here would be passed by us."""
    remote._Remote__line.answers.refused()
    why = f"the answer is {label(remote)}, not plain data: a test cannot use {name.strip('_')!r} on it."
    return TypeError(f"{why} {_ADVICE}")


def told_sentence(remote: Remote) -> str:
    return f"the answer is {label(remote)}; the test expects plain data that it can judge itself. {_ADVICE}"


_ADVICE = "Return a number, text, list, tuple, dict, set or array (or tag the test cell `shared-process`)"


def _unary(name: str) -> Callable:
    return lambda self: self._Remote__line.ask("unary", name, self)


_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")

for _name in _COMPARISONS:
    setattr(Remote, f"__{_name}__", _between_students(_name))
for _name in ARITHMETIC:
    python = f"{_name}_" if _name in ("and", "or") else _name
    assert hasattr(operator, python)
    setattr(Ways, f"__{_name}__", _between_students(python))
    setattr(Ways, f"__r{_name}__", _reflected(python))
for _name in UNARY:
    setattr(Ways, f"__{_name}__", _unary(_name))
assert vars(Ways).keys() >= WAYS
Remote.__hash__ = lambda self: hash((Remote, self._Remote__number))
