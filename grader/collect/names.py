r"""What a file's name says of it, by the conventions of those who made the names.

Canvas      doejane_LATE_1234_567890_locality-1.ipynb
            letters of the sortable name, LATE or not, the user's number, the file's number, its name;
            anon_x7f2a_567890_locality.ipynb where the assignment is graded anonymously
            (canvas-lms, lib/content_zipper.rb: get_filename, add_upload_submission)
Moodle      Jane Doe_4711_assignsubmission_file/locality.ipynb, or …_assignsubmission_file_locality.ipynb
            the full name, the participant's number (not the user's), the kind of hand-in
            (moodle, mod/assign: locallib.php download_submissions, downloader.php get_download_prefix)
Blackboard  Locality_jdoe_attempt_2026-03-02-14-30-05_locality.ipynb
            the column's name, the user's, the time; a .txt without a file's name tells about the attempt
            (nbgrader's FileNameCollectorPlugin documents the same pattern)
by hand     jdoe/locality.ipynb or jdoe/locality/locality.ipynb, as nbgrader's `submitted` has it
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

CANVAS = re.compile(
    r"(?P<name>\w+?)_(?:(?P<late>LATE)_)?(?P<user>\d+)_(?P<number>\d+)_(?P<file>.+)", re.DOTALL
)
ANONYMOUS = re.compile(r"(?:(?P<late>LATE)_)?anon_(?P<user>\w+?)_(?P<number>\d+)_(?P<file>.+)", re.DOTALL)
MOODLE = re.compile(
    r"(?P<name>[^/]+?)_(?P<user>\d+)_assignsubmission_(?P<kind>[a-z]+)_?/?(?P<file>[^/].*)?", re.DOTALL
)
BLACKBOARD = re.compile(
    r"(?P<tail>.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL
)
VERSION = re.compile(
    r"[-_ ]?\(?(\d{1,3})\)?$"
)  # hw-1.ipynb, hw (1).ipynb: handed in again, or downloaded twice
NO_WORK = {"__MACOSX", ".DS_Store", "Thumbs.db", ".ipynb_checkpoints", "__pycache__"}


@dataclass(frozen=True)
class Piece:
    """One file as its name tells it.

    who:   what is said of the student, by kind: "id", "name", "number", "tail" (the id, after other words)
    file:  its path in the submission
    order: among several of one name the greatest is the latest
    """

    system: str
    who: dict[str, str] = field(hash=False)
    file: str
    order: tuple = ()
    when: datetime | None = None
    late: bool = False


def understood(paths: Iterable[str], assignment: str) -> dict[str, Piece]:
    """path -> what it tells; without what nobody wrote, and what says nothing of a student.

    A student calls a file as they like, also as another platform would call somebody else's. So who reads
    most of what came is asked first, and a folder's files are read as a platform's only if most are.
    """
    told = {path: parts for path in paths if _is_work(parts := PurePosixPath(path).parts)}
    above = defaultdict(list)
    for path, parts in told.items():
        above[parts[0]].append(path)
    fits = {
        read: sum(all(read(path, told[path]) for path in inside) for inside in above.values())
        for read in (_blackboard, _moodle, _canvas)
    }
    readers = sorted(fits, key=lambda read: -fits[read])
    trusted = [read for read in readers if 2 * fits[read] > len(above)]
    pieces = {}
    for path, parts in told.items():
        found = (read(path, parts) for read in (trusted if parts[1:] else readers))
        pieces[path] = next(filter(None, found), None) or _by_hand(parts, assignment)
    return {path: piece for path, piece in pieces.items() if piece and piece.file}


def _is_work(parts):
    return not (NO_WORK & {*parts} or parts[-1].startswith("._"))


def _canvas(path, parts):
    if found := ANONYMOUS.fullmatch(parts[-1]):
        who = {"anonymous": found["user"]}
    elif found := CANVAS.fullmatch(parts[-1]):
        who = {"number": found["user"], "letters": found["name"]}
    else:
        return None
    return Piece("Canvas", who, found["file"], (int(found["number"]),), late=bool(found["late"]))


def _moodle(path, parts):
    for start in range(len(parts)):  # the zip's own folder may stand before
        if found := MOODLE.fullmatch("/".join(parts[start:])):
            file = (found["file"] or "") if found["kind"] == "file" else ""
            return Piece("Moodle", {"number": found["user"], "name": found["name"]}, file)
    return None


def _blackboard(path, parts):
    found = BLACKBOARD.fullmatch(parts[-1])
    if not found:
        return None
    try:
        when = datetime.strptime(found["when"], "%Y-%m-%d-%H-%M-%S").astimezone()  # of this place's clock
    except ValueError:
        return None
    return Piece("Blackboard", {"tail": found["tail"]}, found["file"] or "", (when.timestamp(),), when)


def _by_hand(parts, assignment):
    if len(parts) < 2:
        return None
    within = parts[2:] if len(parts) > 2 and parts[1] == assignment else parts[1:]
    return Piece("a folder", {"id": parts[0]}, "/".join(within))


def without_version(file: str, known) -> tuple[str, int]:
    """hw-2.ipynb is the second version of hw.ipynb, where that is a notebook of the assignment."""
    path = PurePosixPath(file)
    found = VERSION.search(path.stem)
    if path.suffix == ".ipynb" and path.stem not in known and found:
        stem = path.stem[: found.start()]
        if stem in known:
            return str(path.with_name(f"{stem}.ipynb")), int(found[1])
    return file, 0
