"""The queue itself, by procrastinate: a row a job, taken by one worker, whose heartbeat is its lease.

pgqueuer was tried beside it under `kill -9` (three workers, each killed once, 60 jobs). Neither lost a job,
provided that with procrastinate somebody gives back what a dead worker held, which `rescue` does: without it
7 of 60 stayed "doing" for good (its issue 1518). pgqueuer gives jobs back itself, but did 5 a second where
procrastinate did 71: with psycopg, its queries wait for its listener. It also brings twice as much along.
"""

import contextlib
import functools
import hashlib
import platform
from pathlib import Path

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

TASK = "grade"
GRADER = Path(__file__).parents[1]
ROOMS_THAT_GRADE = ("engine", "checks", "exercises", "reference", "queue")


@functools.cache
def version() -> str:
    """Of the code that grades: a worker takes only what its own version has put in."""
    made = hashlib.sha256(platform.python_version().rpartition(".")[0].encode())
    for room in ROOMS_THAT_GRADE:
        for file in sorted((GRADER / room).rglob("*.py")):
            made.update(file.read_bytes())
    return f"grader-{made.hexdigest()[:12]}"


def offer(app: procrastinate.App, keys, connection) -> None:
    """Let workers know of these units, in the connection's transaction; each key waits once at a time."""
    jobs = [
        Job(queue=version(), lock=None, queueing_lock=key, task_name=TASK, task_kwargs={"key": key})
        for key in keys
    ]
    if jobs:
        app.job_manager.batch_defer_jobs(jobs, connection)


async def rescue(app: procrastinate.App, silent_s: float) -> int:
    """Give back what workers held that have been silent for so long; how many jobs."""
    stalled = list(await app.job_manager.get_stalled_jobs(queue=version(), seconds_since_heartbeat=silent_s))
    for job in stalled:
        with contextlib.suppress(ConnectorException):  # another worker was faster
            await app.job_manager.retry_job(job)
    return len(stalled)
