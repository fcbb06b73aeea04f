"""`grader autograde --queue`: a plan's jobs go into the queue, results come out, wherever they were graded.

Several of these may be at work on one assignment. What one has put in, the others find; each writes its own
folder, and the rows of the gradebook are written by whoever holds a result first.
"""

import json
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC
from itertools import islice

import procrastinate
from psycopg.types.json import Jsonb
from sqlalchemy import text

from ..autograde import (
    Alone,
    Choices,
    Listener,
    Outcome,
    Plan,
    grade_assignment,
    libraries,
    refuse_unseen,
    tester_libraries,
)
from ..course import Course, fingerprint, private_folders
from ..engine import Result
from ..engine.codec import from_json
from ..engine.job import Job
from ..gradebook import ServerAway, place
from . import parcel, units
from .database import SCHEMA, connect, explained, lock_number, prepare

PUT = 64  # submissions put in at once
LOOKED_FOR = 500  # results that are looked for at once: workers take them in this order
IDLE_S, RESTING_S = 0.05, 1.0  # from the shortest to the longest pause between two looks
AGAIN_S = 1.0
LOST_S = 5.0  # after so long without a result, whatever is lost is put in again
TIMES = ("handed_in", "queued", "taken", "run", "written")


class QueueListener(Listener):
    """What a run with workers tells besides."""

    def graded_by(self, worker: str) -> None:
        """The next result comes from this worker."""

    def waiting_for_workers(self, workers: int, left: int) -> None:
        """No result for a while."""

    def away(self, sentence: str) -> None:
        """The server does not answer; the run waits for it."""


def grade_by_workers(course: Course, assignment: str, choices: Choices, listener: QueueListener) -> Outcome:
    """As `grade_assignment`, by whoever works at the queue in the gradebook's database.

    Raises: CourseError with the sentence for a teacher
    """
    where, begun = place(course), False
    while True:
        try:
            with explained(where), closing(connect(course.db_url)) as connection:
                prepare(connection)
                share_secret(course, connection)
                workers = queue_of(connection, listener, retry=not begun)
                begun = True
                return grade_assignment(course, assignment, choices, listener, workers)
        except ServerAway as error:
            if not begun:
                raise
            listener.away(str(error))
            time.sleep(AGAIN_S)


def share_secret(course: Course, connection) -> None:
    """Tests draw the same inputs for a submission, whichever folder it is put in from."""
    ours, name = fingerprint.course_secret(course.state).hex(), course.dirs.course_id
    connection.execute("INSERT INTO secret VALUES (%s, %s) ON CONFLICT DO NOTHING", [name, ours])
    (theirs,) = connection.execute("SELECT seed FROM secret WHERE course = %s", [name]).fetchone()
    if theirs != ours:
        fingerprint.take_secret(course.state, theirs)


def queue_of(connection, listener: QueueListener, retry: bool):
    """For `grade_assignment`. retry: what failed before is tried again"""

    @contextmanager
    def graders(plan: Plan, choices: Choices):
        refuse_unseen(plan, private_folders(plan.course))
        queue = Queue(plan, connection, listener, retry)
        yield queue, queue.others

    return graders


class Tier:
    """What holds a submission, by the word of each worker that has graded one so far."""

    sentence = "Submissions are graded by the workers of this queue; each says what holds them there."

    def __init__(self):
        self.said = set()

    @property
    def name(self) -> str:
        return ", ".join(sorted(self.said)) or "that of each worker"


