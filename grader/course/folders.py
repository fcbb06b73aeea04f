"""Where the course keeps what: assignments, submissions, the files in them."""

import contextlib
import fnmatch
import glob
import os
import re
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from nbgrader.utils import parse_utc

from ..engine import handed_in
from ..engine.shown import shown
from .config import Course
from .errors import CourseError

NAME_MAX = 255


@dataclass(frozen=True)
class Submission:
    """What one student handed in. `timestamp` is UTC without a zone, as the gradebook keeps it.

    remarks: what a teacher should know of it; refused: why it cannot be graded at all
    """

    student: str
    folder: Path
    timestamp: datetime | None = None
    remarks: tuple[str, ...] = ()
    refused: str = ""


def assignment_name(typed: str) -> str:
    """The name as the course has it; the shell completes it with a slash.

    Raises: CourseError if no assignment can be called that
    """
    name = typed[:-1] if typed.endswith("/") else typed
    if name in ("", ".", "..") or re.search(r"[/\\*?\[\x00-\x1f]", name):
        last = PurePath(name).name
        advice = f"did you mean {last!r}?" if last.strip("./*?[") else "give the name of its folder"
        raise CourseError(f"{typed!r} is no assignment's name: {advice}")
    return name


def natural(name: str) -> list:
    """A key to sort names by: ps2 comes before ps10."""
    return [(part.zfill(20) if part.isdigit() else part) for part in re.split(r"(\d+)", name)]


def folder_of(course: Course, step: str, student: str, assignment: str) -> Path:
    """The folder of a step ("autograded", "feedback", …) by the course's own directory structure."""
    directory = getattr(course.dirs, f"{step}_directory")
    return Path(os.path.normpath(course.dirs.format_path(directory, student, assignment)))


def source_folder(course: Course, assignment: str) -> Path | None:
    """The instructor's notebooks; the released ones where the sources are kept elsewhere."""
    for step in ("source", "release"):
        folder = folder_of(course, step, ".", assignment)
        if any(folder.glob("*.ipynb")):
            return folder
    return None


def source_assignments(course: Course) -> list[str]:
    names = (name for name, path in _matches(course, "source", ".", "*") if any(path.glob("*.ipynb")))
    return sorted(names, key=natural)


def submissions(course: Course, assignment: str, students=()) -> list[Submission]:
    """Everything handed in for an assignment, sorted by student; `students` are ids or patterns ("a*").

    Raises: CourseError if nothing was handed in, or nothing by a student who was asked for
    """
    found = dict(_students(course, "submitted", assignment)) | dict(_closed(course, assignment))
    excluded = set(course.dirs.student_id_exclude.split(","))
    wanted = students or [course.dirs.student_id]
    chosen = {s for pattern in wanted for s in fnmatch.filter(found, pattern)} - excluded
    if not found:
        raise CourseError(
            f"no submissions of {assignment!r}: nothing matches {_pattern(course, assignment)}; collect them"
        )
    for pattern in students:
        if not fnmatch.filter(found, pattern):
            raise CourseError(
                f"no submission of {assignment!r} by {pattern!r}: there are {_few(sorted(found))}"
            )
    return [_submission(course, student, found[student], assignment) for student in sorted(chosen)]


def autograded(course: Course, assignment: str, students=()) -> list[tuple[str, Path]]:
    """(student, folder) of everything autograded for an assignment."""
    found = dict(_students(course, "autograded", assignment))
    chosen = {s for pattern in students or ["*"] for s in fnmatch.filter(found, pattern)}
    return [(student, found[student]) for student in sorted(chosen)]


def regular_files(folder: Path, ignore=()) -> list[str]:
    """Relative paths of the plain files below a folder of the course's own, sorted; links are left out.

    For what was handed in there is `engine.handed_in`.
    """
    found = []
    for here, subfolders, names in os.walk(folder):
        subfolders[:] = [d for d in subfolders if not _ignored(d, ignore)]
        paths = [Path(here, name) for name in names if not _ignored(name, ignore)]
        found += [str(p.relative_to(folder)) for p in paths if stat.S_ISREG(p.lstat().st_mode)]
    return sorted(found)


