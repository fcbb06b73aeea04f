"""The tester's end of the wire: questions with a deadline, answers as data, nothing believed.

After a late answer, a broken message or the end of the process the stream is dead: what it might still bring
belongs to no question.
"""

import time

from ..inside import arrays, changes, handles, names, wire
from ..inside.frames import Limits, Violation
from ..inside.peer import Peer
from .answers import CHANGED, LEFT, TOLD, Answers
from .remote import number_of, stand_in, told_sentence


class StudentGone(BaseException):
    """The student's process cannot be asked any more. No Exception: a test must not take it for an answer."""


class TooLate(BaseException):
    """The student's function did not answer in the time that the test has."""


class Line:
    """Asks one student's process.

    until:     when the current cell must be done (monotonic seconds)
    dead:      None, or why the process cannot be asked any more
    grace_s:   how much longer than its time a process may take to say that its time is up
    turn:      how often the student's code has been asked to run
    compared:  a test of the current cell let the student's own == or < decide
    exceptions: makes the table of the classes that a raised exception may be of
    answers:   whether an answer may be told something of the test's
    answered:  numbers of the objects that came back from the student's code, rather than by their name
    """

    grace_s = 3.0

    def __init__(self, student, settings, total_until, on_output):
        self.student, self.on_output, self.total_until = student, on_output, total_until
        limits = Limits(message_bytes=settings.message_mb << 20, depth=settings.message_depth)
        self.peer = Peer(student.sock, self._called_back, limits, self._receive, trusted=True)
        self.lent = handles.Lent()
        self.borrowed, self.based = {}, {}
        self.until, self.dead, self.late, self.compared = total_until, None, False, False
        self.last_error, self.died_late, self.turn, self.changed = None, False, 0, set()
        self.raising = False
        self.exceptions, self.answers, self.answered = names.exceptions, Answers(), set()

    def give(self, seconds):
        """Start a cell that may take so long (less if the submission's time is nearly up)."""
        now = time.monotonic()
        self.until = min(now + seconds, self.total_until)
        if self.total_until <= now and self.dead is None:
            self.dead, self.died_late = "the submission's time was up", True
        self.compared = self.late = False

    def left(self):
        return max(self.until - time.monotonic(), 0.01)

    def run(self, source, count):
        """Run a cell in the student's process: what it reports of its outputs."""
        head, _ = self._exchange({"op": "run", "source": source, "limit": self.left(), "count": count})
        ran = head.get("ran")
        return ran if isinstance(ran, dict) else self.die("a report of a cell that is none")

    def ask(self, op, *args, given=None):
        """The value that the student's process answers; the exception if it raised one.

        given: name -> value of arguments to which is done what was done to them there; `changed` says which
        """
        self.turn += op != "get"
        parcel = self.peer.parcel()
        parcel.noted = [] if given else None
        tree = wire.encode(list(args), parcel, self.lend, self.peer.limits)
        owners = changes.owners(given, parcel.noted) if given else {}
        question = {"op": op, "args": tree, "limit": self.left(), **({"changes": True} if owners else {})}
        head, reply = self._exchange(question, parcel)
        self.on_output(head.get("outputs"))
        if head.get("late") is True:
            self.late = True
            raise TooLate("the submission's code took too long")
        try:
            if "error" in head:
                raise self._exception(head["error"])
            reply.knows(parcel.noted or [])
            borrow = self.borrow if op == "get" else self.borrow_answer
            value = wire.decode(head.get("value"), reply, borrow, self.peer.limits)
            if op == "attr" and isinstance(value, type) and number_of(value) is None:
                raise Violation("a type as an attribute")
            told = head.get("changed", []) if owners else []
            done = wire.decode_changes(told, reply, self.borrow_answer, self.peer.limits, owners)
            self.changed = {name for number in done for name in owners[number]}
            return value
        except Violation as violation:
            self.die(f"it broke the protocol: {violation}")

    def call(self, function, args, kwargs):
        """Call a student's function or class: with what the test likes, if it took it by its name."""
        if not (args or kwargs):
            return self.ask("call", function, args, kwargs)
        if number_of(function) in self.answered or self.answers.solving:
            self.tell_it(function)
        if not self.answers.changing:
            return self.ask("call", function, args, kwargs)
        places = {name: self.answers.place(CHANGED, name) for name in named(args, kwargs)}
        given = {name: value for name, value in named(args, kwargs).items() if places[name] is not None}
        value = self.ask("call", function, args, kwargs, given=given)
        for name in self.changed:
            self.answers.note(places[name], CHANGED)
        return value

    def call_in_place(self, function):
        return lambda *args, **kwargs: self.ask("call", function, args, kwargs, given=named(args, kwargs))

    def tell(self, op, remote, *args):
        """A question to an answer that holds something of the test's."""
        self.tell_it(remote)
        return self.ask(op, remote, *args)

    def leave(self, manager, error):
        """An error leaves a `with` block of the student's: whether it is swallowed, if that is expected."""
        place = self.answers.place(LEFT)
        if place is None:
            self.ask("leave", manager, {"family": [], "text": ""})
            return False
        swallowed = self.ask("leave", manager, error) is True
        if swallowed:
            self.answers.note(place, LEFT)
        return swallowed

    def tell_it(self, remote):
        place = self.answers.place(TOLD)
        if place is None:
            raise TypeError(told_sentence(remote))
        self.answers.note(place, TOLD)

    def _exchange(self, question, parcel=None):
        if self.dead is not None:
            raise StudentGone(self.dead)
        try:
            self.peer.sock.settimeout(self.left() + self.grace_s)
            return self.peer.ask(question, parcel)
        except Violation as violation:
            self.die(f"it broke the protocol: {violation}")
        except TimeoutError:
            self.late = True
            self.die("it gave no answer in time")
        except (EOFError, OSError):
            self.die("it ended")
        except (TooLate, KeyboardInterrupt):
            self.late = True
            self.die("it was left in the middle of an answer")
        except BaseException:
            self.dead = self.dead or "it was left in the middle of an answer"
            raise

    def _receive(self, view):
        left = self.until + self.grace_s - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.peer.sock.settimeout(left)
        return self.peer.sock.recv_into(view)

    def die(self, why):
        if self.dead is None:
            self.dead, self.died_late = why, self.late
            self.student.sock.close()
        raise StudentGone(self.dead)

    def _called_back(self, head, parcel):
        """The student's code calls a function that a test gave it."""
        if head.get("op") != "call":
            raise Violation("a question that only the tester may ask")
        self.on_output(head.get("outputs"))
        args = wire.decode(head.get("args"), parcel, self.borrow_answer, self.peer.limits)
        if not (
            isinstance(args, list) and len(args) == 3 and isinstance(args[1], list) and type(args[2]) is dict
        ):
            raise Violation("a call without arguments")
        function, out = self.lent[args[0]], self.peer.parcel()
        try:
            value = function(*args[1], **args[2])
            return {"value": wire.encode(value, out, self.lend, self.peer.limits)}, out
        except Exception as error:  # the instructor's function on the student's data: any kind may come
            text = str(error)[:1000]
            return {
                "error": {"family": handles.family_of(type(error)), "text": text, "args": [text]}
            }, self.peer.parcel()

    def lend(self, value):
        """How a value of the tester's that is not plain crosses: by name, or by number, to be called only."""
        number = number_of(value)
        if number is not None:
            return {"y": number}
        name = names.library_name(value)
        if name is not None:
            return {"lib": name}
        generator = arrays.generator_state(value)
        if generator is not None:
            kind, state = generator
            return {"rng": [kind, wire.encode(state, self.peer.parcel(), self.lend)]}
        return self.lent.describe(value, {})

    def borrow_answer(self, tag, body):
        if tag == "h":
            self.answered.add(_as_description(body)[0])
        return self.borrow(tag, body)

    def borrow(self, tag, body):
        if tag == "y":
            return self.lent[body]
        number, kind, type_name, name, family = _as_description(body)
        if number not in self.borrowed:
            self.borrowed[number] = stand_in(self, number, kind, type_name, name, family)
        return self.borrowed[number]

    def _exception(self, error):
        """The exception that the student's code raised, of the nearest class that exists here too."""
        if not isinstance(error, dict) or not isinstance(error.get("family"), list):
            raise Violation("an error that is none")
        made = self.borrow("h", error["class"]) if error.get("class") is not None else None
        kinds = [made] if isinstance(made, type) else []
        kinds += names.known(error["family"][:20], self.exceptions())
        self.raising = True
        raised = names.make_exception(kinds, error)
        self.raising = False
        self.last_error = raised
        return raised

    def trace(self):
        """The student's traceback of the last error, if it can still be had."""
        try:
            lines = self.ask("trace")
        except (StudentGone, TooLate, Exception):  # an ornament: the test's own error is told in any case
            return []
        return [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []


def named(args, kwargs):
    return {str(at): value for at, value in enumerate(args)} | kwargs


def _as_description(body):
    good = isinstance(body, list) and len(body) == 5 and type(body[0]) is int and body[0] >= 0
    if not good or not all(isinstance(text, str) for text in body[1:4]) or not isinstance(body[4], list):
        raise Violation("a description of an object that is none")
    return body
