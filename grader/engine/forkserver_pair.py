"""A zygote for students and one for testers, and the testers that it has forked: used again while clean.

A request to a tester is one line of JSON, and so is its answer.
"""

import json
import os
import site
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from . import bounds, handover
from .codec import to_json
from .jail import control_channel
from .jail.isolation.libraries import OUR_ROOT, for_testers, installed_libraries
from .jail.isolation.probe import Tier
from .jail.lifecycle import client
from .jail.lifecycle.client import Student, Zygote, ZygoteError
from .job import Job
from .tester.budget import patience_s
from .tester.notebook.files import beside

HERE = Path(__file__).parent
MB = 1 << 20
LARGEST_ANSWER = 512 * MB
KEPT = ("PATH", "LANG", "LANGUAGE", "TZ", "PYTHONHASHSEED", "LD_LIBRARY_PATH")
GRACE_S = 15  # the tester keeps the job's limits itself; this is for a tester that hangs
SEND_S, END_S, LOOK_S = 60, 10, 0.5
FROM_OUTSIDE = (1, 2, 9, 15)  # SIGHUP, SIGINT, SIGKILL, SIGTERM, not all of which Windows has
START_TESTER = "from grader.engine.tester.zygote import main; main()"


@dataclass(frozen=True)
class Modules:
    """What each of the two zygotes of a lane loads before it is asked for anything, and must not see.

    environment: variables for testers; unsafe: testers are not held, for kernels of other languages
    """

    jailed: tuple[str, ...]
    trusted: tuple[str, ...]
    course: tuple[Path, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    unsafe: bool = False


@dataclass
class TesterClient:
    """A process that grades one job after another. kind: of which jobs, see kind_of.

    line: requests and answers; owner: its end is the tester's; served: how many it was given
    """

    kind: tuple
    line: socket.socket
    owner: socket.socket
    served: int = 0

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

    def ask(self, request: dict, files: int, total_s: float) -> dict:
        """The files go with a first byte of their own. total_s: what it may compute itself; what it waits for
        has limits of its own."""
        process, began = Student(self.line, self.owner), time.monotonic()
        self.served += 1
        self.line.settimeout(SEND_S)
        socket.send_fds(self.line, [b"+"], [files])
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
    """busy: jobs under way; idle: testers that wait for one; source: what the last one opened was given."""

    tier: Tier
    modules: Modules | None = None
    jailed: Zygote | None = None
    trusted: Zygote | None = None
    busy: int = 0
    idle: list[TesterClient] = field(default_factory=list)
    closed: bool = False
    source: tuple[tuple, int, int] | None = None

    def __post_init__(self):
        self.lock = threading.Lock()

    def launch(self, guess: Iterable[str] = ()) -> None:
        """Have both load what every grading needs, and a guess of what else; returns at once."""
        self.jailed = client.start_zygote(HERE / "sandboxed", self.tier.name)
        self.trusted = start_tester_zygote(self.tier.name)
        for zygote in (self.jailed, self.trusted):
            client.load_soon(zygote, guess)

    def start(self, modules: Modules) -> None:
        """Both load the libraries at the same time."""
        self.modules = modules
        if not (self.jailed and self.trusted):
            self.launch()
        if modules.unsafe and self.tier.name != "none":
            self.trusted.close()
            self.trusted = start_tester_zygote("none")
        client.load(self.jailed, modules.jailed, course=modules.course)
        with self.jailed.opener() as opener:
            fds = (opener.fileno(),)
            client.load(self.trusted, modules.trusted, fds, modules.course, modules.environment)
        client.await_ready(self.jailed)
        client.await_ready(self.trusted)

    def close(self) -> None:
        """Jobs under way end at once, and are not asked again."""
        self.closed = True
        with self.lock:
            self.end_testers(self.idle)
            self.forget_source()
        self.end_zygotes()

    def end_zygotes(self) -> None:
        for zygote in (self.trusted, self.jailed):
            if zygote:
                if not self.modules:  # it is loading still, and would not notice
                    zygote.process.kill()
                zygote.close()
        self.trusted = self.jailed = None

    def end_testers(self, testers: Iterable[TesterClient]) -> None:
        for tester in list(testers):
            self.idle.remove(tester)
            tester.close()

    def ask(self, job: Job, verdict: tuple[str, str] | None = None) -> dict:
        """Have a tester grade it: {"result": ...}, {"crashed": ...} or {"late": true}.

        verdict: (state, sentence) of a submission that is not run any more
        crashed: where the answers are to blame, not this machine, "signal" says what they did to the tester
        Raises: ZygoteError or OSError if nobody could be asked
        """
        kind, most = kind_of(job), job.settings.reuse
        files = handover.submission_of(job)
        try:
            with self.lock:
                self.revive()
                tester = self.free_tester(kind) or self.open_tester(kind, job)
                self.busy += 1
            answer = {}
            try:
                request = {"job": to_json(job), "verdict": verdict}
                answer = tester.ask(request, files, job.settings.total_s)
                return answer
            finally:
                with self.lock:
                    self.busy -= 1
                    if answer.get("again") is True and tester.served < most and not self.closed:
                        self.idle.append(tester)
                    else:
                        tester.close()
        finally:
            os.close(files)

    def revive(self) -> None:
        """A zygote that died takes its jobs with it, not the rest of the class."""
        if self.closed:
            raise ZygoteError("the pool is closed")
        if not (self.jailed and self.jailed.alive() and self.trusted.alive()):
            self.end_testers(self.idle)
            self.end_zygotes()
            self.start(self.modules)

    def free_tester(self, kind: tuple) -> TesterClient | None:
        """An idle one for such jobs. The others go: there are as many testers as jobs under way, no more."""
        self.end_testers(tester for tester in self.idle if tester.kind != kind or not tester.alive())
        return self.idle.pop() if self.idle else None

    def open_tester(self, kind: tuple, job: Job) -> TesterClient:
        source, size = self.source_for(kind, job)
        room = bounds.of_the_tester(job.settings, len(handover.notebooks_of(job)), size)
        line, theirs = socket.socketpair()
        owner, owned = control_channel.pair()
        request = {"open": {"room": asdict(room)}}
        try:
            control_channel.send(self.trusted.control, request, (owned.fileno(), theirs.fileno(), source))
        except OSError:
            line.close()
            owner.close()
            raise
        finally:
            theirs.close()
            owned.close()
        return TesterClient(kind, line, owner)

    def source_for(self, kind: tuple, job: Job) -> tuple[int, int]:
        """Packed once for all testers of a kind."""
        if self.source is None or self.source[0] != kind:
            self.forget_source()
            self.source = (kind, *handover.source_of(job))
        return self.source[1:]

    def forget_source(self) -> None:
        if self.source:
            os.close(self.source[1])
        self.source = None


def kind_of(job: Job) -> tuple:
    """What jobs of one class have in common: all but whose submission it is; and the source's files."""
    paths = [*handover.notebooks_of(job), *(job.source / name for name in beside(job.source))]
    written = [(path, info.st_mtime_ns, info.st_size) for path in paths for info in [path.stat()]]
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
    parts, size, look = [], 0, time.monotonic() + LOOK_S
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
            return understood(b"".join(parts))
        if (size := size + len(part)) > LARGEST_ANSWER:
            return {"crashed": f"the tester's answer has more than {LARGEST_ANSWER >> 20} MB"}


def understood(line: bytes) -> dict:
    """Whatever a tester says: it has met a student's answers."""
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return {"crashed": f"the tester's answer cannot be read: {problem}"}
    return answer if isinstance(answer, dict) else {"crashed": "the tester's answer cannot be read"}


def start_tester_zygote(tier: str) -> Zygote:
    """Our own interpreter and packages, in a jail like the students', with one thread for each library.

    Without GPUs, as in the jail: a process that used one cannot be forked, and tests see what answers see.
    """
    path = os.pathsep.join(filter(None, [str(OUR_ROOT), os.environ.get("PYTHONPATH")]))
    one_thread = dict.fromkeys(client.THREAD_SETTINGS, "1")
    inherited = dict(os.environ) if tier == "none" else short_environment()
    ours = {"PYTHONPATH": path, "MPLBACKEND": "Agg", **client.NO_GPU, **one_thread}
    zygote = client.launch(START_TESTER, HERE, inherited | ours)
    return client.send_in(zygote, for_testers(installed_libraries()), tier)


def short_environment() -> dict[str, str]:
    """Of our environment what says how and where programs run: no password, no address, no key."""
    kept = {name: text for name, text in os.environ.items() if name in KEPT or name.startswith("LC_")}
    home = {"HOME": "/scratch", "TMPDIR": "/tmp", "MPLCONFIGDIR": "/scratch/.config", "USER": "tester"}
    return {**kept, **home, "IPYTHONDIR": "/scratch/.ipython", "PYTHONUSERBASE": site.getuserbase()}
