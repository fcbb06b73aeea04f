"""A course folder as nbgrader itself reads it: its config file, its directories, its database."""

import contextlib
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from .errors import CourseError

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """An nbgrader course. `app` is the parent from which nbgrader's own classes take their options."""

    root: Path
    app: AutogradeApp

    @property
    def dirs(self) -> CourseDirectory:
        return self.app.coursedir

    @property
    def config(self) -> Config:
        return self.app.config

    @property
    def db_url(self) -> str:
        return self.dirs.db_url

    @property
    def order(self) -> list[str]:
        """The assignments as the course takes them (c.Grader.order); any other comes after, by due date."""
        return list(self.config.get("Grader", {}).get("order", ()))

    @property
    def state(self) -> Path:
        """Our own folder beside the gradebook: ledger, seed, prepared sources. It may be deleted."""
        return gradebook_file(self.db_url, self.root).parent / ".grader"


def gradebook_file(db_url, root):
    """The SQLite file behind a database URL; for a server, where its file would have been."""
    if db_url.startswith("sqlite:///"):
        return Path(root, db_url.removeprefix("sqlite:///").partition("?")[0])
    return Path(root, "gradebook.db")


def private_folders(course: Course) -> tuple[Path, ...]:
    """The course's own folder, and what it keeps from students, which may lie anywhere."""
    dirs = course.dirs
    kept = (
        dirs.source_directory,
        dirs.release_directory,
        dirs.submitted_directory,
        dirs.autograded_directory,
        dirs.feedback_directory,
    )
    folders = [Path(course.root, folder) for folder in kept]
    return (Path(course.root), *folders, course.state, gradebook_file(course.db_url, course.root))


def open_course(folder=".", db=None, log_level=logging.ERROR) -> Course:
    """Read a course folder through nbgrader's own config machinery.

    Raises: CourseError if there is no nbgrader_config.py, or if it cannot be read
    """
    root = Path(folder).resolve()
    if not (root / CONFIG).is_file():
        raise CourseError(f"no {CONFIG} in {root}: go to the course's folder, or name it with --course DIR")
    argv = [f"--log-level={logging.getLevelName(log_level)}"] + ([f"--db={db}"] if db else [])
    with contextlib.chdir(root):
        app = _read_config(root, argv)
    return Course(Path(app.coursedir.root), app)


def _read_config(root, argv):
    app = AutogradeApp()
    app.raise_config_file_errors = True  # nbgrader's default is to go on without the file
    path = list(sys.path)
    try:
        app.initialize(argv, root=str(root))
    except SystemExit:  # how traitlets reports a setting with a wrong type, after logging which one
        raise CourseError(
            f"{root / CONFIG} holds a setting that nbgrader refuses (see above): correct it"
        ) from None
    except Exception as error:  # the file is a program of the teacher's: it may raise anything
        why = f"{type(error).__name__}: {error}"
        raise CourseError(f"{root / CONFIG} could not be read ({why}): correct it") from error
    finally:
        sys.path[:] = [*path, os.fspath(root)]  # plugins live beside the config; ours come first
    return app
