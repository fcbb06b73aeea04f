"""Open nbgrader's gradebook safely: the right version, writable, ours alone while we write."""

import contextlib
import os
import re
import tempfile

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from nbgrader import api
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from ..course import Course, CourseError, gradebook_file
from . import server

PATIENCE_S = 20  # formgrader holds the lock for milliseconds; more than this is somebody else at work
FREE = "free some space and run this again; nothing is lost"
# what libpq hides when it shows its settings, and the keys that serve in place of a password
SECRET = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
PACKAGES = {"psycopg": "psycopg[binary]", "psycopg2": "psycopg2-binary", "MySQLdb": "mysqlclient"}


@contextlib.contextmanager
def open_gradebook(course: Course):
    """nbgrader's Gradebook for a course, created if there is none; database errors become sentences.

    Raises: CourseError if it is locked, read-only, of another nbgrader version, or not a database;
    ServerAway, which is one, if a server is lost while it is open
    """
    with explained(course):
        gb = _open(course)
    try:
        # otherwise every commit makes the next submission read the assignment again
        gb.db().expire_on_commit = False
        with explained(course):
            yield gb
    finally:
        with contextlib.suppress(DBAPIError):  # a lost server: what was raised before says so
            gb.close()


def _open(course):
    try:
        if course.db_url.startswith("sqlite:///"):
            _create_sqlite(gradebook_file(course.db_url, course.root))
        _check_version(course)
        if server.is_server(course.db_url):
            server.create(course.db_url, course.dirs.course_id, _head())
        with schema_known():
            return api.Gradebook(_patient(course.db_url), course.dirs.course_id)
    except (ArgumentError, ValueError) as error:  # no URL, or of a kind that SQLAlchemy does not know
        examples = "give one like sqlite:///gradebook.db or postgresql://user@host/name"
        raise CourseError(f"{place(course)} is no database ({_first_line(error)}): {examples}") from error
    except ImportError as error:  # of a driver, or of the library under it
        driver = error.name or "psycopg"
        install = f"install it with `pip install '{PACKAGES.get(driver, driver)}'`"
        raise CourseError(f"{place(course)} needs the driver {driver!r}: {install}") from error


def place(course: Course) -> str:
    """The gradebook as messages name it: a file, or an address without its password."""
    return without_password(course.db_url.removeprefix("sqlite:///"))


def without_password(where: str) -> str:
    """An address, or a text with one in it, without what nobody else may read."""
    return re.sub(rf"(://[^:/@]*):.*@|\b({'|'.join(SECRET)})\s*=[^&]*", _without_secret, where)


def _without_secret(match):
    return f"{match[1]}:***@" if match[1] else f"{match[2]}=***"


def _first_line(error):
    return without_password(str(error).strip().partition("\n")[0])


@contextlib.contextmanager
def explained(course):
    """Turn what a database driver says into what a teacher can act on."""
    try:
        yield
    except DBAPIError as error:
        if server.is_server(course.db_url):
            raise server.said(place(course), error) from error
        raise CourseError(_sentence(place(course), str(error.orig).strip())) from error


def _sentence(where, said):
    if "locked" in said:
        return f"{where} is locked by another program: close it, or wait for it to finish, and run this again"
    if "readonly" in said or "unable to open" in said:
        return f"{where} cannot be written: check the permissions of the file and of its folder"
    if "disk I/O" in said:  # also what SQLite says where its journal met a full disk
        return f"{where} cannot be written, the disk is full or fails: {FREE}"
    if "full" in said:
        return f"{where} cannot grow, the disk is full: {FREE}"
    if "not a database" in said or "malformed" in said:
        return f"{where} is not a gradebook: restore it from a backup, or move it away to start a new one"
    return (
        f"{where} failed ({said}): if nbgrader was upgraded, back the file up and run `nbgrader db upgrade`"
    )


def check_writable(gb):
    """Take the write lock for an instant, so that a class is not graded in vain."""
    if gb.engine.dialect.name == "sqlite":
        with gb.engine.connect() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            connection.rollback()
    elif gb.engine.dialect.name == "postgresql":
        server.check_writable(gb)


def _patient(url):
    if not url.startswith("sqlite:///"):
        return server.patient(url)
    return url + ("&" if "?" in url else "?") + f"timeout={PATIENCE_S}"


def _create_sqlite(path):
    """Create the schema beside the place and rename it: a kill leaves a whole gradebook or none."""
    if path.exists():
        return
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise CourseError(f"{path} cannot be created: {path.parent} is not a folder that you may write to")
    with tempfile.TemporaryDirectory(prefix=".gradebook-", dir=path.parent) as making:
        with schema_known():
            api.Gradebook(f"sqlite:///{making}/gradebook.db", "").close()
        with contextlib.suppress(FileExistsError):  # another program was faster: use its gradebook
            os.link(f"{making}/gradebook.db", path)


@contextlib.contextmanager
def schema_known():
    """A new gradebook notes its schema's version, for which nbgrader runs `alembic heads` as a command: that
    takes a second, and fails where the environment is not on PATH. The same version is read in process."""
    before = api.get_alembic_version
    api.get_alembic_version = _head
    try:
        yield
    finally:
        api.get_alembic_version = before


def _check_version(course):
    """nbgrader would open a gradebook of another version and fail, or write half a row, later."""
    engine = create_engine(_patient(course.db_url))
    try:
        tables = inspect(engine).get_table_names()
        found = _stored_version(engine) if "alembic_version" in tables else None
    finally:
        engine.dispose()
    if tables and not {"assignment", "student"} & {*tables}:
        raise CourseError(f"{place(course)} holds other tables and no gradebook: name a database of its own")
    if tables and found != _head():
        raise CourseError(
            f"{place(course)} was made by another version of nbgrader (schema {found}, expected {_head()}):"
            " back it up, then run `nbgrader db upgrade`"
        )


def _stored_version(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _head():
    config = AlembicConfig()
    config.set_main_option("script_location", ALEMBIC_DIR)
    return ScriptDirectory.from_config(config).get_current_head()
