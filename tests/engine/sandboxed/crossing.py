"""A value's way to the other side and back, and what may happen to it there."""

import json

from grader.engine.sandboxed.rpc import wire
from grader.engine.sandboxed.rpc.framing import Violation
from grader.engine.sandboxed.rpc.parcel import Parcel


def sent(value):
    """(its JSON form, buffers)"""
    parcel = Parcel()
    return json.loads(json.dumps(wire.encode(value, parcel, lambda lent: {"h": [0]}))), parcel.buffers


def read(tree, buffers=()):
    """(value, what it may be equal to: see Parcel.came); "lent" for what has no plain form"""
    parcel = Parcel(buffers=buffers)
    return wire.decode(tree, parcel, lambda tag, body: "lent"), parcel.came


def there(value):
    return read(*sent(value))


def refused(value):
    """How many forms with one part replaced are violations. Whatever else they raise is raised here."""
    tree, buffers = sent(value)
    count = 0
    for damaged in damages(tree):
        try:
            read(damaged, buffers)
        except Violation:
            count += 1
    return count


def damages(tree):
    """The tree with each of its parts replaced by others, one at a time."""
    yield from (None, -1, "object", [], {}, [[]], {"t": []})
    parts = enumerate(tree) if isinstance(tree, list) else tree.items() if isinstance(tree, dict) else ()
    for key, part in parts:
        for damaged in damages(part):
            copy = tree.copy()
            copy[key] = damaged
            yield copy
