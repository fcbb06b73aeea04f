"""Many submissions at a time, each in processes of its own; a result for each, whatever happens.

A lane is a pair of zygotes, one trusted, one jailed (see forkserver_pair.py). A thread waits for each job.
"""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from .codec import from_json
from .forkserver_pair import Lane, Modules
from .jail.isolation.probe import Tier, probe
from .jail.lifecycle.client import ZygoteError
from .job import Job, Result, Settings

PRELOAD = (
    "numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.testing",
    "torch", "torch.optim", "torch.utils.data",
    "matplotlib.pyplot", "matplotlib.backends.backend_agg", "IPython.display", "IPython.core.logger",
    "ipywidgets", "bdb",
)  # fmt: skip
JOBS_PER_LANE = 4  # a zygote forks one child at a time, about 4 ms each: more jobs would wait for it


class Unsafe(RuntimeError):
    """This machine cannot keep a student's code in, and nobody said that it need not."""


class Early:
    """Lanes whose zygotes load what every grading needs, for a pool that is opened later."""

    def __init__(self, jobs: int, guess: Iterable[str] = ()):
        self.tier, self.lanes = probe(), []
        if self.tier.safe and not self.tier.unready:
            self.lanes = [Lane(self.tier) for _ in range(lanes_for(jobs))]
            for lane in self.lanes:
                lane.launch(guess)

    def take(self) -> list[Lane]:
        taken, self.lanes = self.lanes, []
        return taken


@contextmanager
def early_start(jobs: int = 0, guess: Iterable[str] = ()) -> Iterator[Future]:
    """In the background, for an `open_pool` within the block: meanwhile our caller may import things.

    guess: libraries that this pool will most likely want
    """
    with ThreadPoolExecutor(1) as thread:
        early = thread.submit(Early, jobs or usual_jobs(), guess)
        try:
            yield early
        finally:
            for lane in () if early.exception() else early.result().take():  # nobody came for them
                lane.close()


@contextmanager
def open_pool(
    jobs: int = 0,
    settings: Settings | None = None,
    preload: Iterable[str] = PRELOAD,
    tester_preload: Iterable[str] = (),
    early: Future | None = None,
    course: Iterable[Path] = (),
) -> Iterator["Pool"]:
    """Warm zygotes for `jobs` submissions at a time (0: see usual_jobs), until the block ends.

    preload: imported on both sides; tester_preload: what only the instructor's cells import, never shown to a
    student. A module that is not installed is passed over. early: what `early_start` gave, if it was called.
    course: its folder, then what it keeps from students: out of sight on both sides, wherever it lies.

    Raises: Unsafe; ZygoteError with the reason if the libraries cannot be loaded
    """
    tier = early.result().tier if early else probe()
    unsafe = bool(settings and settings.unsafe)
    if not tier.safe and not unsafe:
        raise Unsafe(f"{tier.sentence} Not grading untrusted code here. {' '.join(tier.advice)}")
    if tier.unready:
        raise ZygoteError(tier.unready)
    jobs = jobs or usual_jobs()
    modules = Modules(tuple(preload), (*preload, *tester_preload), tuple(course), chosen(settings))
    with ThreadPoolExecutor(jobs) as threads:
        lanes = early.result().take() if early else []
        lanes += [Lane(tier) for _ in range(lanes_for(jobs) - len(lanes))]
        pool = Pool(tier, jobs, lanes, threads)
        try:
            pool.start(replace(modules, unsafe=unsafe))
            yield pool
        finally:
            pool.close()


def chosen(settings: Settings | None) -> dict[str, str]:
    """What the instructor's cells may read of our environment, by the course's choice."""
    names = settings.environment if settings else ()
    return {name: os.environ[name] for name in names if name in os.environ}


def usual_jobs() -> int:
    """One more than there are processors: tester and student wait for each other half of the time."""
    return (os.cpu_count() or 1) + 1


