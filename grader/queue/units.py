"""The rows of the queue, for those who put submissions in and take results out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import procrastinate
import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from .app import offer, version
from .database import lock

AT_ONCE = 32  # results read at once


@dataclass(frozen=True)
class Unit:
    """What is put in, see schema.sql; the order is the table's."""

    key: str
    assignment: str
    student: str
    source: str
    job: str
    needs: Jsonb
    submission: bytes
    handed_in: datetime | None


@dataclass(frozen=True)
class Finished:
    """What comes out. result: as JSON, compressed; also of what was parked, with the reason"""

    key: str
    state: str
    result: bytes
    worker: str
    tier: str | None


def put_source(connection: psycopg.Connection, name: str, files: bytes) -> None:
    """Once for each version: its bytes travel only if they are not there."""
    again = connection.execute("UPDATE source SET put = now() WHERE hash = %s", [name])
    if not again.rowcount:
        connection.execute("INSERT INTO source VALUES (%s, %s) ON CONFLICT DO NOTHING", [name, files])


def put(connection: psycopg.Connection, app: procrastinate.App, units: Sequence[Unit], retry: bool) -> None:
    """All of them or none. What is there already stays; retry: but for what no verdict came of."""
    with connection.transaction():
        lock(connection, "put")
        if retry:
            failed = "state IN ('parked', 'grader error') AND written IS NOT NULL"
            connection.execute(f"DELETE FROM unit WHERE key = ANY(%s) AND {failed}", [[u.key for u in units]])
        with connection.cursor() as cursor:
            names = "key, assignment, student, source, job, needs, submission, handed_in"
            cursor.executemany(
                f"INSERT INTO unit ({names}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [tuple(vars(unit).values()) for unit in units],
            )
        offer(app, unknown(connection, [unit.key for unit in units]), connection)


def offer_again(connection: psycopg.Connection, app: procrastinate.App, keys: Sequence[str]) -> None:
    """Whatever became of the library's rows, no unit is forgotten."""
    if unknown(connection, keys):
        with connection.transaction():
            lock(connection, "put")
            offer(app, unknown(connection, keys), connection)


def unknown(connection: psycopg.Connection, keys: Sequence[str]) -> list[str]:
    """Unfinished units that no worker has, and none will get."""
    waits = "SELECT FROM procrastinate_jobs WHERE queueing_lock = unit.key AND status ="
    found = connection.execute(
        "SELECT key FROM unit WHERE key = ANY(%s) AND state IS NULL"
        f" AND NOT EXISTS ({waits} 'todo') AND NOT EXISTS ({waits} 'doing') ORDER BY array_position(%s, key)",
        [list(keys), list(keys)],
    )
    return [key for (key,) in found]


def finished(connection: psycopg.Connection, keys: Iterable[str]) -> list[Finished]:
    """Some of those that are finished, the earlier ones first."""
    with connection.cursor(row_factory=class_row(Finished)) as cursor:
        return cursor.execute(
            "SELECT key, state, result, worker, tier FROM unit WHERE key = ANY(%s) AND state IS NOT NULL"
            " ORDER BY run LIMIT %s",
            [list(keys), AT_ONCE],
        ).fetchall()


def workers_alive(connection: psycopg.Connection, silent_s: float) -> int:
    """Of our version: each keeps the name of the queue that it serves."""
    found = connection.execute(
        "SELECT count(*) FROM worker WHERE queue = %s AND seen > now() - make_interval(secs => %s)",
        [version(), silent_s],
    ).fetchone()
    return found[0]