class Queue:
    """What a pool offers, by workers elsewhere."""

    def __init__(self, plan: Plan, connection, listener: QueueListener, retry: bool):
        self.plan, self.connection, self.listener, self.retry = plan, connection, listener, retry
        self.app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        self.tier, self.keys = Tier(), {}
        self.others = Others(plan.master.assignment, self.keys)
        self.needs = {"both": libraries(plan), "tests": tester_libraries(plan)}
        self.handed_in = {s.student: s.timestamp.replace(tzinfo=UTC) for s in plan.todo if s.timestamp}
        files = parcel.pack_source(plan.master.folder)
        self.source = parcel.digest(files)
        units.put_source(connection, self.source, files)

    def grade(self, job: Job) -> Result:
        return next(self.grade_all([job]))

    def grade_all(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """A result for each, as they come; jobs are put in meanwhile."""
        jobs, pending, pause, since = iter(jobs), {}, IDLE_S, time.monotonic()
        while True:
            more = list(islice(jobs, PUT))
            pending |= self.put(more)
            for done in units.finished(self.connection, islice(pending, LOOKED_FOR)):
                pause, since = IDLE_S, time.monotonic()
                yield self.result_of(pending.pop(done.key), done)
            if not more:
                if not pending:
                    return
                if time.monotonic() - since > LOST_S:
                    since = self.look(pending)
                time.sleep(pause)
                pause = min(2 * pause, RESTING_S)

    def put(self, jobs: list[Job]) -> dict[str, Job]:
        """key -> job, the new ones in the queue."""
        made = [self.unit_of(job) for job in jobs]
        self.keys |= {unit.student: unit.key for unit in made}
        if made:
            units.put(self.connection, self.app, made, self.retry)
        return {unit.key: job for unit, job in zip(made, jobs, strict=True)}

    def unit_of(self, job: Job) -> units.Unit:
        """Its key holds what was handed in by content (`prints`): a copy's files have other dates."""
        text = parcel.pack_job(job)
        depends = self.plan.prints.get(job.student, self.plan.version), self.plan.run, self.source, text
        return units.Unit(
            key=parcel.digest(json.dumps(depends).encode()),
            assignment=job.assignment,
            student=job.student,
            source=self.source,
            job=text,
            needs=Jsonb(self.needs),
            submission=parcel.pack_submission(job),
            handed_in=self.handed_in.get(job.student),
        )

    def look(self, pending) -> float:
        units.offer_again(self.connection, self.app, list(islice(pending, LOOKED_FOR)))
        self.listener.waiting_for_workers(units.workers_alive(self.connection, 3 * LOST_S), len(pending))
        return time.monotonic()

    def result_of(self, job: Job, done: units.Finished) -> Result:
        """A worker's word is believed for its own job, and for nothing else."""
        self.tier.said.add(done.tier)
        self.listener.graded_by(done.worker)
        try:
            result = from_json(Result, zlib.decompress(done.result))
            return replace(result, assignment=job.assignment, student=job.student)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, zlib.error) as problem:
            why = f"The worker {done.worker} sent no result ({type(problem).__name__}: {problem})."
            return Result(job.assignment, job.student, "grader error", why, (), 0.0)


class Others(Alone):
    """The graders in other folders. keys: student -> the unit whose verdict is theirs"""

    def __init__(self, assignment: str, keys: dict[str, str]):
        self.assignment, self.keys = assignment, keys

    def already_written(self, gb, students) -> set[str]:
        """One stores at a time; who falls silent in the middle of it is cut off by the server."""
        number = lock_number("store", self.assignment)
        gb.db.execute(text("SET LOCAL idle_in_transaction_session_timeout = '60s'"))
        gb.db.execute(text(f"SELECT pg_advisory_xact_lock({number})"))
        query = f"SELECT student FROM {SCHEMA}.unit WHERE key = ANY(:keys) AND written IS NOT NULL"
        return {student for (student,) in gb.db.execute(text(query), {"keys": self.of(students)})}

    def written(self, gb, students) -> dict[str, dict]:
        """Its five times: handed in, queued, taken, run, written. Part of the transaction that writes it."""
        update = (
            f"UPDATE {SCHEMA}.unit SET written = clock_timestamp() WHERE key = ANY(:keys) AND written IS NULL"
        )
        gb.db.execute(text(update), {"keys": self.of(students)})
        query = f"SELECT student, worker, {', '.join(TIMES)} FROM {SCHEMA}.unit WHERE key = ANY(:keys)"
        found = gb.db.execute(text(query), {"keys": self.of(students)})
        return {student: {"worker": by, "times": in_words(times)} for student, by, *times in found}

    def of(self, students) -> list[str]:
        return [self.keys[student] for student in students]


def in_words(times) -> dict[str, str]:
    said = [time.isoformat(timespec="milliseconds") if time else "" for time in times]
    return dict(zip(TIMES, said, strict=True))
