"""Moodle's grading worksheet (assignment › Download grading worksheet): who has which number, and the times.

Identifier,Full name,Email address,Status,Grade,Maximum Grade,…,Last modified (submission),…
Participant 4711,Jane Doe,jane@example.org,"Submitted for grading - …",,…,"Monday, 2 March 2026, 2:30 PM",…
"""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..course import CourseError

TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p", "%d %B %Y, %H:%M")


@dataclass(frozen=True)
class Line:
    name: str
    email: str
    id: str
    when: datetime | None


@dataclass(frozen=True)
class Worksheet:
    """by_number: the participant's number -> what is said of them; unread: a time that could not be read"""

    by_number: dict[str, Line] = field(default_factory=dict)
    unread: str = ""


def read_worksheet(path: Path) -> Worksheet:
    """Raises: CourseError if it is none"""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is no text: name the worksheet as Moodle gave it (CSV)") from error
    rows, by_number, unread = list(csv.DictReader(io.StringIO(text))), {}, ""
    for row in rows:
        number = re.search(r"\d+$", (row.get("Identifier") or "").strip())
        said = (row.get("Last modified (submission)") or "").strip()
        when = _time(said)
        unread = unread or (said if said not in ("", "-") and when is None else "")
        if number:
            has = [row.get(key) or "" for key in ("Full name", "Email address", "ID number")]
            by_number[number[0]] = Line(*has, when)
    if not by_number:
        raise CourseError(f"{path} is no grading worksheet: it needs the column Identifier (Participant 123)")
    return Worksheet(by_number, unread)


def _time(said):
    for form in TIMES:
        try:
            return datetime.strptime(said, form).astimezone()  # Moodle writes the teacher's own clock
        except ValueError:
            continue
    return None
