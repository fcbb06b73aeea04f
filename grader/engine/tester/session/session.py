"""The tester's end of the wire: questions with a deadline, answers as data, nothing believed.

After a late answer, a broken message or the end of the process the stream is dead: what it might still bring
belongs to no question.
"""

import builtins
import threading
import time
from collections.abc import Callable, Iterable
from functools import wraps
from types import FunctionType
from typing import Any, NoReturn

from ... import bounds
from ...job import Settings
from ...sandboxed.rpc import arrays, changes, library_objects, object_table, wire
from ...sandboxed.rpc.framing import Violation
from ...sandboxed.rpc.kinds import Head, Tree
from ...sandboxed.rpc.parcel import Parcel
from ...sandboxed.rpc.peer import Peer
from ...sandboxed.student import operations
from ..budget import Budget, Late, patience_s
from ..kinds import Student
from . import told_there
from .answers import CHANGED, LEFT, TOLD, Answers
from .proxies import Remote, RemoteFunction, number_of, stand_in, told_sentence

GREEDY = "it used too much memory"
TRIES = 3
REPLACEABLE = ("input", "print")
LOOK_S = 0.25  # how often we ask what the student's processes have used, once their time may be up


class StudentGone(BaseException):
    """The student's process cannot be asked any more. No Exception: a test must not take it for an answer."""


class TooLate(BaseException):
    """The student's function did not answer in the time that the test has."""


class Overdue(Exception):
    """Nothing more is expected from the student's process."""


def one_at_a_time(method: Callable) -> Callable:
    """A test may ask from threads; over there is one, which answers a question before it hears the next."""

    @wraps(method)
    def alone(self: "Session", *args: Any, **kwargs: Any):
        with self.lock:
            return method(self, *args, **kwargs)

    return alone


