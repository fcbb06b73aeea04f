"""The namespace of the instructor's cells: their own names first, the student's on demand.

A dict in which a missing name is asked of the student's process, but only a name that is the student's to
give (see `owners`).
"""

import builtins
from collections.abc import Callable, Iterator, MutableMapping, Set
from typing import Any

from ..notebook import ownership
from ..notebook.notebook_file import Cell
from .proxies import Remote
from .session import Session


class Names(dict):
    """imports: {name: statements} that the source makes outside the cells that run here

    asked: the names that the student's process was asked for
    """

    def __init__(self, line: Session, imports: dict[str, list[str]], stars: list[str]):
        super().__init__(__name__="__main__")
        self.line, self.imports, self.stars = line, imports, stars
        self.instructors, self.students, self.dropped = set(), set(), set()
        self.fetched, self.turn = {}, line.turn
        self.asked = set()

    def hand_over(self, names: Set[str]) -> None:
        """A solution cell has run: what it binds is the student's now."""
        for name in names:
            self.pop(name, None)
        self.instructors -= names
        self.dropped -= names
        self.students |= names

    def take_over(self, names: Set[str]) -> None:
        """An instructor's cell has run: what it binds is never asked of the student, even if it failed."""
        self.instructors |= names
        self.fetched.clear()

    def leave(self, names: Set[str]) -> None:
        """A test has bound these in the student's process: there they are to be asked for, never set."""
        for name in names:
            self.pop(name, None)
        self.instructors -= names
        self.fetched.clear()

    def may_change(self, name: str) -> bool:
        """Whether a test that only reads this name of the instructor's can leave something in it."""
        value = dict.get(self, name)
        return isinstance(value, list | dict | set) or type(value).__module__ == "__main__"

    def __missing__(self, name: str) -> Any:
        if name in self.imports and self._student_has(name) and self._import(name):
            return self[name]
        if name in self.dropped or name in self.instructors or self._is_pythons(name):
            raise KeyError(name)
        if name not in self.students and self._star_import(name):
            return self[name]
        self._forget_old_copies()
        if name not in self.fetched:
            self.fetched[name] = self._fetch(name)
        return self.fetched[name]

    def __setitem__(self, name: str, value: object) -> None:
        """A test that rebinds the student's name means the student's functions to see it."""
        super().__setitem__(name, value)
        if name in self.students and self.line.dead is None:
            self.dropped.discard(name)
            self.line.ask("put", name, value)

    def __delitem__(self, name: str) -> None:
        mine = name in self
        if not mine and (name not in self.students or name in self.dropped):
            raise KeyError(name)
        self.pop(name, None)
        self.fetched.pop(name, None)
        if name in self.students:
            self.dropped.add(name)
            self.line.ask("drop", name)

    def _is_pythons(self, name: str) -> bool:
        return name not in self.students and (hasattr(builtins, name) or name.startswith("__"))

    def _forget_old_copies(self) -> None:
        """The student's code has run since: data may have changed, functions are only stand-ins."""
        if self.turn != self.line.turn:
            self.turn = self.line.turn
            self.fetched = {name: value for name, value in self.fetched.items() if isinstance(value, Remote)}

    def _student_has(self, name: str) -> bool:
        """To import it may be the exercise: a name that they lack is a NameError, as in one process."""
        self._fetch(name)
        return True

    def _fetch(self, name: str) -> Any:
        self.asked.add(name)
        try:
            return self.line.ask("get", name)
        except NameError:
            raise KeyError(name) from None

    def _import(self, name: str) -> bool:
        """Make the instructor's import; False if there is no such module here (the student's own file)."""
        for statement in self.imports[name]:
            made = {}
            try:
                exec(statement, made)
            except ImportError:
                continue
            super().__setitem__(name, made[name])
            return True
        return False

    def _star_import(self, name: str) -> bool:
        for statement in self.stars:
            made = {}
            try:
                exec(statement, made)
            except ImportError:
                continue
            if name in made:
                super().__setitem__(name, made[name])
                return True
        return False


class All(MutableMapping):
    """All names at once: a test may ask whether one is there, and list them."""

    def __init__(self, names: Names):
        self.names = names

    def __getitem__(self, name: str) -> Any:
        return self.names[name]

    def __setitem__(self, name: str, value: object) -> None:
        self.names[name] = value

    def __delitem__(self, name: str) -> None:
        del self.names[name]

    def __iter__(self) -> Iterator[str]:
        yield from list(self.names)
        yield from (name for name in sorted(self.names.students - self.names.keys()) if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def all_of(names: Any) -> Any:
    """`globals()` of a test; what is local stays as it is."""
    return All(names) if isinstance(names, Names) else names


def for_source(line: Session, source_cells: list[Cell], kind_of: Callable[[Cell], str | None]) -> Names:
    """The namespace for one notebook; `kind_of(cell)` says what a source cell is for."""
    elsewhere = [
        cell for cell in source_cells if cell.kind == "code" and kind_of(cell) in ("answer", "manual", None)
    ]
    imports, stars = ownership.imports([cell.source for cell in elsewhere])
    for cell in elsewhere:
        if kind_of(cell) is not None:
            for name in ownership.assigned(cell.source):
                imports.pop(name, None)
    return Names(line, imports, stars)
