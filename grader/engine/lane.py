"""A jailed and a trusted zygote, and the testers that the trusted one has forked: used again while clean.

A request to a tester is one line of JSON, and so is its answer.
"""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .as_json import to_json
from .jail import client, messages
from .jail.client import Student, Zygote, ZygoteError
from .jail.probe import Tier
from .tester.budget import patience_s
from .unit import Job

HERE = Path(__file__).parent
GRACE_S = 15  # the tester keeps the job's limits itself; this is for a tester that hangs
SEND_S, END_S, LOOK_S = 60, 10, 0.5
FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
START_TESTER = "from grader.engine.tester_zygote import main; main()"


@dataclass(frozen=True)
class Modules:
    """What each of the two zygotes of a lane loads before it is asked for anything."""

    jailed: tuple[str, ...]
    trusted: tuple[str, ...]


@dataclass
class Tester:
    """A trusted process that grades one job after another. kind: of which jobs, see kind_of.

    line: requests and answers; owner: its end is the tester's
    """

    kind: tuple
    line: socket.socket
    owner: socket.socket

    def alive(self) -> bool:
        """Nothing to read is the only good news from a process that was asked nothing."""
        self.line.setblocking(False)
        try:
            self.line.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def ask(self, request: dict, total_s: float) -> dict:
        """total_s: what it may compute itself; what it waits for has limits of its own."""
        process, began = Student(self.line, self.owner), time.monotonic()
        self.line.settimeout(SEND_S)
        self.line.sendall(json.dumps(request).encode() + b"\n")
        process.used(began)  # looks; from here on it counts

        def hangs() -> bool:
            passed_s = time.monotonic() - began
            if passed_s < total_s + GRACE_S:
                return False
            used = process.used(began)
            return passed_s > patience_s(total_s) + GRACE_S or bool(used and used.cpu_s > total_s + GRACE_S)

        answer = read_answer(self.line, hangs)
        return answer or {"crashed": "the tester ended without a word", **how_it_ended(process)}

    def close(self) -> None:
        """Kills it, if it still lives."""
        self.line.close()
        self.owner.close()


@dataclass
class Lane:
    """busy: jobs under way; idle: testers that wait for one."""

    tier: Tier
    modules: Modules | None = None
    jailed: Zygote | None = None
    trusted: Zygote | None = None
    busy: int = 0
    idle: list[Tester] = field(default_factory=list)
    closed: bool = False

    def __post_init__(self):
        self.lock = threading.Lock()

    def launch(self, guess: Iterable[str] = ()) -> None:
        """Have both load what every grading needs, and a guess of what else; returns at once."""
        self.jailed = client.start_zygote(HERE / "inside", self.tier.name)
        self.trusted = start_tester_zygote()
        for zygote in (self.jailed, self.trusted):
            client.load_soon(zygote, guess)

    def start(self, modules: Modules) -> None:
        """Both load the libraries at the same time."""
        self.modules = modules
        if not (self.jailed and self.trusted):
            self.launch()
        client.load(self.jailed, modules.jailed)
        with self.jailed.opener() as opener:
            client.load(self.trusted, modules.trusted, (opener.fileno(),))
        client.await_ready(self.jailed)
        client.await_ready(self.trusted)

    def close(self) -> None:
        """Jobs under way end at once, and are not asked again."""
        self.closed = True
        self.end_testers(self.idle)
        self.end_zygotes()

    def end_zygotes(self) -> None:
        for zygote in (self.trusted, self.jailed):
            if zygote:
                if not self.modules:  # it is loading still, and would not notice
                    zygote.process.kill()
                zygote.close()
        self.trusted = self.jailed = None

    def end_testers(self, testers: Iterable[Tester]) -> None:
        for tester in list(testers):
            self.idle.remove(tester)
            tester.close()

    def ask(self, job: Job, folder: str, verdict: tuple[str, str] | None = None) -> dict:
        """Have a tester grade it: {"result": ...}, {"crashed": ...} or {"late": true}.

        verdict: (state, sentence) of a submission that is not run any more
        crashed: where the answers are to blame, not this machine, "signal" says what they did to the tester
        Raises: ZygoteError or OSError if nobody could be asked
        """
        with self.lock:
            self.revive()
            tester = self.free_tester(kind_of(job)) or self.open_tester(kind_of(job))
            self.busy += 1
        answer = {}
        try:
            request = {"job": to_json(job), "folder": folder, "verdict": verdict}
            answer = tester.ask(request, job.settings.total_s)
            return answer
        finally:
            with self.lock:
                self.busy -= 1
                if answer.get("again") and not self.closed:
                    self.idle.append(tester)
                else:
                    tester.close()

    def revive(self) -> None:
        """A zygote that died takes its jobs with it, not the rest of the class."""
        if self.closed:
            raise ZygoteError("the pool is closed")
        if not (self.jailed and self.jailed.alive() and self.trusted.alive()):
            self.end_testers(self.idle)
            self.end_zygotes()
            self.start(self.modules)

    def free_tester(self, kind: tuple) -> Tester | None:
        """An idle one for such jobs. The others go: there are as many testers as jobs under way, no more."""
        self.end_testers(tester for tester in self.idle if tester.kind != kind or not tester.alive())
        return self.idle.pop() if self.idle else None

    def open_tester(self, kind: tuple) -> Tester:
        line, theirs = socket.socketpair()
        owner, owned = messages.pair()
        try:
            messages.send(self.trusted.control, {"open": {}}, (owned.fileno(), theirs.fileno()))
        except OSError:
            line.close()
            owner.close()
            raise
        finally:
            theirs.close()
            owned.close()
        return Tester(kind, line, owner)


def kind_of(job: Job) -> tuple:
    """What jobs of one class have in common: all but whose submission it is; and the source's dates."""
    written = [(path.name, path.stat().st_mtime_ns) for path in sorted(Path(job.source).glob("*.ipynb"))]
    return replace(job, student="", submission=Path(), seed=""), written


def how_it_ended(tester: Student) -> dict:
    """{"signal": ...} of a crash. Not of a SIGKILL or SIGTERM, which come from outside: this machine may have
    run out of memory, or somebody ended us. Nor if its zygote is gone too."""
    try:
        ended = tester.wait(END_S)
    except (ZygoteError, OSError):
        return {}
    theirs = ended.signal and (ended.reason or ended.signal not in FROM_OUTSIDE)
    return {"signal": ended.signal} if theirs else {}


def read_answer(line: socket.socket, hangs: Callable[[], bool]) -> dict | None:
    """One line; None at the end of the stream. {"late": true} if it is asked for in vain."""
    parts, look = [], time.monotonic() + LOOK_S
    while True:
        if time.monotonic() >= look:
            if hangs():
                return {"late": True}
            look = time.monotonic() + LOOK_S
        line.settimeout(LOOK_S)
        try:
            part = line.recv(1 << 20)
        except TimeoutError:
            continue
        except ConnectionResetError:
            part = b""
        if not part:
            return None
        parts.append(part)
        if part.endswith(b"\n"):
            return json.loads(b"".join(parts))


def start_tester_zygote() -> Zygote:
    """Our own interpreter and environment, with one thread for each numerical library.

    Without GPUs, as in the jail: a process that used one cannot be forked, and tests see what answers see.
    """
    package = str(HERE.parent.parent)
    path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    one_thread = dict.fromkeys(client.THREAD_SETTINGS, "1")
    ours = {"PYTHONPATH": path, "MPLBACKEND": "Agg"}
    return client.launch(START_TESTER, HERE, {**os.environ, **client.NO_GPU, **one_thread, **ours})
