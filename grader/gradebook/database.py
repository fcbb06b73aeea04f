"""Open nbgrader's gradebook safely: the right version, writable, ours alone while we write."""

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from ..course import Course, CourseError, gradebook_file

PATIENCE_S = 20  # formgrader holds the lock for milliseconds; more than this is somebody else at work


@contextlib.contextmanager
def open_gradebook(course: Course):
    """nbgrader's Gradebook for a course, created if there is none; database errors become sentences.

    Raises: CourseError if it is locked, read-only, of another nbgrader version, or not a database
    """
    with explained(course):
        if course.db_url.startswith("sqlite:///"):
            _create_sqlite(gradebook_file(course.db_url, course.root))
        _check_version(course)
        gb = Gradebook(_patient(course.db_url), course.dirs.course_id)
    try:
        gb.db().expire_on_commit = (
            False  # or every commit makes the next submission read the assignment again
        )
        with explained(course):
            yield gb
    finally:
        gb.close()


@contextlib.contextmanager
def explained(course):
    """Turn what a database driver says into what a teacher can act on."""
    where = course.db_url.removeprefix("sqlite:///")
    try:
        yield
    except DBAPIError as error:
        raise CourseError(_sentence(where, str(error.orig).strip())) from error
    except ArgumentError as error:  # no URL, or of a kind that SQLAlchemy does not know
        raise CourseError(
            f"{where} is no database ({error}): give one like sqlite:///gradebook.db"
        ) from error
    except ModuleNotFoundError as error:
        raise CourseError(f"{where} needs the driver {error.name!r}: install it with pip") from error


def _sentence(where, said):
    if "locked" in said:
        return f"{where} is locked by another program: close it, or wait for it to finish, and run this again"
    if "readonly" in said or "unable to open" in said:
        return f"{where} cannot be written: check the permissions of the file and of its folder"
    if "full" in said:
        return f"{where} cannot grow, the disk is full: free some space and run this again; nothing is lost"
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


def _patient(url):
    if not url.startswith("sqlite:///"):
        return url
    return url + ("&" if "?" in url else "?") + f"timeout={PATIENCE_S}"


def _create_sqlite(path):
    """Create the schema beside the place and rename it: a kill leaves a whole gradebook or none."""
    if path.exists():
        return
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise CourseError(f"{path} cannot be created: {path.parent} is not a folder that you may write to")
    with tempfile.TemporaryDirectory(prefix=".gradebook-", dir=path.parent) as making, commands_on_path():
        Gradebook(f"sqlite:///{making}/gradebook.db", "").close()
        with contextlib.suppress(FileExistsError):  # another program was faster: use its gradebook
            os.link(f"{making}/gradebook.db", path)


@contextlib.contextmanager
def commands_on_path():
    """nbgrader runs `alembic` as a command when it creates a gradebook."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _check_version(course):
    """nbgrader would open a gradebook of another version and fail, or write half a row, later."""
    engine = create_engine(_patient(course.db_url))
    try:
        tables = inspect(engine).get_table_names()
        found = _stored_version(engine) if "alembic_version" in tables else None
    finally:
        engine.dispose()
    if tables and found != _head():
        where = course.db_url.removeprefix("sqlite:///")
        raise CourseError(
            f"{where} was made by another version of nbgrader (schema {found}, expected {_head()}):"
            " back it up, then run `nbgrader db upgrade`"
        )


def _stored_version(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _head():
    config = AlembicConfig()
    config.set_main_option("script_location", ALEMBIC_DIR)
    return ScriptDirectory.from_config(config).get_current_head()
