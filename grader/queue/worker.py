"""A worker: takes submissions from the queue, grades them in its own warm processes, puts results back.

What it has begun is its own as long as its pulse is in the database. Whoever finds a pulse missing gives back
what that worker held. A worker that finds the server silent cuts its own connections, and begins anew.
"""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import tempfile
import time
import weakref
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import procrastinate
import psycopg
from procrastinate.exceptions import ProcrastinateException

from ..course import CourseError
from ..engine import Result, Unsafe, ZygoteError, probe
from ..engine.pool import in_doubt, usual_jobs
from ..gradebook import ServerAway
from . import parcel, rows
from .app import TASK, rescue, version
from .database import connect, conninfo, explained, prepare
from .gate import Gate
from .scratch import scratch
from .warm import Needs, Warm, needs_of

AGAIN_S = 1  # between two looks for a server that is away
CONNECTIONS = 4  # however many are graded at once: each is used for milliseconds; one more listens
POLL_S = 2  # for work, where a notice was lost
LOST = (psycopg.OperationalError, psycopg.InterfaceError, ProcrastinateException, TimeoutError, ServerAway)
NOT_UNPACKED = (ValueError, TypeError, KeyError, AttributeError, OSError, EOFError, zlib.error)


@dataclass(frozen=True)
class Terms:
    """How a worker works. lease_s: as long without a pulse, and its submissions are given to others.

    until_done: ends when nothing is left to do, for schedulers; say: a line for whoever watches
    """

    url: str
    where: str
    jobs: int = 0
    unsafe: bool = False
    lease_s: float = 30
    until_done: bool = False
    say: Callable[[str], None] = print


def work(terms: Terms) -> None:
    """Until it is told to stop.

    Raises: CourseError if the queue cannot be had; Unsafe if this machine cannot hold a submission
    """
    tier = probe()
    if not tier.safe and not terms.unsafe:
        raise Unsafe(f"{tier.sentence} Not grading untrusted code here. {' '.join(tier.advice)}")
    if tier.unready:
        raise CourseError(tier.unready)
    for library in ("procrastinate", "psycopg.pool"):
        logging.getLogger(library).setLevel(logging.CRITICAL)  # what matters of it, we say
    with explained(terms.where), connect(terms.url) as connection:
        prepare(connection)
    with scratch() as folder:
        warm = Warm(terms.jobs, terms.unsafe, folder)
        try:
            terms.say(f"isolation: {tier.name}. {tier.sentence}")
            while not asyncio.run(Worker(terms, warm, folder, tier.name).serve()):
                terms.say(f"{terms.where} does not answer: waiting for it")
                while not answers(terms):
                    time.sleep(AGAIN_S)
        finally:
            warm.close()


def answers(terms: Terms) -> bool:
    try:
        with explained(terms.where), connect(terms.url) as connection:
            prepare(connection)  # it may be another server, or an older copy
            return True
    except ServerAway:
        return False


