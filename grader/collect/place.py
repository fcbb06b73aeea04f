"""Into nbgrader's `submitted` folder: made beside its place, then renamed; whole or absent after a kill."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ..course import Course, folder_of
from ..engine import handed_in
from .bundle import Refused
from .unpack import unpacked

MAKING, OLD = ".collecting-", ".before-"
TIMES = "timestamp.txt"
FEW = 4
MOST_FILES_OF_THE_LARGEST = 4  # of one submission: so many times the course's max_file_size in all


def place(
    course: Course,
    assignment: str,
    student: str,
    files: dict[str, Callable],
    when: datetime | None,
    corrected: bool = False,
) -> tuple[str, list[str]]:
    """("new", "newer", "same" or "older", what was left out and why). What is older stays out.

    corrected: the time is the teacher's word, also where the same work had a later one
    """
    target = folder_of(course, "submitted", student, assignment)
    target.parent.mkdir(parents=True, exist_ok=True)
    limit = course.dirs.max_file_size * 1000
    files, left_out = unpacked(files, limit)
    if not any(name.endswith(".ipynb") for name in files):
        left_out.append(f"no notebook, only {', '.join(sorted(files)[:FEW]) or 'what was left out'}")
    made = Path(tempfile.mkdtemp(prefix=MAKING, dir=target.parent))
    try:
        left_out += _write(made, files, when, limit)
        state = _compared(made, target, corrected)
        if state in ("new", "newer"):
            made.chmod(0o755)
            _put(made, target)
        else:
            shutil.rmtree(made)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return state, [f"{student}: {line}" for line in left_out]


def swept(course: Course, assignment: str) -> None:
    """What a killed run left: half made folders go; one that had been set aside goes back to its place."""
    above = folder_of(course, "submitted", "*", assignment).parent.relative_to(course.root)
    for folder in course.root.glob(f"{above}/{MAKING}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in course.root.glob(f"{above}/{OLD}*"):
        for kept in folder.iterdir():
            if not (folder.parent / kept.name).exists():
                os.rename(kept, folder.parent / kept.name)
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder, files, when, limit):
    left_out, room = [], MOST_FILES_OF_THE_LARGEST * limit
    for name, read in sorted(files.items()):
        first, *_ = parts = name.split("/")
        if not first or ".." in parts:  # what remains of a name may lead where the whole of it does not
            left_out.append(f"{name} left out: its name leads to another place")
            continue
        if when is not None and first.casefold() == TIMES:  # what the platform says stands there
            continue
        try:
            data = read(min(limit, room))
            room -= len(data)
            path = folder.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except Refused as error:
            left_out.append(f"{name} left out: {error}")
        except OSError as error:
            if handed_in.is_the_runs(error):
                raise
            left_out.append(f"{name} left out: no file can have this name here ({error.strerror})")
    if when is not None:
        utc = when.astimezone(UTC) if when.tzinfo else when
        (folder / TIMES).write_text(f"{utc:%Y-%m-%d %H:%M:%S} UTC\n")
    return left_out


def _compared(made, target, corrected):
    if not target.is_dir():
        return "new"
    new, old = _contents(made), _contents(target)
    if new == old:
        return "same"
    if corrected and new | {TIMES: b""} == old | {TIMES: b""}:
        return "newer"
    ours, theirs = (_stamp(folder) for folder in (made, target))
    return "older" if ours and theirs and ours < theirs else "newer"


def _contents(folder):
    return {file.name: handed_in.read(folder, file.name) for file in handed_in.listing(folder).files}


def _stamp(folder):
    """As text of UTC, which sorts as the times do."""
    try:
        text = handed_in.read(folder, TIMES, 200).decode(errors="replace").strip()
    except (FileNotFoundError, handed_in.Unusable):
        return ""
    return text if text.endswith("UTC") else ""


def _put(made, target):
    if not os.path.lexists(target):
        os.rename(made, target)
        return
    old = Path(tempfile.mkdtemp(prefix=OLD, dir=target.parent))
    os.rename(target, old / target.name)
    os.rename(made, target)
    shutil.rmtree(old)