class Session:
    """Asks one student's process.

    total:     what all its answers may take together (a Budget)
    cell:      what those of the current cell may take
    dead:      None, or why the process cannot be asked any more
    grace_s:   how much longer (see Budget) a process may take to say that its time is up
    late:      None, or why the current cell was stopped, as a Budget says it; over: which Budget that was
    turn:      how often the student's code has been asked to run
    compared:  a test of the current cell let the student's own == or < decide
    exceptions: makes the table of the classes that a raised exception may be of
    answers:   whether an answer may be told something of the test's
    answered:  numbers of the objects that came back from the student's code, rather than by their name
    """

    grace_s = 3.0

    def __init__(
        self, student: Student, settings: Settings, total: Budget, on_output: Callable[[object], None]
    ):
        self.student, self.on_output, self.total = student, on_output, total
        self.cell, self.looked = Budget(settings.cell_s), 0.0
        self.peer = Peer(
            student.sock, self._called_back, bounds.of_messages(settings), self._receive, trusted=True
        )
        self.lent = object_table.Lent()
        self.borrowed, self.made = {}, {}
        self.dead, self.late, self.over, self.compared = None, None, None, False
        self.last_error, self.turn, self.changed, self.raising = None, 0, set(), False
        self.stopped, self.grace, self.tries = None, None, 0
        self.exceptions, self.answers, self.answered = library_objects.exceptions, Answers(), set()
        self.usual = {name: vars(builtins)[name] for name in REPLACEABLE}
        self.lock = threading.RLock()

    def give(self, seconds: float) -> None:
        """Start a cell that may take so long."""
        self.cell, self.compared = Budget(seconds), False
        if self.dead is None:
            self.late = self.over = None

    def run(self, source: str, count: int | None) -> dict:
        """Run a cell in the student's process: what it reports of its outputs."""
        head, _ = self._exchange({"op": "run", "source": source, "count": count})
        ran = head.get("ran")
        return ran if isinstance(ran, dict) else self.die("a malformed report of a cell")

    @one_at_a_time
    def ask(self, op: str, *args: object, given: dict | None = None, watched: bool = False) -> Any:
        """The value that the student's process answers; the exception if it raised one.

        given: name -> value of arguments to which is done what was done to them there; `changed` says which
        watched: of others, it is only noted that something was done to them
        """
        self.turn += op != "get"
        parcel = self.peer.parcel()
        noted: list[object] = []
        whole = watched and self.answers.returned
        parcel.noted = noted if given or whole else None
        tree = wire.encode(list(args), parcel, self.lend, self.peer.limits)
        owners = changes.owners(given, noted) if given else {}
        question = {"op": op, "args": tree}
        whole = bool(owners) or whole
        if whole or watched:
            question["changes"] = True if whole else "any"
        if replaced := self.replaced():
            question["replaced"] = {name: self.lend(function) for name, function in replaced.items()}
        if told_there.seeded:
            question["seeds"] = dict(told_there.seeded)
            told_there.seeded.clear()
        head, reply = self._exchange(question, parcel)
        self.on_output(head.get("outputs"))
        if self.stopped:
            raise TooLate("the submission's code took too long")
        try:
            if "error" in head:
                raise self._exception(head["error"])
            reply.knows(noted)
            borrow = self.borrow if op == "get" else self.borrow_answer
            value = wire.decode(head.get("value"), reply, borrow, self.peer.limits)
            if op == "attr" and isinstance(value, type) and number_of(value) is None:
                raise Violation("a type as an attribute")
            told = arrays.as_list(head.get("changed", []) if whole else [])
            done = wire.decode_changes(told, reply, self.borrow_answer, self.peer.limits, owners)
            self.changed = {name for number in done for name in owners[number]}
            unexpectedly = head.get("touched") is True or len(told) > len(done)
            self.answers.touched(unexpectedly, came_back=reply.met)
            self.answers.came(reply.came)
            return value
        except Violation as violation:
            self.die(f"it broke the protocol: {violation}")

    def replaced(self) -> dict:
        """What a test has put in the place of `input`, `print` or a library's function: the student's code
        meets it there, too. {"module:name": function}"""
        own = self.answers.namespace if self.answers.namespace is not None else {}
        now = {name: dict.get(own, name, vars(builtins)[name]) for name in REPLACEABLE}
        new = {f"builtins:{name}": value for name, value in now.items() if value is not self.usual[name]}
        return told_there.patched | new

    @one_at_a_time
    def call(self, function: Remote, args: tuple, kwargs: dict) -> Any:
        """Call a student's function or class: with what the test likes, if it took it by its name."""
        if not (args or kwargs):
            return self.ask("call", function, args, kwargs)
        if not (number_of(function) in self.answered or self.answers.solving):
            return self.call_by_name(function, args, kwargs)
        place = self.tell_it(function)
        value = self.call_by_name(function, args, kwargs)
        if any(map(is_object, named(args, kwargs).values())):
            self.answers.judged(place, value)
        return value

    def call_by_name(self, function: Remote, args: tuple, kwargs: dict) -> Any:
        if not self.answers.changing:
            return self.ask("call", function, args, kwargs, watched=True)
        places = {name: self.answers.place(CHANGED, name) for name in named(args, kwargs)}
        given = {name: value for name, value in named(args, kwargs).items() if places[name] is not None}
        value = self.ask("call", function, args, kwargs, given=given, watched=True)
        for name in self.changed:
            self.answers.note(places[name], CHANGED)
        return value

    def call_in_place(self, function: Remote) -> Callable:
        return lambda *args, **kwargs: self.ask("call", function, args, kwargs, given=named(args, kwargs))

    def tell(self, op: str, remote: Remote, *args: object) -> Any:
        """A question to an answer that holds something of the test's."""
        self.tell_it(remote)
        return self.ask(op, remote, *args)

    def holds(self, remote: Remote, value: object) -> bool:
        """`value in remote`, by a method of the student's."""
        place = self.tell_it(remote)
        found = self.ask("contains", remote, value) is True
        if is_object(value):
            self.answers.judged(place, found)
        return found

    def leave(self, op: str, manager: Remote, error: Head) -> bool:
        """An error leaves a `with` block of the student's: whether it is swallowed, if that is expected."""
        place = self.answers.place(LEFT)
        if place is None:
            self.answers.touched(self.ask(op, manager, error | {"text": ""}) is True)
            return False
        swallowed = self.ask(op, manager, error) is True
        if swallowed:
            self.answers.note(place, LEFT)
        return swallowed

    def tell_it(self, remote: Remote) -> str:
        """The place, where the test may."""
        place = self.answers.place(TOLD)
        if place is None:
            self.answers.refused()
            raise TypeError(told_sentence(remote))
        self.answers.note(place, TOLD)
        return place

    def _exchange(self, question: Head, parcel: Parcel | None = None) -> tuple[Head, Parcel]:
        if self.dead is not None:
            raise StudentGone(self.dead)
        try:
            self.stopped = None
            self.student.sock.settimeout(patience_s(self.cell.limit_s))
            head, parcel = self.peer.ask(question, parcel)
        except Violation as violation:
            self.die(f"it broke the protocol: {violation}")
        except (TimeoutError, Overdue):
            self.late = self.late or "wall"
            self.die("it gave no answer in time")
        except (EOFError, OSError):
            self.die("it ended")
        except (TooLate, KeyboardInterrupt):
            self.late = self.late or "cpu"
            self.die("it was left in the middle of an answer")
        except MemoryError:
            self.die("what it sent needs too much memory")
        except BaseException:
            self.dead = self.dead or "it was left in the middle of an answer"
            raise
        if head.get("greedy") is True:
            self.die(GREEDY)
        return head, parcel

    def _receive(self, view: memoryview) -> int:
        """What comes, in time; our own work between two calls of this is nobody's time."""
        while True:
            began = time.monotonic()
            if self.cell.doubtful() or self.total.doubtful():
                self._look(began)
            left = min(self.cell.limit_s - self.cell.waited_s, self.total.limit_s - self.total.waited_s)
            self.student.sock.settimeout(max(left, LOOK_S))
            try:
                return self.student.sock.recv_into(view)
            except TimeoutError:
                continue
            finally:
                self._waited(time.monotonic() - began)

    def _waited(self, seconds: float) -> None:
        for budget in (self.cell, self.total, self.grace):
            if budget is not None:
                budget.waited_s += seconds

    def _look(self, now: float) -> None:
        """Ask what the processes have used; stop what is late, and end what does not let itself be stopped.

        Raises: Overdue
        """
        if now - self.looked < LOOK_S:
            return
        self.looked = now
        if self.stopped:
            self._insist()
            return
        for budget in (self.total, self.cell):
            why = self._why_late(budget) if budget.doubtful() else None
            if why:
                self.stopped = self.late = why
                self.over, self.tries = budget, 0
                if budget is self.total:
                    raise Overdue
                self._interrupt()
                return

    def _insist(self) -> None:
        """Interrupts can be swallowed by chance: it gets TRIES of them."""
        if self.grace and self.grace.doubtful() and self._why_late(self.grace):
            if self.tries == TRIES:
                raise Overdue
            self._interrupt()

    def _interrupt(self) -> None:
        self.tries, self.grace = self.tries + 1, Budget(self.grace_s / TRIES)
        self.student.interrupt()

    def _why_late(self, budget: Budget) -> Late | None:
        """None also if they have ended: then the next thing to come is the end of the line."""
        used = self.student.used(budget.began)
        return budget.late(used) if used else None

    def die(self, why: str) -> NoReturn:
        if self.dead is None:
            self.dead = why
            self.student.sock.close()
        raise StudentGone(self.dead)

    def _called_back(self, head: Head, parcel: Parcel) -> tuple[Head, Parcel]:
        """The student's code calls a function that a test gave it."""
        if head.get("op") != "call":
            raise Violation("a question that only the tester may ask")
        self.on_output(head.get("outputs"))
        args = wire.decode(head.get("args"), parcel, self.borrow_answer, self.peer.limits)
        self.answers.came(parcel.came)
        if not (
            isinstance(args, list) and len(args) == 3 and isinstance(args[1], list) and type(args[2]) is dict
        ):
            raise Violation("a call without arguments")
        function, out = self.lent[args[0]], self.peer.parcel()
        try:
            if not callable(function):
                raise TypeError(f"{type(function).__name__!r} object is not callable")
            value = function(*args[1], **args[2])
            return {"value": wire.encode(value, out, self.lend, self.peer.limits)}, out
        except Exception as error:  # the instructor's function on the student's data: any kind may come
            text = str(error)[:1000]
            return {
                "error": {"family": object_table.family_of(type(error)), "text": text, "args": [text]}
            }, self.peer.parcel()

    def lend(self, value: object) -> Tree:
        """How a value of the tester's that is not plain crosses: by name, or by number, to be called only."""
        number = number_of(value)
        if number is not None:
            return {"y": number}
        name = library_objects.library_name(value)
        if name is not None:
            return {"lib": name}
        generator = arrays.generator_state(value)
        if generator is not None:
            kind, state = generator
            return {"rng": [kind, wire.encode(state, self.peer.parcel(), self.lend)]}
        described = self.lent.describe(value, {})
        if isinstance(value, FunctionType):
            described["h"] += [value.__doc__, parameters(value)]
        return described

    def borrow_answer(self, tag: str, body: Tree) -> object:
        if tag == "h":
            self.answered.add(_as_description(body)[0])
        else:
            self.answers.given_back()
        return self.borrow(tag, body)

    def borrow(self, tag: str, body: Tree) -> object:
        if tag == "y":
            return self.lent[body]
        described = _as_description(body)
        if described[0] not in self.borrowed:
            self.borrowed[described[0]] = stand_in(self, described)
        return self.borrowed[described[0]]

    def _exception(self, error: Tree) -> Exception:
        """The exception that the student's code raised, of the nearest class that exists here too."""
        if not isinstance(error, dict) or not isinstance(error.get("family"), list):
            raise Violation("a malformed error")
        made = self.borrow("h", error["class"]) if error.get("class") is not None else None
        kinds = [made] if isinstance(made, type) else []
        kinds += library_objects.known(error["family"][:20], self.exceptions())
        self.raising = True
        raised = library_objects.make_exception(kinds, error)
        self.raising = False
        self.last_error = raised
        return raised

    def trace(self) -> list[str]:
        """The student's traceback of the last error, if it can still be had."""
        try:
            lines = self.ask("trace")
        except (StudentGone, TooLate, Exception):  # an ornament: the test's own error is told in any case
            return []
        return [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []


def parameters(function: Callable) -> list[list]:
    """As `operations.parameters`, of the defaults those that can stand in a description."""
    plain = (type(None), bool, int, float, str)
    found = operations.parameters(function)
    return [[n, kind, [d if type(d) in plain else "..." for d in default]] for n, kind, default in found]


def is_object(value: object) -> bool:
    """One of the student's, and no function or class."""
    return isinstance(value, Remote) and not isinstance(value, RemoteFunction)


def named(args: Iterable, kwargs: dict) -> dict:
    return {str(at): value for at, value in enumerate(args)} | kwargs


def _as_description(body: Tree) -> list:
    if (
        isinstance(body, list)
        and len(body) == 6
        and (type(body[0]) is int and body[0] >= 0)
        and all(isinstance(text, str) for text in body[1:4])
        and all(isinstance(names, list) for names in body[4:])
    ):
        return body
    raise Violation("a malformed description of an object")