def _ignored(name, patterns):
    return any(fnmatch.fnmatch(name, p) for p in patterns)


def _students(course, step, assignment):
    return [(student, path) for student, path in _matches(course, step, "*", assignment) if student != "."]


def _closed(course, assignment):
    """Students whose folder nobody here may enter: whether this assignment lies in it cannot be known."""
    where, pattern = _search(course, "submitted", "*", assignment)
    parts = Path(where).parts
    depth = next(n for n, part in enumerate(parts) if "*" in part) + 1
    below = parts[depth:]
    for path in sorted(glob.glob(str(Path(*parts[:depth])))) if below else []:
        match = pattern.fullmatch(str(Path(path, *below)))
        if match and os.path.isdir(path) and not os.access(path, os.X_OK):
            yield match["student_id"], Path(path, *below)


def _matches(course, step, student, assignment):
    """Folders of a step, with what its wildcard stands for: the student, or the assignment if that is "*"."""
    where, pattern = _search(course, step, student, assignment)
    for path in sorted(glob.glob(where)):
        match = pattern.fullmatch(path)
        if match and os.path.isdir(path):
            yield match["assignment_id" if assignment == "*" else "student_id"], Path(os.path.normpath(path))


def _search(course, step, student, assignment):
    """(where the folders of a step are, with a wildcard; a pattern that tells what it stands for)."""
    directory = getattr(course.dirs, f"{step}_directory")
    wildcard = "assignment_id" if assignment == "*" else "student_id"
    fixed = {"student_id": student, "assignment_id": assignment} | {wildcard: f"(?P<{wildcard}>[^/]*)"}
    parts = {k: v if k == wildcard else re.escape(v) for k, v in fixed.items()}
    pattern = re.compile(course.dirs.format_path(re.escape(directory), **parts, escape=True))
    return course.dirs.format_path(glob.escape(directory), student, assignment), pattern


def _submission(course, student, folder, assignment):
    refused = _refused(course, student, folder, assignment)
    if refused or folder.is_symlink():  # a link is not followed: its notebooks will be told as not to be read
        return Submission(student, folder, refused=refused)
    try:
        return Submission(student, folder, _timestamp(folder))
    except FileNotFoundError:
        return Submission(student, folder)
    except (ValueError, OverflowError, OSError) as error:
        why = f"timestamp.txt is not a date ({error.strerror if isinstance(error, OSError) else error})"
        return Submission(student, folder, remarks=(f"{why}: taken as not late",))


def _refused(course, student, folder, assignment):
    """Why neither gradebook nor terminal can hold such a student, or that this is another one's work."""
    if shown(student, NAME_MAX) != student or "\n" in student:
        return f"{student}: no name for a student (it cannot be shown as text): rename its folder"
    for path in (folder, *folder.parents):
        if path == course.root:
            break
        if path != folder and path.name in (student, assignment) and path.is_symlink():
            where = shown(str(path.relative_to(course.root)))
            return (
                f"{student}: {where} is a link to another folder: not graded; put the files themselves there"
            )
        if path != folder and not os.access(path, os.X_OK):
            where = shown(str(path.relative_to(course.root)))
            return f"{student}: {where} cannot be entered: not graded; check the folder's permissions"
    return ""


def _timestamp(folder):
    text = handed_in.read(folder, "timestamp.txt", 200).decode(errors="replace").strip("\ufeff \t\r\n\x00")
    return _utc(text) if text else None


def _utc(text):
    """nbgrader's reading, but for an offset: it takes +0100 for a hundred seconds."""
    offset = re.fullmatch(r"(.*\d)\s*([+-]\d\d:?\d\d|Z)", text)
    if offset:
        with contextlib.suppress(ValueError):  # no ISO date
            return parse_utc(datetime.fromisoformat("".join(offset.groups())))
    return parse_utc(text)


def _pattern(course, assignment):
    return course.dirs.format_path(course.dirs.submitted_directory, "*", assignment)


def _few(names, most=8):
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
