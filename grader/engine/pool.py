"""Many submissions at a time, each in processes of its own; a result for each, whatever happens.

A lane is a pair of zygotes, one trusted, one jailed. A thread here waits for each job under way.
"""

import json
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from .as_json import from_json, to_json
from .jail import client, messages
from .jail.client import Zygote, ZygoteError
from .jail.probe import Tier, probe
from .unit import Job, Result, Settings

HERE = Path(__file__).parent
PRELOAD = (
    "numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.testing",
    "torch", "torch.optim", "torch._dynamo", "torch.utils.data",
    "matplotlib.pyplot", "matplotlib.backends.backend_agg", "IPython.display", "IPython.core.logger",
    "ipywidgets", "bdb",
)  # fmt: skip
JOBS_PER_LANE = 4  # a zygote forks one child at a time, about 4 ms each: more jobs would wait for it
GRACE_S = 15  # the tester keeps the job's total itself; this is for a tester that hangs
START_TESTER = "from grader.engine.tester_zygote import main; main()"


class Unsafe(RuntimeError):
    """This machine cannot keep a student's code in, and nobody said that it need not."""


@contextmanager
def open_pool(
    jobs: int = 0,
    settings: Settings | None = None,
    preload: Iterable[str] = PRELOAD,
    allow_unsafe: bool = False,
    tester_preload: Iterable[str] = (),
) -> Iterator["Pool"]:
    """Warm zygotes for `jobs` submissions at a time (0: one for each processor), until the block ends.

    preload: imported on both sides; tester_preload: what only the instructor's cells import, never shown to a
    student. A module that is not installed is passed over.
    """
    tier = probe()
    if not tier.safe and not (allow_unsafe or (settings and settings.unsafe)):
        raise Unsafe(f"{tier.sentence} Not grading untrusted code here. {' '.join(tier.advice)}")
    jobs = jobs or os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="grading-") as folder, ThreadPoolExecutor(jobs) as threads:
        modules = Modules(tuple(preload), (*preload, *tester_preload))
        pool = Pool(tier, jobs, modules, Path(folder), threads)
        try:
            yield pool
        finally:
            pool.close()


@dataclass(frozen=True)
class Modules:
    """What each of the two zygotes of a lane loads before it is asked for anything."""

    jailed: tuple[str, ...]
    trusted: tuple[str, ...]


class Pool:
    """tier: what isolation was obtained. grade: one job. grade_all: many, as they finish."""

    def __init__(self, tier: Tier, jobs: int, modules: Modules, folder: Path, threads: Executor):
        self.tier, self.jobs, self.folder, self.threads = tier, jobs, folder, threads
        lanes = -(-jobs // JOBS_PER_LANE)
        self.lanes = [Lane(tier, modules) for _ in range(lanes)]
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self) -> None:
        """All lanes at once: each loads the libraries for seconds."""
        for started in [self.threads.submit(lane.start) for lane in self.lanes]:
            started.result()

    def grade_all(self, jobs: Iterable[Job], executor: Executor | None = None) -> Iterator[Result]:
        """A result for each job, in the order in which they finish; reads `jobs` only as it gets on."""
        executor, waiting, pending = executor or self.threads, iter(jobs), set()
        try:
            while True:
                more = islice(waiting, self.room(pending))
                pending |= {executor.submit(self.grade, job) for job in more}
                if not pending:
                    return
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in pending:
                future.cancel()

    def room(self, pending: set[Future]) -> int:
        """Some jobs in reserve, so that no process idles while our caller writes a result down."""
        return 2 * self.jobs + 1 - len(pending)

    def grade(self, job: Job) -> Result:
        """Asked again once if the tester crashed: machines hiccup. A bad submission is never our error."""
        result = self.grade_once(job)
        return self.grade_once(job) if result.state == "grader error" else result

    def grade_once(self, job: Job) -> Result:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            lane = min(self.lanes, key=lambda lane: lane.busy)
            try:
                answer = lane.ask(job, folder, job.settings.total_s + GRACE_S)
            except (ZygoteError, OSError) as problem:
                answer = {"crashed": f"{type(problem).__name__}: {problem}"}
        return result_of(job, answer, time.monotonic() - started)

    def close(self) -> None:
        for lane in self.lanes:
            lane.close()


