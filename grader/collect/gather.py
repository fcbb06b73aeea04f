"""From a bundle's files to submissions: whose each is, which of several is the latest, when it came."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from .bundle import Bundle
from .names import understood, without_version
from .people import Who
from .worksheet import Worksheet


@dataclass
class Work:
    """What one student handed in: path -> a function that gives its bytes."""

    student: str
    files: dict[str, Callable] = field(default_factory=dict)
    when: datetime | None = None
    late: bool = False


@dataclass
class Gathered:
    """system: how the names were read; works: student -> Work; notes: what a teacher should know;
    nobody: said of a student that the roster lacks -> their files"""

    system: str = ""
    works: dict[str, Work] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    nobody: dict[str, list[str]] = field(default_factory=dict)


def gather(
    bundle: Bundle, assignment: str, notebooks, who: Who, worksheet: Worksheet | None = None
) -> Gathered:
    """notebooks: the names of the assignment's notebooks, without .ipynb"""
    found = Gathered(notes=list(bundle.refused))
    below = _below_top(bundle.files)
    read = understood(below.values(), assignment)
    pieces = [(path, read[name]) for path, name in below.items() if name in read]
    systems = {piece.system for _, piece in pieces} - {"a folder"}
    found.system = " and ".join(sorted(systems)) or "a folder"
    by_student, nobody = defaultdict(list), defaultdict(list)
    for path, piece in pieces:
        if systems and piece.system == "a folder":
            nobody[path].append(path)  # beside files of a platform, a name that says nothing
            continue
        students = who.find(piece.who)
        if len(students) == 1:
            by_student[next(iter(students))].append((path, piece))
        elif students:
            found.notes.append(f"{path} left out: its name fits {', '.join(sorted(students))}")
        else:
            nobody[_said(piece)].append(path)
    found.nobody = dict(nobody)
    for student, theirs in sorted(by_student.items()):
        if len(numbers := {piece.who["number"] for _, piece in theirs if "number" in piece.who}) > 1:
            found.notes.append(
                f"{student} left out: files of {len(numbers)} people ({', '.join(sorted(numbers))}) bear it"
            )
            continue
        found.works[student] = _work(student, theirs, bundle, {*notebooks}, found)
        if worksheet and (line := worksheet.by_number.get(theirs[0][1].who.get("number", ""))):
            found.works[student].when = line.when
    return found


def _work(student, theirs, bundle, notebooks, found):
    """Of several versions of a file the latest; of several attempts the last one, whole."""
    times = [piece.when for _, piece in theirs if piece.when]
    work = Work(student, when=max(times, default=None), late=any(piece.late for _, piece in theirs))
    latest = [(path, piece) for path, piece in theirs if piece.when == work.when]
    versions = defaultdict(list)
    for path, piece in latest:
        name, version = without_version(piece.file, notebooks)
        versions[name].append((version, piece.order, piece.file, path))
    for name, several in sorted(versions.items(), key=lambda each: max(each[1])[1]):  # the latest at the end
        *earlier, (_, _, file, path) = sorted(several)
        work.files[name] = bundle.files[path]
        if earlier:
            found.notes.append(f"{student}: of {len(several)} versions of {name}, {file} was taken")
    return work


def _below_top(paths):
    """A zip of a folder holds that folder: the students are one below, if all is in one and no file is."""
    parts = {path: PurePosixPath(path).parts for path in paths}
    is_one = len({top for top, *_ in parts.values()}) == 1 and min(map(len, parts.values())) > 2
    return {path: str(PurePosixPath(*those[is_one:])) for path, those in parts.items()}


def _said(piece):
    if "anonymous" in piece.who:
        return f"anonymous {piece.who['anonymous']}"
    return piece.who.get("name") or piece.who.get("letters") or piece.who.get("id") or piece.who["tail"]


def time_of(
    work: Work, due: datetime | None, said: datetime | timedelta | None = None
) -> tuple[datetime | None, str]:
    """When it came, and a note where that is not known.

    due: UTC without a zone, as the gradebook has it; said: what the teacher knows of it
    """
    if isinstance(said, datetime):
        return said, ""
    if said is None and (work.when or not work.late):
        return work.when, ""
    if due is None:
        return (
            None,
            f"{work.student}: late, but the assignment has no due date here: set it in formgrader, and run"
            " this again; till then nothing is taken off",
        )
    if said is not None:
        return due + said, ""
    return due + timedelta(seconds=1), (
        f"{work.student}: marked as late, but not how late: taken as a second; --times says it"
    )
