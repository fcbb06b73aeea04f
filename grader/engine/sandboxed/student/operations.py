"""What the tester may ask of the student's objects: one small function for each question."""

import copy
import importlib
import inspect
import operator
import os

from ..rpc import library_objects
from ..rpc.framing import Limits
from ..shell import event_loop
from . import stub_modules


def as_exception(error):
    return library_objects.make_exception(
        library_objects.known(error["family"], library_objects.exceptions()), error
    )


def _get(student, name):
    try:
        return student.namespace[name]
    except KeyError:
        raise NameError(f"name {name!r} is not defined", name=name) from None


def _put(student, name, value):
    student.namespace[name] = value


def _import(student, statement):
    """One of the instructor's, that a test before made on the other side."""
    exec(statement, student.namespace)


def seed(module, value):
    """As the test has seeded its own random numbers."""
    found = importlib.import_module(module)
    (found.manual_seed if module == "torch" else found.seed)(value)


def _drop(student, name):
    student.namespace.pop(name, None)


def _share(student, names):
    """Objects of these classes, which the instructor's cell just defined, cross by value from now on.

    Those of classes that have more bases are lent, but known to be of them.
    """
    for name in names:
        kind = student.namespace.get(name)
        if isinstance(kind, type):
            student.peer.shared[name] = kind


def _leave(student, manager, error):
    """Leave a `with` block, by an error if there was one: whether the manager swallowed it."""
    return bool(type(manager).__exit__(manager, *_raised(error)))


def _leave_async(student, manager, error):
    return bool(event_loop.complete(type(manager).__aexit__(manager, *_raised(error))))


def _raised(error):
    """What Python tells a manager of an error that leaves its block."""
    made = None if error is None else as_exception(error)
    return (None, None, None) if made is None else (type(made), made, None)


def _await(student, waiting):
    """Run a coroutine to its end, in the loop that the cells' top-level `await` uses."""
    return event_loop.complete(waiting)


def _next_async(student, iterator):
    """As `_next`, one item: what it does between two items may wait for what the test does."""
    try:
        return [event_loop.complete(type(iterator).__anext__(iterator))], True
    except StopAsyncIteration:
        return [], False


def parameters(function):
    """[(name, kind, (default,) or ())] of a function's parameters."""
    found = inspect.signature(function).parameters.values()
    return [(p.name, int(p.kind), () if p.default is p.empty else (p.default,)) for p in found]


def tell_about(function, doc, taken):
    """Tell a stand-in for the tester's function its docstring and what it takes."""
    kinds = list(inspect._ParameterKind)
    made = [inspect.Parameter(n, kinds[k], **({"default": d[0]} if d else {})) for n, k, d in taken]
    function.__doc__, function.__signature__ = doc, inspect.Signature(made)


def _is_instance(student, value, kind):
    return bool(isinstance(value, kind))


def _is_subclass(student, value, kind):
    return bool(issubclass(value, kind))


def _next(student, iterator, at_most):
    """Up to so many items, and whether there may be more: a step each would be slow."""
    items = []
    for item in iterator:
        items.append(item)
        if len(items) == at_most:
            return items, True
    return items, False


def _begin(student, settings):
    """The tester's wishes: limits of messages and outputs, modules that are to be inert here."""
    student.peer.limits = Limits(message_bytes=settings["message_bytes"], depth=settings["message_depth"])
    student.shell.recorder.limit = settings["output_bytes"]
    student.memory_mb = settings["memory_mb"]
    os.environ.update(settings["environment"])
    stub_modules.install(settings["standins"])


def _plain(function):
    return lambda student, *args: function(*args)


OPERATIONS = {
    "begin": _begin,
    "get": _get,
    "put": _put,
    "drop": _drop,
    "import": _import,
    "call": lambda student, function, args, kwargs: function(*args, **kwargs),
    "attr": _plain(getattr),
    "setattr": _plain(setattr),
    "delattr": _plain(delattr),
    "item": _plain(operator.getitem),
    "setitem": _plain(operator.setitem),
    "delitem": _plain(operator.delitem),
    "contains": _plain(operator.contains),
    "iter": _plain(iter),
    "next": _next,
    "len": _plain(len),
    "bool": _plain(bool),
    "int": _plain(int),
    "float": _plain(float),
    "index": _plain(operator.index),
    "str": _plain(str),
    "isinstance": _is_instance,
    "issubclass": _is_subclass,
    "copy": _plain(copy.copy),
    "deepcopy": _plain(copy.deepcopy),
    "enter": lambda student, manager: type(manager).__enter__(manager),
    "leave": _leave,
    "share": _share,
    "signature": lambda student, function: parameters(function),
    "type": _plain(type),
    "dir": _plain(dir),
    "repr": _plain(repr),
    "await": _await,
    "aiter": _plain(aiter),
    "anext": _next_async,
    "aenter": lambda student, manager: event_loop.complete(type(manager).__aenter__(manager)),
    "aleave": _leave_async,
    "trace": lambda student: student.trace(),
    "binary": lambda student, name, a, b: getattr(operator, name)(a, b),
    "unary": lambda student, name, a: getattr(operator, name)(a),
}
