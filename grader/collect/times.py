"""When work came, where no file's name says it: a table that a teacher writes, or Canvas's own answer.

student,days late      the id, login, email, name or Canvas's number; whole days or a part of them,
jdoe,2                 or `submitted at`: 2026-03-02 14:30, by this computer's clock unless a zone is named

Canvas's bulk download and its gradebook know no times. It tells them, as JSON, to a teacher who is logged in
and opens …/api/v1/courses/COURSE/assignments/ASSIGNMENT/submissions?per_page=100 (&page=2: the next hundred).
"""

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

from ..course import CourseError
from .people import Who

STUDENT = ("student", "id", "sis login id", "login", "username", "email", "name")
DAYS, AT = ("days late", "days_late", "days"), ("submitted at", "submitted_at", "time", "timestamp")
NEEDED = "it needs the columns `student` and `days late` (or `submitted at`)"


def read_times(paths: list[Path], who: Who) -> tuple[dict[str, datetime | timedelta], list[str]]:
    """student -> when they came, or how late they were; and a sentence for each line that is nobody's.

    Raises: CourseError if a file is neither, or a line cannot be read
    """
    times, notes = {}, []
    for path in paths:
        for said, when in _lines(path):
            found = who.find({"id": said}) or who.find({"number": said})
            if len(found) == 1:
                times[next(iter(found))] = when
            else:
                notes.append(f"{path.name} tells when {said!r} came, whom the roster lacks")
    return times, notes


def _lines(path):
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read ({error}): name a CSV file, or Canvas's JSON") from error
    if text.lstrip().startswith(("[", "while(1);[")):  # as Canvas begins it in a browser
        return _canvas(path, text.lstrip().removeprefix("while(1);"))
    return _table(path, text)


def _canvas(path, text):
    try:
        told = [(str(each["user_id"]), each["submitted_at"]) for each in json.loads(text)]
    except (ValueError, TypeError, LookupError) as error:
        raise CourseError(
            f"{path} is no list of submissions as Canvas gives it: save the page again"
        ) from error
    return [(who, _time(path, at)) for who, at in told if at]


def _table(path, text):
    first = text.partition("\n")[0]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count)))
    column = {name.strip().casefold(): name for name in (rows[0] if rows else ()) if name}
    who, days, at = (next((column[n] for n in names if n in column), None) for names in (STUDENT, DAYS, AT))
    if who is None or (days is None and at is None):
        raise CourseError(f"{path} does not say who came when: {NEEDED}")
    told = [((row[who] or "").strip(), (row[days or at] or "").strip()) for row in rows]
    return [(name, _late(path, when) if days else _time(path, when)) for name, when in told if name and when]


def _late(path, text):
    try:
        return timedelta(days=float(text.replace(",", ".")))
    except (ValueError, OverflowError) as error:
        raise CourseError(f"{path}: {text!r} is no number of days") from error


def _time(path, text):
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, TypeError, OverflowError) as error:
        raise CourseError(f"{path}: {text!r} is no time; write it like 2026-03-02 14:30") from error
