"""nbgrader's database: the only room that reads and writes its rows."""

from .assignment import find_or_register, graded_assignments, known_assignments, released, require_known
from .database import check_writable, open_gradebook, place, without_password
from .lateness import Late, late_work, put_penalties
from .marks import class_marks
from .people import Person, due_date, enrol, notebook_names, people
from .readings import readings
from .rows import add_students, auto_scores, holds, is_no_verdict, submission_rows, write_verdict
from .scores import earned, max_scores, roster, standings
from .server import ServerAway, is_server, reserve_roster, reserved_assignment, said

__all__ = [
    "Late",
    "Person",
    "ServerAway",
    "add_students",
    "auto_scores",
    "check_writable",
    "class_marks",
    "due_date",
    "earned",
    "enrol",
    "find_or_register",
    "graded_assignments",
    "holds",
    "is_no_verdict",
    "is_server",
    "known_assignments",
    "late_work",
    "max_scores",
    "notebook_names",
    "open_gradebook",
    "people",
    "place",
    "put_penalties",
    "readings",
    "released",
    "require_known",
    "reserve_roster",
    "reserved_assignment",
    "roster",
    "said",
    "standings",
    "submission_rows",
    "without_password",
    "write_verdict",
]