def result_of(job: Job, answer: dict, seconds: float) -> Result:
    if "result" in answer:
        return from_json(Result, answer["result"])
    if "late" in answer:
        sentence = f"Grading took longer than {job.settings.total_s:g} s in all and was stopped."
        return Result(job.assignment, job.student, "timed out", sentence, (), seconds)
    sentence = "The grader itself failed on this submission: its answers are not judged yet."
    details = f"{sentence}\n{answer['crashed']}"
    return Result(job.assignment, job.student, "grader error", details, (), seconds)


@dataclass
class Lane:
    """A jailed and a trusted zygote; the children of the trusted one ask the jailed one for students."""

    tier: Tier
    modules: Modules
    jailed: Zygote | None = None
    trusted: Zygote | None = None
    busy: int = 0
    closed: bool = False

    def __post_init__(self):
        self.lock = threading.Lock()

    def start(self) -> None:
        """Both load the libraries at the same time."""
        self.jailed = client.start_zygote(HERE / "inside", self.modules.jailed, self.tier.name)
        self.trusted = start_tester(self.modules.trusted, self.jailed)
        client.await_ready(self.jailed)
        client.await_ready(self.trusted)

    def close(self) -> None:
        """Jobs under way end at once, and are not asked again."""
        self.closed = True
        self.end_zygotes()

    def end_zygotes(self) -> None:
        for zygote in (self.trusted, self.jailed):
            if zygote:
                zygote.close()

    def ask(self, job: Job, folder: str, patience_s: float) -> dict:
        """Have a fresh tester grade it: {"result": ...}, {"crashed": ...} or {"late": true}."""
        with self.lock:
            self.revive()
            line, owner = self.open_tester({"job": to_json(job), "folder": folder})
            self.busy += 1
        try:
            return read_answer(line, time.monotonic() + patience_s)
        finally:
            line.close()
            owner.close()  # kills it, if it still lives
            with self.lock:
                self.busy -= 1

    def revive(self) -> None:
        """A zygote that died takes its jobs with it, not the rest of the class."""
        if self.closed:
            raise ZygoteError("the pool is closed")
        if not (self.jailed.alive() and self.trusted.alive()):
            self.end_zygotes()
            self.start()

    def open_tester(self, request: dict) -> tuple[socket.socket, socket.socket]:
        line, theirs = socket.socketpair()
        owner, owned = messages.pair()
        messages.send(self.trusted.control, {"open": request}, (owned.fileno(), theirs.fileno()))
        theirs.close()
        owned.close()
        return line, owner


def read_answer(line: socket.socket, deadline: float) -> dict:
    """All that it says until it hangs up; a total deadline, because each single read may be quick."""
    parts = []
    while (left := deadline - time.monotonic()) > 0:
        line.settimeout(left)
        try:
            part = line.recv(1 << 20)
        except TimeoutError:
            break
        if not part:
            return json.loads(b"".join(parts)) if parts else {"crashed": "the tester ended without a word"}
        parts.append(part)
    return {"late": True}


def start_tester(preload: tuple[str, ...], jailed: Zygote) -> Zygote:
    """Our own interpreter and environment, with one thread for each numerical library."""
    package = str(HERE.parent.parent)
    path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    one_thread = dict.fromkeys(client.THREAD_SETTINGS, "1")
    environment = {**os.environ, **one_thread, "PYTHONPATH": path, "MPLBACKEND": "Agg"}
    with jailed.opener() as opener:
        zygote = client.launch(START_TESTER, HERE, environment)
        messages.send(zygote.control, {"preload": list(preload)}, (opener.fileno(),))
        return zygote
