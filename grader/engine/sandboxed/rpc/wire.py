"""Values as data: what crosses the wall between tester and student, and how. Never pickle.

JSON stands for itself (null, booleans, numbers, strings, lists); everything else is an object with one key,
its tag. A value with no plain form is lent as a handle: the other side can use it only by asking.

    {"t": […]} tuple    {"d": [[k, v], …]} dict    {"a": […]} array or tensor (see `arrays`)
    {"df": […]} table of pandas (see `tables`)    {"en": [class, member]} of an instructor's enumeration
    {"o": number} an object of a class that both sides know, its attributes in the parcel
    {"h": [number, kind, …]} "mine, number …"   {"y": number} "yours, number …"
    {"m": number} in a reply: the list, dict, array … of that number in the question (see `changes`)
"""

from collections.abc import Callable, Container
from typing import Any, TypeVar

from . import arrays, changes, codecs, instances
from .framing import DEFAULT, Limits, Violation
from .kinds import Borrow, Lend, Read, Tree
from .parcel import Parcel, Reader, Unsendable

Result = TypeVar("Result")

UNREADABLE = (
    TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError, MemoryError,
    ImportError, AssertionError,
)  # fmt: skip


def encode(value: object, parcel: Parcel, lend: Lend, limits: Limits = DEFAULT) -> Tree:
    """The value's JSON form; arrays and objects go into the parcel; `lend(value)` for what is not plain."""
    tree = _encode(value, parcel, lend, limits, 0)
    _encode_objects(parcel, lend, limits)
    return tree


def encode_contents(value: object, parcel: Parcel, lend: Lend, limits: Limits = DEFAULT) -> Tree:
    """JSON of what is in a value that the question brought."""
    number = parcel.numbers.pop(id(value))
    tree = changes.contents(value, lambda part: _encode(part, parcel, lend, limits, 0))
    parcel.numbers[id(value)] = number
    _encode_objects(parcel, lend, limits)
    return [number, tree]


def _encode_objects(parcel: Parcel, lend: Lend, limits: Limits) -> None:
    while parcel.waiting:
        number, waiting = parcel.waiting.pop()
        state = [
            [name, _encode(part, parcel, lend, limits, 0)]
            for name, part in instances.carried(waiting).items()
        ]
        parcel.objects[number] = [type(waiting).__name__, state]


def _encode(value: Any, parcel: Parcel, lend: Lend, limits: Limits, depth: int) -> Tree:
    """Of a part: what cannot be sent itself is lent. Raises: ValueError if the whole would be refused"""
    parcel.parts += 1
    if parcel.parts > limits.nodes:
        raise ValueError(f"the value has too many parts to be sent: more than {limits.nodes:,}")
    kind = type(value)
    if kind in codecs.AS_IS:
        return value
    if id(value) in parcel.numbers:
        parcel.met = True
        if parcel.naming:
            return {"m": parcel.numbers[id(value)]}
    send = codecs.SENDERS.get(kind) or arrays.sender(value) or codecs.special(value, parcel)
    if send is None or (depth >= limits.depth and kind not in (int, float)):
        return lend(value)

    def inner(part: object) -> Tree:
        return _encode(part, parcel, lend, limits, depth + 1)

    noted = len(parcel.noted or ())
    try:
        tree = send(value, inner, parcel)
    except Unsendable:
        del (parcel.noted or [])[noted:]
        return lend(value)
    if parcel.noted is not None and changes.is_noted(tree):
        parcel.noted.append(value)
    return tree


def decode(
    tree: Tree, parcel: Parcel, borrow: Borrow, limits: Limits = DEFAULT, trusting: bool = False
) -> object:
    """The value of a JSON form; `borrow(tag, body)` resolves handles.

    trusting: the sender is the tester, so that names of library objects and generator states may be used
    """
    return _decode(tree, parcel, borrow, limits, trusting, lambda read: read(tree))


def decode_changes(
    given: Tree, parcel: Parcel, borrow: Borrow, limits: Limits = DEFAULT, believed: Container[int] = ()
) -> list[int]:
    """Do to the values that the question brought what was done to them over there: to which, by number.

    believed: the numbers of those to which it is done; the others stay as they are
    """

    def put(read: Read):
        done = []
        for number, tree in arrays.as_list(given):
            value = arrays.part_at(parcel.known, number)
            if number in believed:
                changes.put(value, tree, read, parcel)
                done.append(number)
        return done

    return _decode(given, parcel, borrow, limits, False, put)


TESTERS_READERS = codecs.READERS | codecs.TRUSTED_READERS


def _decode(
    tree: Tree, parcel: Parcel, borrow: Borrow, limits: Limits, trusting: bool, use: Callable[[Read], Result]
) -> Result:
    read = _reader(parcel, borrow, limits, TESTERS_READERS if trusting else codecs.READERS)
    try:
        value = use(read)
        while parcel.waiting:
            state, made = parcel.waiting.pop()
            changes.put_attributes(made, state, read, parcel)
        return value
    except Violation:
        raise
    except UNREADABLE as error:
        raise Violation(f"a value that cannot be read: {str(error)[:100]}") from None


def _reader(parcel: Parcel, borrow: Borrow, limits: Limits, readers: dict[str, Reader]) -> Read:
    """read(tree): the value of a part, within the limits of the whole."""
    left = limits.nodes

    def read(tree: Tree, depth: int = 0) -> object:
        nonlocal left
        left -= 1
        if depth > limits.depth or left < 0:
            raise Violation("a value that is too deep or has too many parts")
        if tree is None or isinstance(tree, bool | int | float | str):
            return tree

        def inner(part: Tree) -> object:
            return read(part, depth + 1)

        if isinstance(tree, list):
            value = [inner(part) for part in tree]
            parcel.note(value)
            return value
        tag, body = _tag(tree)
        if tag in ("h", "y"):
            return borrow(tag, body)
        if tag == "m":
            parcel.met = True
            return arrays.part_at(parcel.known, body)
        if tag not in readers:
            raise Violation(f"a value with the unknown tag {tag[:20]!r}")
        value = readers[tag](body, inner, parcel)
        if parcel.noted is not None and changes.is_noted(tree):
            parcel.noted.append(value)
        return value

    return read


def _tag(tree: Tree) -> tuple[str, Tree]:
    if not isinstance(tree, dict) or len(tree) != 1:
        raise Violation("a value that is not plain data")
    return next(iter(tree.items()))
