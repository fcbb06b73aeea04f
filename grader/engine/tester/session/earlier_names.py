"""One notebook, two processes: what a test finds that the cells before it bound on the other side.

In one process the last cell that bound a name decides what it is. Here a test runs on one side, and a name
that it reads may have been bound on the other:

- Before a test runs in the student's process, it is given there what the tests before it bound here: imports
  are made anew, plain values are sent, functions are lent, and their docstring and parameters are told. Only
  names that it may read, and no test's source: hidden tests never enter that process.
- After it has run there, its imports and functions are the instructor's here too. What else it bound is the
  student's process's to tell: a test that asks for it can be forged (MADE_THERE).
- What was given to it, the submission's code may know from then on, and a function it may call: a later test
  that uses it here, as what an answer should be, can be forged too (GIVEN).
"""

from contextlib import suppress
from types import ModuleType

from ..notebook import ownership
from ..notebook.rebuild import Step
from . import student_source
from .namespace import Names
from .session import Session, StudentGone, TooLate

MADE_THERE = (
    "it uses what a test before it made in the submission's process; one that makes that itself is safe"
)
GIVEN = (
    "it uses what the submission's process was given for a test before it;"
    " one that makes that itself, under another name, is safe"
)


class Earlier:
    """ran: cells that bound names, in order: (its source, what it may read; None where it ran here)

    made_there: names that tests bound in the student's process and that only it can tell
    sent, lent: names of values and of functions that it was given
    """

    def __init__(self, line: Session, names: Names):
        self.line, self.names = line, names
        self.ran, self.made_there, self.sent, self.lent = [], set(), set(), set()

    def ran_here(self, source: str) -> None:
        self.ran.append((source, None))
        self.made_there -= ownership.bound(source)
        self.sent -= ownership.bound(source)  # a value of its own now; a function lent can be called for ever

    def is_known_there(self, source: str) -> bool:
        """Whether this test, or a test before it whose names it reads, reads what was given away."""
        if not (self.sent or self.lent):
            return False
        own, bound = ownership.bound(source), self.bound_here()[0]
        read, waiting = set(), [source]
        while waiting:
            new = ownership.read(waiting.pop()) - read
            read |= new
            waiting += {bound[name] for name in new & bound.keys() - own}
        return bool(read & (self.lent | self.sent - own))

    def ran_there(self, step: Step) -> None:
        """What an answer may read is known of the instructor's version of it."""
        self.ran.append((step.cell.source, step.source or step.cell.source))

    def give(self, source: str) -> None:
        """To the student's process, for a test that is to run there."""
        bound, read = self.bound_here()
        wanted = bound.keys() & (read | ownership.read(source)) - self.names.students
        for name in sorted(wanted):  # what a test binds anew of the student's names was sent when it did
            with suppress(StudentGone, TooLate, Exception):  # the test will name what it lacks
                self.give_one(name, bound[name])

    def bound_here(self) -> tuple[dict[str, str], set[str]]:
        """(name -> the test that bound it last, if it did so here; names that cells over there may read)"""
        bound, read = {}, set()
        for source, readers in self.ran:
            if readers is None:
                bound |= dict.fromkeys(ownership.bound(source), source)
            elif len(source) <= student_source.MAX_SOURCE:
                bound = {name: test for name, test in bound.items() if name not in ownership.bound(source)}
            read |= ownership.read(readers or "")
        return bound, read

    def give_one(self, name: str, test: str) -> None:
        value = dict.get(self.names, name)
        statements, _ = ownership.imports([test])
        if name not in ownership.assigned(test) and name in statements:
            self.line.ask("import", statements[name][-1])
        elif isinstance(value, ModuleType):
            self.line.ask("import", f"import {value.__name__} as {name}")
        elif name in self.names:
            (self.lent if callable(value) else self.sent).add(name)
            self.line.ask("put", name, value)

    def taken(self, source: str, tools: str) -> None:
        """From a test that ran in the student's process: its tools have been made here too, if they could."""
        mine = {name for name in ownership.bound(tools) if name in self.names}
        self.names.take_over(mine)
        self.made_there |= ownership.bound(source) - mine
        self.names.leave(ownership.bound(source) - mine)
