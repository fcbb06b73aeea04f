"""A class list as a platform exports it, or as a teacher types it: CSV whose first line names the columns.

Canvas      Student, ID, SIS User ID, SIS Login ID, Section, …    (Grades › Export; a student is "Doe, Jane")
Moodle      First name, Last name (or Surname), ID number, Email address; Username where the site shows it
Blackboard  Last Name, First Name, Username, Student ID, …        (Grade Center › Work Offline › Download)
nbgrader    id, first_name, last_name, email, lms_user_id         (nbgrader db student import)
"""

import csv
import io
import re
from pathlib import Path

from ..course import CourseError
from ..gradebook import Person

COLUMNS = {  # what we keep -> the names of its column, the best first
    "id": ("id", "sis login id", "username", "student id", "login", "id number", "email address", "email"),
    "first_name": ("first_name", "first name", "firstname"),
    "last_name": ("last_name", "last name", "lastname", "surname"),
    "email": ("email", "email address", "e-mail"),
    "lms_user_id": ("lms_user_id", "canvas id"),
}
# what moves a cursor or turns a line is seen by nobody
UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
NO_NAME = re.compile(rf"[{UNSEEN}/\\*?\[\]]|^\.")  # of a folder


def read_roster(path: Path) -> list[Person]:
    """Raises: CourseError with the line that is wrong"""
    names, rows = _rows(path)
    head = {name.strip().casefold(): name for name in names if name}
    canvas = "sis login id" in head and "student" in head
    if canvas:  # its ID is a number that only Canvas uses
        head["canvas id"] = head.pop("id", "")
    column = {
        kept: next((head[name] for name in names if name in head), None) for kept, names in COLUMNS.items()
    }
    if column["id"] is None:
        raise CourseError(
            f"{path} names no student's id. Name one column id in its first line"
            " (or username, SIS Login ID, ID number, email)"
        )
    found = [_person(row, column, head.get("student") if canvas else None) for row in rows]
    found = [person for person in found if person]
    _check(found, path)
    return found


def _rows(path):
    """The columns' names, and the lines below."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text(encoding="cp1252", errors="replace")  # Excel's "CSV" on Windows
    except FileNotFoundError as error:
        raise CourseError(f"{path} is not there: name the class list, a CSV file") from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    read = csv.DictReader(io.StringIO(text), delimiter=separator)
    return read.fieldnames or [], list(read)


def _person(row, column, student):
    """None of a line that tells of nobody: Canvas writes the points possible and a test student."""
    said = {kept: (row.get(name) or "").strip() if name else "" for kept, name in column.items()}
    if student and not said["first_name"]:
        last, _, first = (row.get(student) or "").partition(",")
        said |= {"first_name": first.strip(), "last_name": last.strip()}
        if last.strip() in ("Points Possible", "Student"):
            return None
    return Person(**said) if said["id"] else None


def _check(found, path):
    if not found:
        raise CourseError(f"{path} names no students: below its first line each line is one")
    ids = [person.id for person in found]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise CourseError(f"{path} names {twice[0]!r} twice: each student has an id of their own")
    if odd := [id for id in ids if NO_NAME.search(id) or len(id) > 128]:
        raise CourseError(
            f"{path}: {odd[0]!r} cannot be a student's id, for folders are called so: choose another"
        )
