"""What came after its due date, over all assignments of the course, and the points taken off for it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import selectinload

from .rows import penalty_of, seconds_late


@dataclass(frozen=True)
class Late:
    """seconds: after the due date, which a student's extension moves"""

    student: str
    assignment: str
    seconds: float


def late_work(gb) -> dict[str, list[Late]]:
    """student -> what came late, in the order of the due dates."""
    found = defaultdict(list)
    for row in _rows(gb):
        if (seconds := seconds_late(row)) > 0:
            found[row.student_id].append(Late(row.student_id, row.assignment.name, seconds))
    return dict(found)


def put_penalties(gb, penalty: Callable[[Late, float], float | None]) -> dict[str, set[str]]:
    """Write what the rule takes off (late, score -> points or None); assignment -> whose points changed."""
    changed = defaultdict(set)
    grades = selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades)
    for row in _rows(gb).options(grades):
        if (seconds := seconds_late(row)) <= 0:
            continue
        late = Late(row.student_id, row.assignment.name, seconds)
        for notebook in row.notebooks:
            before, now = notebook.late_submission_penalty, penalty_of(notebook, late, penalty)
            if (before or 0) != (now or 0):
                notebook.late_submission_penalty = now
                changed[late.assignment].add(late.student)
    gb.db.commit()
    return dict(changed)


def _rows(gb):
    query = gb.db.query(SubmittedAssignment).join(
        Assignment, Assignment.id == SubmittedAssignment.assignment_id
    )
    late = query.filter(SubmittedAssignment.timestamp > Assignment.duedate)
    return late.order_by(Assignment.duedate, Assignment.name, SubmittedAssignment.student_id)
