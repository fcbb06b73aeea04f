"""The queue's tables, in a schema of their own beside the gradebook's, and connections to them."""

import contextlib
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import procrastinate
import psycopg
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ..course import CourseError
from ..gradebook import said

SCHEMA, LAYOUT = "grader_queue", 1
KEPT_DAYS = 7  # what is written stays so long, for graders in other folders of the same course
# a server that went away without a word is noticed within so many seconds, not after hours
NOTICED = {"connect_timeout": 10, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
NOTICED |= {"tcp_user_timeout": 30_000}


def conninfo(url: str) -> str:
    """The address as libpq wants it; our schema comes first.

    Raises: CourseError if it is no address of a PostgreSQL server
    """
    try:
        asked = conninfo_to_dict(re.sub(r"^postgresql\+\w+:", "postgresql:", url))
    except psycopg.ProgrammingError:  # whose text may hold the password
        raise CourseError(
            "this is no address of a PostgreSQL server, which a queue needs: --db postgresql://user@host/name"
        ) from None
    options = f"{asked.pop('options', '')} -csearch_path={SCHEMA}".strip()
    return make_conninfo(**{**NOTICED, **asked, "options": options})


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(conninfo(url), autocommit=True)


@contextlib.contextmanager
def explained(where: str) -> Iterator[None]:
    """What the server says as one sentence. Raises: ConnectionLost, CourseError"""
    try:
        yield
    except psycopg.Error as error:
        raise said(where, error) from error


def prepare(connection: psycopg.Connection) -> None:
    """The tables, if there are none; without what is long over. Whoever comes in between waits.

    Raises: CourseError if another version of the library made them
    """
    library = procrastinate.__version__.partition(".")[0]
    with connection.transaction():
        lock(connection, "tables")
        if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [SCHEMA]).fetchone():
            connection.execute(f"CREATE SCHEMA {SCHEMA}")
            connection.execute(SchemaManager.get_schema())
            connection.execute((Path(__file__).parent / "schema.sql").read_text())
            connection.execute("INSERT INTO made_by VALUES (%s, %s)", [library, LAYOUT])
        made_by = connection.execute("SELECT library, layout FROM made_by").fetchone()
        if made_by != (library, LAYOUT):
            raise CourseError(
                "the queue in this database was made by another version of the grader. When nobody grades:"
                f" `DROP SCHEMA {SCHEMA} CASCADE`; it holds no scores"
            )
        old = f"now() - interval '{KEPT_DAYS} days'"
        connection.execute(f"DELETE FROM unit WHERE greatest(queued, written) < {old}")
        unused = "NOT EXISTS (SELECT FROM unit WHERE unit.source = source.hash)"
        connection.execute(f"DELETE FROM source WHERE put < {old} AND {unused}")


def lock(connection: psycopg.Connection, *what: str) -> None:
    """Until the transaction ends; others wait."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(*what)])


def lock_number(*what: str) -> int:
    return int.from_bytes(hashlib.sha256(repr(("queue", *what)).encode()).digest()[:8], signed=True)
