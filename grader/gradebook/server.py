"""A gradebook on a PostgreSQL server. Several computers may write it at once: the server keeps them apart,
by advisory locks, which it takes back itself when a grader ends or dies."""

import contextlib
import hashlib
import re
from collections.abc import Iterator

from nbgrader import api
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, IntegrityError

from ..course import CourseError

PATIENCE_S = 20  # to connect, and for a table that another program holds
OURS = ("postgresql://", "postgresql+psycopg://", "postgresql+psycopg2://")  # that take connect_timeout
WRITTEN = "student, submitted_assignment, submitted_notebook, grade, comment"

# what PostgreSQL says (a pattern), and what a teacher can do about it
SENTENCES = (
    (r"database .* does not exist", "there is no such database: create it (`createdb`), or correct its name"),
    (r"password authentication failed", "wrong password: correct it in ~/.pgpass or in PGPASSWORD"),
    (r"no password supplied", "a password is needed: put it into ~/.pgpass or into PGPASSWORD"),
    (r"role .* does not exist", "there is no such user: correct the name, or create it (`createuser`)"),
    (r"pg_hba.conf", "it does not let this computer in: ask its administrator"),
    (r"permission denied|must be owner", "this user may not write there: ask the owner to grant it"),
    (r"read-only|during recovery", "it is read-only: give the address of the server that takes changes"),
    (r"lock timeout", "it is locked by another program: wait for that to finish, and run this again"),
    (
        r"starting up|shutting down|recovery mode|not yet accepting|too many clients|connection slots",
        "wait a little, and run this again",
    ),
    (
        r"refused|could not translate|resolve|timeout expired|no such file|unreachable|no route",
        "no PostgreSQL server answers there: start it, or correct the address",
    ),
    (r"connection failed|could not connect", "correct the address, or ask the server's administrator"),
    (
        r"terminating connection|closed the connection|connection is (closed|lost)|consuming input",
        "the connection was lost: run this again, what was graded is kept",
    ),
)

# of these, what a run that has begun can wait for
AWAY = (
    r"terminating connection|closed the connection|connection is (closed|lost)|consuming input|starting up"
    r"|shutting down|recovery mode|not yet accepting|refused|timeout expired|no such file|unreachable"
    r"|connection timed out|reset by peer|couldn't get a connection"
)


class ServerAway(CourseError):
    """The server does not answer just now; what was committed is kept."""


def is_server(url: str) -> bool:
    return url.startswith("postgresql")


def patient(url: str) -> str:
    """The same address with a limit: a server that never answers would hold the command for minutes."""
    if not url.startswith(OURS) or "connect_timeout=" in url:
        return url
    return url + ("&" if "?" in url else "?") + f"connect_timeout={PATIENCE_S}"


def create(url: str, course_id: str, version: str) -> None:
    """The schema if there is none, and the course's row: whole or not at all, whoever comes in between."""
    engine = create_engine(patient(url))
    try:
        with engine.begin() as connection:
            connection.execute(_take("schema"))
            if not inspect(connection).get_table_names():
                api.Base.metadata.create_all(connection)
                connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
                connection.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": version})
            if connection.scalar(select(api.Course.id).where(api.Course.id == course_id)) is None:
                connection.execute(insert(api.Course).values(id=course_id).on_conflict_do_nothing())
    finally:
        engine.dispose()


@contextlib.contextmanager
def reserved_assignment(gb, assignment: str, where: str, together=False) -> Iterator[None]:
    """One grader an assignment, from whichever computer; or several that work together.

    Raises: CourseError if another one is at work on it
    """
    if gb.engine.dialect.name != "postgresql":
        yield
        return
    connection = gb.engine.connect()  # held open: the lock lasts as long as its transaction
    try:
        if not connection.scalar(_take("assignment", assignment, attempt=True, shared=together)):
            raise CourseError(
                f"another grader is at work on {assignment!r} in {where}: wait until it has finished"
            )
        yield
    finally:
        with contextlib.suppress(DBAPIError):  # lost meanwhile, and the lock with it
            connection.close()


def reserve_roster(gb) -> None:
    """Until the next commit nobody else adds students; two graders may meet the same new ones."""
    if gb.engine.dialect.name == "postgresql":
        gb.db.execute(_take("roster"))


def check_writable(gb) -> None:
    with gb.engine.connect() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_S}s'"))
        connection.execute(text(f"LOCK TABLE {WRITTEN} IN ROW EXCLUSIVE MODE"))
        connection.rollback()


def said(where: str, error: Exception) -> CourseError:
    """What the server said, by SQLAlchemy or by the driver itself, and what can be done."""
    clashed, error = isinstance(error, IntegrityError), getattr(error, "orig", error)
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    what = re.sub(r"^.*(FATAL|ERROR): +", "", lines[0]) if lines else type(error).__name__
    if clashed:
        return CourseError(
            f"{where} was changed by another program at the same moment: run this again ({what})"
        )
    advice = "if nbgrader was upgraded, back the database up and run `nbgrader db upgrade`"
    known = [meant for pattern, meant in SENTENCES if re.search(pattern, " ".join(lines), re.IGNORECASE)]
    kind = ServerAway if re.search(AWAY, " ".join(lines), re.IGNORECASE) else CourseError
    return kind(f"{where} failed ({what}): {[*known, advice][0]}")


def _take(*what, attempt=False, shared=False):
    """A lock, until the transaction ends. Advisory locks are numbers, each database has its own."""
    key = int.from_bytes(hashlib.sha256(repr(("grader", *what)).encode()).digest()[:8], signed=True)
    return text(f"SELECT pg_{'try_' * attempt}advisory_xact_lock{'_shared' * shared}({key})")
