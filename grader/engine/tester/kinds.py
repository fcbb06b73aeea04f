"""What the tester knows of the jail: a student's process, how it ended and what it has used.

The classes are the jail's (jail/lifecycle/client.py, jail/limits.py), which the tester's rooms do not import.
"""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from ..job import State

Ended = tuple[str, int, str, str]
"""How a kernel's cells ended: "late" or "dead", in which cell; where late: whose time it was ("cell" or
"total"), and why (see budget.Late)."""


class Used(Protocol):
    @property
    def cpu_s(self) -> float: ...

    @property
    def idle_s(self) -> float: ...


class Exit(Protocol):
    @property
    def reason(self) -> str | None: ...

    @property
    def signal(self) -> int | None: ...


class Student(Protocol):
    @property
    def sock(self) -> socket.socket: ...

    def kill(self) -> None: ...

    def wait(self) -> Exit: ...

    def used(self, since: float) -> Used | None: ...

    def interrupt(self) -> None: ...


Foregone = tuple[State, str]  # of a submission that is not to be run: its state, a sentence
OpenStudent = Callable[[Path | None], AbstractContextManager[Student]]
