"""What a worker does with a row of the queue: single statements, of which a kill leaves no half."""

import zlib
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row

from ..engine.codec import to_json
from ..engine.job import Result
from .app import version

SUSPECT = 3  # begun with so many times: from here on it is graded alone
MOST_ALONE = 3  # and so many times its worker was lost: no more


@dataclass(frozen=True)
class Taken:
    source: str
    job: str
    needs: dict
    submission: bytes
    takes: int
    alone: int

    @property
    def suspect(self) -> bool:
        return self.takes >= SUSPECT

    @property
    def poison(self) -> bool:
        return self.alone >= MOST_ALONE


async def take(connection: AsyncConnection, key: str, worker: str, tier: str) -> Taken | None:
    """None if it is finished already. The engine's word for what was lost on the way is `takes`."""
    async with connection.cursor(row_factory=class_row(Taken)) as cursor:
        await cursor.execute(
            "UPDATE unit SET taken = now(), takes = takes + 1, worker = %s, tier = %s"
            " WHERE key = %s AND state IS NULL"
            " RETURNING source, job, needs, submission, takes, alone",
            [worker, tier, key],
        )
        return await cursor.fetchone()


async def source(connection: AsyncConnection, name: str) -> bytes:
    cursor = await connection.execute("SELECT files FROM source WHERE hash = %s", [name])
    return (await cursor.fetchone())[0]


async def begins_alone(connection: AsyncConnection, key: str) -> None:
    await connection.execute("UPDATE unit SET alone = alone + 1 WHERE key = %s", [key])


async def finish(connection: AsyncConnection, key: str, result: Result, state: str, worker: str) -> bool:
    """The first result counts; the bytes that were handed in are needed no more."""
    done = await connection.execute(
        "UPDATE unit SET run = now(), state = %s, result = %s, worker = %s, submission = ''"
        " WHERE key = %s AND state IS NULL",
        [state, zlib.compress(to_json(result).encode(), 1), worker, key],
    )
    return bool(done.rowcount)


async def seen(connection: AsyncConnection, worker: str) -> None:
    await connection.execute(
        "INSERT INTO worker VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET seen = now()",
        [worker, version()],
    )


async def gone(connection: AsyncConnection, worker: str) -> None:
    await connection.execute("DELETE FROM worker WHERE name = %s", [worker])


async def all_finished(connection: AsyncConnection) -> bool:
    cursor = await connection.execute("SELECT NOT EXISTS (SELECT FROM unit WHERE state IS NULL)")
    return (await cursor.fetchone())[0]


def parked(job_assignment: str, student: str, unit: Taken) -> Result:
    sentence = (
        f"Its grading ended its worker {unit.takes - 1} times, {unit.alone} of them while nothing else was"
        " graded there: it is not judged, and a person must look at it."
    )
    return Result(job_assignment, student, "grader error", sentence, (), 0.0)
