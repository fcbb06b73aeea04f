"""Values as data: what crosses the wall between tester and student, and how. Never pickle.

JSON stands for itself (null, booleans, numbers, strings, lists); everything else is an object with one key,
its tag. A value with no plain form is lent as a handle: the other side can use it only by asking.

    {"t": […]} tuple    {"d": [[k, v], …]} dict    {"a": […]} array or tensor (see `arrays`)
    {"o": number} an object of a class that both sides know, its attributes in the parcel
    {"h": [number, kind, …]} "mine, number …"   {"y": number} "yours, number …"
"""

from . import arrays, plain
from .frames import DEFAULT, Violation
from .plain import Unsendable


class Parcel:
    """What of a message's values does not fit into JSON: raw bytes, and objects that may refer to each other.

    shared: {name: class} of the classes that the instructor's cells define in both processes
    """

    def __init__(self, shared=None, buffers=(), objects=()):
        self.shared, self.buffers, self.objects = shared or {}, list(buffers), list(objects)
        self.made, self.waiting = {}, []

    def add(self, data):
        self.buffers.append(data)
        return len(self.buffers) - 1


def encode(value, parcel, lend, limits=DEFAULT):
    """The value's JSON form; arrays and objects go into the parcel; `lend(value)` for what is not plain."""
    try:
        tree = _encode(value, parcel, lend, limits, 0)
        while parcel.waiting:
            number, waiting = parcel.waiting.pop()
            state = [[name, _encode(part, parcel, lend, limits, 0)] for name, part in vars(waiting).items()]
            parcel.objects[number] = [type(waiting).__name__, state]
        return tree
    except Unsendable:
        return lend(value)


def _encode(value, parcel, lend, limits, depth):
    if depth > limits.depth:
        raise Unsendable("the value is nested too deeply to send")
    kind = type(value)
    if kind in plain.AS_IS:
        return value
    send = plain.SENDERS.get(kind) or arrays.sender(value) or plain.special(value, parcel)
    if send is None:
        return lend(value)

    def inner(part):
        return _encode(part, parcel, lend, limits, depth + 1)

    return send(value, inner, parcel)


def decode(tree, parcel, borrow, limits=DEFAULT, trusting=False):
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
        read = plain.READERS.get(tag) or (plain.TRUSTED_READERS.get(tag) if trusting else None)
        if read is None:
            raise Violation(f"a value with the unknown tag {tag[:20]!r}")
        return read(body, inner, parcel)

    try:
        value = one(tree)
        while parcel.waiting:
            state, made = parcel.waiting.pop()
            vars(made).update((plain.attribute(name), one(part)) for name, part in state)
        return value
    except Violation:
        raise
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
        raise Violation(f"a value that cannot be read: {str(error)[:100]}") from None


def _tag(tree):
    if not isinstance(tree, dict) or len(tree) != 1:
        raise Violation("a value that is not plain data")
    return next(iter(tree.items()))
