"""CSV that a learning platform imports.

Canvas  Student, ID, SIS User ID, SIS Login ID, Section, then the assignments; below the first line may stand
        one of points possible. Students are found by ID, SIS User ID or SIS Login ID. A column of a new name
        makes a new assignment; "ps1 (12345)" is the one that is there. Empty scores change nothing.
        (Canvas Instructor Guide: How do I import grades in the Gradebook?)
Moodle  the gradebook's import maps a column to the student (ID number, email) and others to grade items; an
        assignment's own worksheet is filled in at Grade. (Moodle docs: Grade import; offline grading)

Both are surest when what they exported is filled in, and given back: `onto`.
"""

import csv
import io
import re
from pathlib import Path

from ..collect import Who, read_worksheet
from ..course import CourseError
from ..gradebook import Person
from ..report import points
from .columns import Column

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def canvas(people: list[Person], columns: list[Column]) -> str:
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(c.assignment for c in columns)]
    possible = ["    Points Possible", "", "", "", "", *(points(c.most) for c in columns)]
    rows = []
    for person in people:
        name = ", ".join(filter(None, [person.last_name, person.first_name])) or person.id
        number = person.lms_user_id if person.lms_user_id.isdigit() else ""
        rows.append([name, number, "", person.id, "", *(c.scores.get(person.id, "") for c in columns)])
    return _csv([head, possible, *rows])


def moodle(people: list[Person], columns: list[Column]) -> str:
    head = ["ID number", "First name", "Last name", "Email address", *(c.assignment for c in columns)]
    rows = [
        [p.id, p.first_name, p.last_name, p.email, *(c.scores.get(p.id, "") for c in columns)] for p in people
    ]
    return _csv([head, *rows])


def onto(path: Path, people: list[Person], columns: list[Column]) -> tuple[str, list[str]]:
    """What the platform exported, with our scores in it; and notes. All else stays as it is.

    Raises: CourseError if it is no export of either, or lacks a column
    """
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    head, notes = rows[0] if rows else [], []
    if "SIS Login ID" in head:
        find = _canvas_student(head, Who(people))
        places = [(column, _place(head, column.assignment, path)) for column in columns]
        notes += _possible(rows, places)
    elif "Identifier" in head and "Grade" in head:
        if len(columns) != 1:
            raise CourseError(f"{path} is one assignment's worksheet: name the assignment as well")
        find, places = (
            _moodle_student(head, Who(people, read_worksheet(path))),
            [(columns[0], head.index("Grade"))],
        )
    else:
        raise CourseError(
            f"{path} is neither Canvas's export (SIS Login ID) nor Moodle's worksheet (Identifier)"
        )
    found = set()
    for row in rows[1:]:
        students = find(row)
        student = next(iter(students)) if len(students) == 1 else None
        found.add(student)
        for column, place in places:
            if student in column.scores:
                row[place] = column.scores[student]
    missing = sorted({student for column in columns for student in column.scores} - found)
    notes += [f"not in {path.name}, so nowhere to put a score: {', '.join(missing)}"] if missing else []
    return _csv(rows), notes


def _place(head, assignment, path):
    names = [i for i, name in enumerate(head) if re.sub(r" \(\d+\)$", "", name.strip()) == assignment]
    if len(names) != 1:
        raise CourseError(
            f"{path} has {len(names)} columns called {assignment!r}: make one of this name in Canvas,"
            " and export again"
        )
    return names[0]


def _possible(rows, places):
    """Where Canvas has other points possible than we: it would take 3 of 9 for 3 of 10."""
    lines = [row for row in rows[1:3] if row and row[0].strip() == "Points Possible"]
    said = [(column, row[at].strip()) for row in lines for column, at in places if at < len(row)]
    return [
        f"{column.assignment} has {points(column.most)} points here and {theirs} in Canvas: correct it there"
        for column, theirs in said
        if _is_number(theirs) and float(theirs) != column.most
    ]


def _canvas_student(head, who):
    at = {name: head.index(name) for name in ("SIS Login ID", "ID", "SIS User ID") if name in head}

    def find(row):
        cell = {name: row[i].strip() if i < len(row) else "" for name, i in at.items()}
        by_login = who.find({"id": cell["SIS Login ID"]}) if cell["SIS Login ID"] else set()
        return by_login or (who.find({"number": cell.get("ID", "")}) if cell.get("ID") else set())

    return find


def _moodle_student(head, who):
    def find(row):
        said = dict(zip(head, row, strict=False))
        number = re.search(r"\d+$", said["Identifier"].strip())
        by_email = who.find({"id": said["Email address"]}) if said.get("Email address") else set()
        return by_email or (
            who.find({"number": number[0], "name": said.get("Full name", "")}) if number else set()
        )

    return find


def _csv(rows):
    """A name that begins like a formula would be one in a spreadsheet."""
    out = io.StringIO()
    safe = [
        [f"'{cell}" if cell.startswith(FORMULA) and not _is_number(cell) else cell for cell in row]
        for row in rows
    ]
    csv.writer(out, lineterminator="\n").writerows(safe)
    return out.getvalue()


def _is_number(cell):
    return re.fullmatch(r"-?[\d.]+", cell) is not None