def lanes_for(jobs: int) -> int:
    return -(-jobs // JOBS_PER_LANE)


class Pool:
    """tier: what isolation was obtained. grade: one job. grade_all: many, as they finish."""

    def __init__(self, tier: Tier, jobs: int, lanes: list[Lane], threads: ThreadPoolExecutor):
        self.tier, self.jobs, self.lanes, self.threads = tier, jobs, lanes, threads

    def start(self, modules: Modules) -> None:
        """All lanes at once: each loads the libraries for seconds."""
        for started in [self.threads.submit(lane.start, modules) for lane in self.lanes]:
            started.result()

    def grade_all(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """A result for each job, in the order in which they finish; reads `jobs` only as it gets on.

        Those in doubt come last, one after the other: then nothing of ours disturbs them.
        """
        waiting, pending, doubtful = iter(jobs), {}, []
        try:
            while True:
                more = islice(waiting, self.room(pending))
                pending |= {self.threads.submit(self.try_once, job): job for job in more}
                if not pending:
                    break
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    job, result = pending.pop(future), future.result()
                    if in_doubt(result):
                        doubtful.append(job)
                    else:
                        yield result
            for job in doubtful:
                yield self.threads.submit(self.try_again, job).result()
        finally:
            for future in pending:
                future.cancel()

    def room(self, pending: dict[Future, Job]) -> int:
        """Some jobs in reserve, so that no process idles while our caller writes a result down."""
        return 2 * self.jobs + 1 - len(pending)

    def grade(self, job: Job) -> Result:
        result = self.try_once(job)
        return self.try_again(job) if in_doubt(result) else result

    def try_once(self, job: Job) -> Result:
        """Asked again once if the grader failed: machines hiccup. A bad submission is never our error."""
        result = self.grade_once(job)
        return self.grade_once(job) if result.state == "grader error" else result

    def try_again(self, job: Job) -> Result:
        """What comes out now counts. Answers that no tester outlives get a notebook that says so."""
        result = self.grade_once(job)
        if not result.notebooks and in_doubt(result):
            told = self.grade_once(job, (result.state, result.sentence))
            result = told if told.notebooks else result
        return result

    def grade_once(self, job: Job, verdict: tuple[str, str] | None = None) -> Result:
        started = time.monotonic()
        lane = min(self.lanes, key=lambda lane: lane.busy)
        try:
            answer = lane.ask(job, verdict)
        except (ZygoteError, OSError) as problem:
            answer = {"crashed": f"{type(problem).__name__}: {problem}"}
        return result_of(job, answer, time.monotonic() - started)

    def close(self) -> None:
        for lane in self.lanes:
            lane.close()


def in_doubt(result: Result) -> bool:
    """Whether this machine may be to blame: something was stopped by the clock, or a tester was lost."""
    lost = not result.notebooks and result.state in ("timed out", "crashed")
    return lost or any(notebook.by_clock for notebook in result.notebooks)


def result_of(job: Job, answer: dict, seconds: float) -> Result:
    """A tester's word is believed for its own job, and for nothing else."""
    if "result" in answer:
        try:
            result = from_json(Result, answer["result"])
            return replace(result, assignment=job.assignment, student=job.student)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
            answer = {"crashed": f"no result: {type(problem).__name__}: {problem}"}
    if "late" in answer:
        state = "timed out"
        sentence = "The tests of this submission did not come to an end and were stopped."
    elif "signal" in answer:
        state, known = "crashed", answer["signal"] in set(signal.Signals)
        name = signal.Signals(answer["signal"]).name if known else f"signal {answer['signal']}"
        sentence = f"The tests' own process was lost ({name}) when it used this submission's answers."
    else:
        state = "grader error"
        sentence = "The grader itself failed on this submission: its answers are not judged yet."
        sentence = f"{sentence}\n{answer.get('crashed', 'the tester gave no answer')}"
    return Result(job.assignment, job.student, state, sentence, (), seconds)