class Worker:
    """One spell of work, from a connection to its loss."""

    def __init__(self, terms: Terms, warm: Warm, folder: Path, tier: str):
        self.terms, self.warm, self.folder, self.tier = terms, warm, folder, tier
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.jobs = terms.jobs or usual_jobs()
        self.gate, self.fetching = Gate(), asyncio.Lock()
        self.connections, self.stopping, self.broken = weakref.WeakSet(), False, None

    async def serve(self) -> bool:
        """True when there is no more to do; False when the server was lost.

        Raises: CourseError if this computer cannot grade
        """
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(self.jobs + 2))
        connector = procrastinate.PsycopgConnector(
            conninfo=conninfo(self.terms.url),
            min_size=1,
            max_size=CONNECTIONS,
            timeout=self.terms.lease_s,
            configure=self.remember,
        )
        self.app = procrastinate.App(connector=connector)
        self.app.task(name=TASK)(self.grade)
        try:
            async with self.app.open_async():
                await self.take_part()
        except LOST:
            if not self.stopping:
                return False
        if self.broken:
            raise CourseError(f"the processes that grade cannot be had: {self.broken}")
        return self.stopping

    async def take_part(self) -> None:
        lease_s = self.terms.lease_s
        worker = asyncio.create_task(
            self.app.run_worker_async(
                queues=[version()],
                concurrency=self.jobs,
                fetch_job_polling_interval=min(POLL_S, lease_s),
                update_heartbeat_interval=lease_s / 3,
                stalled_worker_timeout=lease_s,
                delete_jobs="always",
                install_signal_handlers=False,
            )
        )
        beside = [asyncio.create_task(each) for each in (self.pulse(), self.look_after_others())]
        if self.terms.until_done:
            beside.append(asyncio.create_task(self.end_when_done()))
        self.worker = worker
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, self.stop)
        self.terms.say(f"at work for {self.terms.where} as {self.name}, {self.jobs} at a time")
        try:
            await asyncio.wait([worker, *beside], return_when=asyncio.FIRST_COMPLETED)
            if not worker.done() and not self.stopping:
                self.cut()
                worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await worker
        finally:
            for each in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(each)
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
        if self.stopping:
            async with self.connection() as connection:
                await rows.gone(connection, self.name)

    def stop(self) -> None:
        """What was begun is finished. Said twice, it is not: others will."""
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().remove_signal_handler(each)
        if not self.stopping:
            self.stopping = True
            self.worker.cancel()

    async def remember(self, connection: psycopg.AsyncConnection) -> None:
        await connection.set_autocommit(True)
        self.connections.add(connection)

    def cut(self) -> None:
        """A server that says nothing would be waited for, for ever, by whatever asked it."""
        for connection in list(self.connections):
            with contextlib.suppress(OSError, psycopg.Error):
                line = socket.socket(fileno=os.dup(connection.fileno()))
                line.shutdown(socket.SHUT_RDWR)
                line.close()

    def connection(self):
        return self.app.connector.pool.connection()

    async def pulse(self) -> None:
        """Ends when the server was not reached for the length of a lease."""
        while True:
            async with asyncio.timeout(self.terms.lease_s), self.connection() as connection:
                await rows.seen(connection, self.name)
            await asyncio.sleep(self.terms.lease_s / 3)

    async def look_after_others(self) -> None:
        while True:
            await rescue(self.app, self.terms.lease_s)
            await asyncio.sleep(self.terms.lease_s / 2)

    async def end_when_done(self) -> None:
        while True:
            async with self.connection() as connection:
                if await rows.all_finished(connection):
                    self.stop()
                    return
            await asyncio.sleep(POLL_S)

    async def grade(self, key: str) -> None:
        """The library's task."""
        async with self.connection() as connection:
            unit = await rows.take(connection, key, self.name, self.tier)
        if unit is None:
            return
        try:
            result, state = await self.judge(key, unit)
        except ZygoteError as problem:
            self.broken = problem
            self.stop()
            raise
        async with self.connection() as connection:
            kept = await rows.finish(connection, key, result, state, self.name)
        if kept:
            self.terms.say(f"{result.assignment} {result.student}: {state}, {result.seconds:.2f} s")

    async def judge(self, key: str, unit: rows.Taken) -> tuple[Result, str]:
        source = await self.source(unit.source)
        with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as place:
            bare = parcel.unpack_job(unit.job, source, Path(place))
            if unit.poison:
                return rows.parked(bare.assignment, bare.student, unit), "parked"
            try:
                submission = await asyncio.to_thread(parcel.unpack_submission, unit.submission, Path(place))
            except NOT_UNPACKED as problem:
                why = f"What was handed in could not be unpacked ({type(problem).__name__}: {problem})."
                return Result(bare.assignment, bare.student, "grader error", why, (), 0.0), "grader error"
            own = replace(bare.settings, unsafe=self.terms.unsafe)
            job = replace(bare, submission=submission, settings=own)
            await self.load(needs_of(job, unit.needs))
            result = await self.run(key, job, unit)
            return result, result.state

    async def run(self, key, job, unit) -> Result:
        if not unit.suspect:
            async with self.gate.together():
                result = await asyncio.to_thread(self.warm.pool.try_once, job)
            if not in_doubt(result):
                return result
        async with self.gate.alone():
            if unit.suspect:
                async with self.connection() as connection:
                    await rows.begins_alone(connection, key)
                return await asyncio.to_thread(self.warm.pool.grade, job)
            return await asyncio.to_thread(self.warm.pool.try_again, job)

    async def load(self, needs: Needs) -> None:
        if not self.warm.covers(needs):
            async with self.gate.alone():
                if not self.warm.covers(needs):
                    await asyncio.to_thread(self.warm.load, needs)

    async def source(self, name: str) -> Path:
        """The assignment's files, fetched once."""
        folder = self.folder / name
        async with self.fetching:
            if not folder.is_dir():
                async with self.connection() as connection:
                    packed = await rows.source(connection, name)
                making = Path(tempfile.mkdtemp(dir=self.folder))
                await asyncio.to_thread(parcel.unpack_source, packed, making)
                making.rename(folder)
        return folder
