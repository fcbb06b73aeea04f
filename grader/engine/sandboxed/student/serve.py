"""The student's process: runs the submission's cells and answers the tester's questions about their names.

Nothing that it says decides a score; it only answers.
"""

import functools
import gc
import importlib
import math
import resource
import socket
import sys
import traceback
from contextlib import contextmanager, nullcontext

from ..rpc import changes, framing, object_table, ways, wire
from ..rpc.peer import Peer
from ..shell import event_loop, shell, timer
from . import operations


@functools.cache
def warm():
    """Everything that can be done before a submission is known, once; starts no thread."""
    made = shell.build()
    if "matplotlib" in sys.modules:
        made.run_line_magic("matplotlib", "inline")
    shell.rehearse(made)
    return made


def serve(fd):
    """Answer the tester at this socket until it hangs up; returns the exit status.

    Its first question is "begin": what this process must know to keep within bounds.
    """
    student = Student(warm())
    gc.freeze()
    gc.enable()
    sys.path[:0] = [] if "" in sys.path else [""]
    student.peer = Peer(socket.socket(fileno=fd), student.answer)
    try:
        student.peer.serve()
    except (framing.Violation, OSError):
        return 1
    return 0


class Student:
    """The namespace of one notebook, and how to answer a question about it."""

    def __init__(self, made):
        self.shell = shell.connect(made, 1_000_000)  # until "begin" tells its limit
        self.namespace = {}
        shell.use_namespace(self.shell, self.namespace)
        self.lent = object_table.Lent()
        self.lent_to_us = {}
        self.peer = self.error = None
        self.born_mb, self.memory_mb = most_mb(), math.inf
        timer.ignore()

    def answer(self, head, parcel):
        """The reply to one question; whatever goes wrong is an answer too."""
        if head["op"] == "run":
            ran = self.run(head["source"], head.get("count"))
            return {"ran": ran, "greedy": self.greedy()}, self.peer.parcel()
        with timer.interruptible() if self.peer.nested == 1 else nullcontext(timer.Clock) as clock:
            reply, out = self.value_or_error(head, parcel)
        if clock.why:
            reply, out = {"late": True}, self.peer.parcel()
        shell.drain(self.shell)
        return {**reply, "outputs": self.shell.recorder.take(), "greedy": self.greedy()}, out

    def greedy(self):
        """Whether this process has ever held more memory than it may, for however short: then the question
        just answered is to blame, not the one that is under way when somebody notices."""
        return most_mb() - self.born_mb > self.memory_mb

    def value_or_error(self, head, parcel):
        try:
            told = head.get("changes")  # True: what was changed; "any": only whether
            parcel.noted = [] if told in (True, "any") else None
            args = wire.decode(head["args"], parcel, self.borrow, self.peer.limits, trusting=True)
            given = [(value, changes.snapshot(value)) for value in parcel.noted or ()]
            for module, seed in head.get("seeds", {}).items():
                operations.seed(module, seed)
            with event_loop.running(), self.replaced(head.get("replaced", {})):
                value = operations.OPERATIONS[head["op"]](self, *args)
            out = self.peer.parcel()
            out.knows(parcel.noted or [], naming=told is True)
            lent = head["op"] == "attr" and isinstance(
                value, type
            )  # as a method might be: see plain.has_type
            reply = {"value": self.lend(value) if lent else self.encode(value, out)}
            if given and told is True:
                reply["changed"] = self.changed(given, out)
            elif given:
                reply["touched"] = out.met or any(map(changes.is_changed, given))
            framing.pack({**reply, "objects": out.objects}, out.buffers, self.peer.limits)
            return reply, out
        except BaseException as error:  # the student's: any kind may come
            return {"error": self.described(error)}, self.peer.parcel()

    @contextmanager
    def replaced(self, functions):
        """As long as a question is answered, what the test has put in the place of `input`, `print` or a
        library's function."""
        places = {place: importlib.import_module(place.partition(":")[0]) for place in functions}
        before = {place: getattr(module, place.partition(":")[2]) for place, module in places.items()}
        for place, tree in functions.items():
            new = wire.decode(tree, self.peer.parcel(), self.borrow, trusting=True)
            setattr(places[place], place.partition(":")[2], new)
        try:
            yield
        finally:
            for place, function in before.items():
                setattr(places[place], place.partition(":")[2], function)

    def encode(self, value, out):
        return wire.encode(value, out, self.lend, self.peer.limits)

    def changed(self, given, out):
        """What the question brought and the answer changed in place."""
        return [
            wire.encode_contents(value, out, self.lend, self.peer.limits)
            for value, before in given
            if changes.is_changed((value, before))
        ]

    def run(self, source, count):
        if count is not None:
            self.shell.execution_count = count
        return {"outputs": shell.run_cell(self.shell, source, timer.interruptible()).outputs}

    def lend(self, value):
        if isinstance(value, Theirs):
            return {"y": value.number}
        described = self.lent.describe(value, self.peer.shared)
        described["h"].append(ways.ways_of(value))
        return described

    def borrow(self, tag, body):
        if tag == "y":
            return self.lent[body]
        number = body[0]
        if number not in self.lent_to_us:
            made = TheirFunction if body[1] == "function" else Theirs
            self.lent_to_us[number] = made(self, number, body[2])
            if made is TheirFunction and body[3]:
                self.lent_to_us[number].__name__ = self.lent_to_us[number].__qualname__ = body[3]
            if len(body) == 7:
                operations.tell_about(self.lent_to_us[number], *body[5:])
        return self.lent_to_us[number]

    def call_back(self, number, args, kwargs):
        out = self.peer.parcel()
        tree = wire.encode([number, list(args), kwargs], out, self.lend, self.peer.limits)
        shell.drain(self.shell)
        printed = self.shell.recorder.take()
        head, parcel = self.peer.ask({"op": "call", "args": tree, "outputs": printed}, out)
        if "error" in head:
            raise operations.as_exception(head["error"])
        return wire.decode(head["value"], parcel, self.borrow, self.peer.limits, trusting=True)

    def described(self, error):
        try:
            return self.describe(error)
        except BaseException:  # its text, its arguments, its class's name: all may be properties that raise
            return {
                "family": [],
                "text": "an exception that cannot be described",
                "class": None,
                "args": None,
            }

    def describe(self, error):
        """An exception as data: the names of its classes, its text. The traceback only if it is asked for."""
        self.error = error
        made_here = type(error).__module__ == "__main__"
        return {
            "family": object_table.family_of(type(error)),
            "text": shell.text_of(error)[:10_000],
            "class": self.lend(type(error))["h"] if made_here else None,
            "args": _plain_args(error),
        }

    def trace(self):
        """The traceback of the last error, without our machinery, drawn as the shell draws it."""
        error = self.error
        shell.shorten(error)
        trace = error.__traceback__
        if trace is None:
            return "".join(traceback.format_exception_only(error)).splitlines()
        lines = self.shell.InteractiveTB.structured_traceback(type(error), error, trace, tb_offset=0)
        return [line[:5000] for line in lines[:200]]


def most_mb():
    """The most memory that this process ever held at a time."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Theirs:
    """An object of the tester's: can only be handed back."""

    def __init__(self, student, number, kind):
        self._student, self.number, self._kind = student, number, kind

    def __repr__(self):
        return f"<{self._kind} of the test>"


class TheirFunction(Theirs):
    # A function of the tester's: runs over there, on plain data. It has its name, for `functools.wraps`
    # and `f.__name__`, and no docstring: ours would become that of the student's function.
    __doc__ = None

    def __call__(self, *args, **kwargs):
        return self._student.call_back(self.number, args, kwargs)


def _plain_args(error):
    """The exception's arguments, or None if they are more than a few numbers and texts."""
    fits = len(error.args) <= 10 and all(type(arg) in (bool, int, float, str) for arg in error.args)
    return [arg[:10_000] if type(arg) is str else arg for arg in error.args] if fits else None
