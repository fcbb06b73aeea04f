"""The student's process: runs the submission's cells and answers the tester's questions about their names.

Nothing that it says decides a score; it only answers.
"""

import copy
import functools
import gc
import inspect
import operator
import os
import random
import socket
import sys
import traceback

from . import frames, handles, names, shell, standin, timer, wire
from .frames import Limits
from .peer import Peer


@functools.cache
def warm():
    """Everything that can be done before a submission is known, once; starts no thread."""
    made = shell.build()
    if "matplotlib" in sys.modules:
        made.run_line_magic("matplotlib", "inline")
    shell.warm_tracebacks(made)
    return made


def serve(fd, settings):
    """Answer the tester at this socket until it hangs up; returns the exit status.

    settings: output_bytes, standins (names of modules); the tester's first question sets these and more
    """
    student = Student(warm(), settings)
    gc.freeze()
    gc.enable()
    _reseed()
    standin.install(settings.get("standins", ()))
    sys.path[:0] = [] if "" in sys.path else [""]
    student.peer = Peer(socket.socket(fileno=fd), student.answer)
    try:
        student.peer.serve()
    except (frames.Violation, OSError):
        return 1
    return 0


def _reseed():
    """Forked siblings would draw the same random numbers."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(int.from_bytes(os.urandom(7), "little"))


class Student:
    """The namespace of one notebook, and how to answer a question about it."""

    def __init__(self, made, settings):
        self.shell = shell.connect(made, settings.get("output_bytes", 1_000_000))
        self.namespace = {}
        shell.use_namespace(self.shell, self.namespace)
        self.lent = handles.Lent()
        self.lent_to_us = {}
        self.peer = self.error = None

    def answer(self, head, parcel):
        """The reply to one question; whatever goes wrong is an answer too."""
        if head["op"] == "run":
            return {"ran": self.run(head["source"], head.get("limit"), head.get("count"))}, self.peer.parcel()
        with timer.limit(head.get("limit") if self.peer.nested == 1 else None) as clock:
            reply, out = self.value_or_error(head, parcel)
        if clock.rang:
            reply, out = {"late": True}, self.peer.parcel()
        shell.drain(self.shell)
        return {**reply, "outputs": self.shell.recorder.take()}, out

    def value_or_error(self, head, parcel):
        try:
            args = wire.decode(head["args"], parcel, self.borrow, self.peer.limits, trusting=True)
            value = OPERATIONS[head["op"]](self, *args)
            out = self.peer.parcel()
            reply = {"value": wire.encode(value, out, self.lend, self.peer.limits)}
            frames.pack({**reply, "objects": out.objects}, out.buffers, self.peer.limits)
            return reply, out
        except BaseException as error:  # the student's: any kind may come
            return {"error": self.describe(error)}, self.peer.parcel()

    def run(self, source, limit_s, count):
        if count is not None:
            self.shell.execution_count = count
        ran = shell.run_cell(self.shell, source, limit_s)
        return {"outputs": ran.outputs, "late": ran.late}

    def lend(self, value):
        if isinstance(value, Theirs):
            return {"y": value.number}
        return self.lent.describe(value)

    def borrow(self, tag, body):
        if tag == "y":
            return self.lent[body]
        number = body[0]
        if number not in self.lent_to_us:
            kind = TheirFunction if body[1] == "function" else Theirs
            self.lent_to_us[number] = kind(self, number, body[2])
        return self.lent_to_us[number]

    def call_back(self, number, args, kwargs):
        out = self.peer.parcel()
        tree = wire.encode([number, list(args), kwargs], out, self.lend, self.peer.limits)
        head, parcel = self.peer.ask({"op": "call", "args": tree}, out)
        if "error" in head:
            raise _as_exception(head["error"])
        return wire.decode(head["value"], parcel, self.borrow, self.peer.limits, trusting=True)

    def describe(self, error):
        """An exception as data: the names of its classes, its text. The traceback only if it is asked for."""
        self.error = error
        made_here = type(error).__module__ == "__main__"
        return {
            "family": handles.family_of(type(error)),
            "text": shell.text_of(error)[:10_000],
            "class": self.lent.describe(type(error))["h"] if made_here else None,
            "args": _plain_args(error),
        }

    def trace(self):
        """The traceback of the last error, below this file, drawn as the shell draws it."""
        error, own = self.error, os.path.dirname(__file__)
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename.startswith(own):
            trace = trace.tb_next
        if trace is None:
            return "".join(traceback.format_exception_only(error)).splitlines()
        lines = self.shell.InteractiveTB.structured_traceback(type(error), error, trace, tb_offset=0)
        return [line[:5000] for line in lines[:200]]


class Theirs:
    """An object of the tester's: can only be handed back."""

    def __init__(self, student, number, kind):
        self._student, self.number, self._kind = student, number, kind

    def __repr__(self):
        return f"<{self._kind} of the test>"


class TheirFunction(Theirs):
    """A function of the tester's: runs over there, on plain data."""

    def __call__(self, *args, **kwargs):
        return self._student.call_back(self.number, args, kwargs)


def _as_exception(error):
    for name in error["family"]:
        found = names.exception_named(name)
        if found is not None:
            return names.make_exception(found, error)
    return RuntimeError(error["text"])


def _plain_args(error):
    """The exception's arguments, or None if they are more than a few numbers and texts."""
    fits = len(error.args) <= 10 and all(type(arg) in (bool, int, float, str) for arg in error.args)
    return [arg[:10_000] if type(arg) is str else arg for arg in error.args] if fits else None


def _get(student, name):
    try:
        return student.namespace[name]
    except KeyError:
        raise NameError(f"name {name!r} is not defined", name=name) from None


def _put(student, name, value):
    student.namespace[name] = value


def _drop(student, name):
    student.namespace.pop(name, None)


def _share(student, names):
    """Objects of these classes, which the instructor's cell just defined, cross by value from now on."""
    for name in names:
        kind = student.namespace.get(name)
        if isinstance(kind, type) and wire.is_plain_class(kind):
            student.peer.shared[name] = kind


def _leave(student, manager, error):
    """Leave a `with` block, by an error if there was one: whether the manager swallowed it."""
    if error is None:
        return bool(type(manager).__exit__(manager, None, None, None))
    made = _as_exception(error)
    return bool(type(manager).__exit__(manager, type(made), made, None))


def _await(student, waiting):
    """Run a coroutine to its end, in the loop that the cells' top-level `await` uses."""
    from IPython.core.async_helpers import get_asyncio_loop

    return get_asyncio_loop().run_until_complete(waiting)


def _signature(student, function):
    """[(name, kind, (default,) or ())] of a function's parameters."""
    parameters = inspect.signature(function).parameters.values()
    return [(p.name, int(p.kind), () if p.default is p.empty else (p.default,)) for p in parameters]


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
    os.environ.update(settings["environment"])
    standin.install(settings["standins"])


def _plain(function):
    return lambda student, *args: function(*args)


OPERATIONS = {
    "begin": _begin,
    "get": _get,
    "put": _put,
    "drop": _drop,
    "call": lambda student, function, args, kwargs: function(*args, **kwargs),
    "attr": _plain(getattr),
    "setattr": _plain(setattr),
    "delattr": _plain(delattr),
    "item": _plain(operator.getitem),
    "setitem": _plain(operator.setitem),
    "delitem": _plain(operator.delitem),
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
    "signature": _signature,
    "repr": _plain(repr),
    "await": _await,
    "trace": lambda student: student.trace(),
    "binary": lambda student, name, a, b: getattr(operator, name)(a, b),
    "unary": lambda student, name, a: getattr(operator, name)(a),
}
