"""The roster: who takes the course, and what their learning platform calls them."""

from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import Assignment, Notebook, Student


@dataclass(frozen=True)
class Person:
    """lms_user_id: the number or name by which Canvas, Moodle or Blackboard knows them"""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


ABOUT = ("first_name", "last_name", "email", "lms_user_id")


def people(gb) -> list[Person]:
    """Everybody the gradebook knows, by id."""
    return [
        Person(student.id, *(getattr(student, about) or "" for about in ABOUT))
        for student in gb.db.query(Student).order_by(Student.id)
    ]


def enrol(gb, class_list: list[Person]) -> tuple[int, int]:
    """Add or correct these, all or none; (how many are new, how many have changed). Nobody is removed."""
    known = {student.id: student for student in gb.db.query(Student)}
    new = changed = 0
    for person in class_list:
        said = {about: text for about in ABOUT if (text := getattr(person, about))}
        if person.id not in known:
            gb.db.add(Student(id=person.id, **said))
            new += 1
        elif any(getattr(known[person.id], about) != text for about, text in said.items()):
            for about, text in said.items():
                setattr(known[person.id], about, text)
            changed += 1
    gb.db.commit()
    return new, changed


def due_date(gb, assignment: str) -> datetime | None:
    """UTC without a zone."""
    return gb.db.query(Assignment.duedate).filter(Assignment.name == assignment).scalar()


def notebook_names(gb, assignment: str) -> list[str]:
    query = gb.db.query(Notebook.name).join(Assignment, Assignment.id == Notebook.assignment_id)
    return [name for (name,) in query.filter(Assignment.name == assignment)]
