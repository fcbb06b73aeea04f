"""The tests' end of the line: open a jailed child, have it run code, read what that printed."""

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.engine.jail.lifecycle.client import (
    Student,
    ZygoteError,
    await_ready,
    load,
    open_student,
    start_zygote,
)
from grader.engine.jail.limits import Limits

PATIENCE_S = 300  # no verdict depends on it
SMALL = Path(__file__).parent / "small" / "sandboxed"


@dataclass
class Said:
    """out: what it printed; error: what it raised. gone: the child ended instead of answering."""

    out: str = ""
    error: str | None = None
    gone: bool = False


@dataclass
class Room:
    student: Student

    def run(self, code: str, patience_s: float = PATIENCE_S) -> Said:
        """Raises TimeoutError if there is no answer in time."""
        self.student.sock.settimeout(patience_s)
        try:
            self.student.sock.sendall(json.dumps(code).encode() + b"\n")
            answer = self.read_line()
        except ConnectionError:
            answer = b""
        return Said(**json.loads(answer)) if answer else Said(gone=True)

    def read_line(self) -> bytes:
        answer = b""
        while not answer.endswith(b"\n"):
            part = self.student.sock.recv(1 << 16)
            if not part:
                return b""
            answer += part
        return answer

    def leave(self):
        """Let it end by itself; how it did."""
        self.student.sock.close()
        return self.student.wait(PATIENCE_S)


def eventually(condition, patience_s=PATIENCE_S):
    """For what happens by itself, soon: true as soon as the condition is."""
    deadline = time.monotonic() + patience_s
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def runs(pid):
    """Whether a process is there and not only its entry, which stays until its parent has looked."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@contextmanager
def small_zygote(preload=(), tier="full", course=()):
    zygote = start_zygote(SMALL, tier)
    load(zygote, preload, course=course)
    try:
        yield await_ready(zygote)
    finally:
        zygote.close()


@contextmanager
def open_room(zygote, files=None, **limits):
    with open_student(zygote.control, Limits(**limits), files) as student:
        yield Room(student)


__all__ = [
    "SMALL",
    "Limits",
    "Room",
    "Said",
    "ZygoteError",
    "eventually",
    "open_room",
    "open_student",
    "runs",
    "small_zygote",
]
