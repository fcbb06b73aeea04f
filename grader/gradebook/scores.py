"""Read the class's scores: one row a student, in a handful of queries however large the class."""

from collections import defaultdict
from dataclasses import dataclass, field

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)


@dataclass
class Standing:
    """One student's standing in one assignment. `auto`: "notebook/cell" -> the automatic score.

    by_hand: the cells that a person scored
    waiting: points of the cells that nobody has graded yet, and which count as nothing till then
    """

    student: str
    name: str = ""
    score: float = 0.0
    waiting: float = 0.0
    late_penalty: float = 0.0
    needs_person: bool = False
    timestamp: str = ""
    due: str = ""
    auto: dict[str, float | None] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)

    @property
    def final(self) -> float:
        return max(0.0, self.score - self.late_penalty)  # as nbgrader exports it


def standings(gb, assignment: str) -> dict[str, Standing]:
    """student -> Standing, for every submission that the gradebook knows."""
    found = {}
    for row, student, due in _submissions(gb, assignment):
        name = " ".join(filter(None, [student.first_name, student.last_name]))
        until = due + row.extension if due and row.extension else due
        found[student.id] = Standing(
            student.id, name, timestamp=str(row.timestamp or ""), due=str(until or "")
        )
    for student, penalty in _penalties(gb, assignment):
        found[student].late_penalty += penalty or 0.0
    most = max_scores(gb, assignment)
    for student, notebook, cell, grade in grades_of(gb, assignment):
        if grade.auto_score is None and grade.manual_score is None:
            found[student].waiting += most[f"{notebook}/{cell}"]
        found[student].score += grade.score or 0.0
        found[student].needs_person |= bool(grade.needs_manual_grade)
        found[student].auto[f"{notebook}/{cell}"] = grade.auto_score
        if grade.manual_score is not None:
            found[student].by_hand.add(f"{notebook}/{cell}")
    return found


def max_scores(gb, assignment: str) -> dict[str, float]:
    """ "notebook/cell" -> points."""
    found = {}
    for kind in (GradeCell, TaskCell):
        query = gb.db.query(Notebook.name, kind.name, kind.max_score).join(
            Notebook, Notebook.id == kind.notebook_id
        )
        query = query.join(Assignment, Assignment.id == Notebook.assignment_id).filter(
            Assignment.name == assignment
        )
        found |= {f"{notebook}/{cell}": points for notebook, cell, points in query}
    return found


def earned(gb, assignment: str) -> dict[tuple[str, str], float | None]:
    """(student, "notebook/cell") -> points; None where a person has yet to grade it."""
    return {
        (student, f"{notebook}/{cell}"): None
        if grade.auto_score is None and grade.manual_score is None
        else grade.score or 0.0
        for student, notebook, cell, grade in grades_of(gb, assignment)
    }


def roster(gb) -> dict[str, str]:
    """student -> name, everybody the gradebook knows."""
    names = defaultdict(str)
    for student in gb.db.query(Student):
        names[student.id] = " ".join(filter(None, [student.first_name, student.last_name]))
    return dict(names)


def _submissions(gb, assignment):
    query = gb.db.query(SubmittedAssignment, Student, Assignment.duedate)
    query = query.join(Student, Student.id == SubmittedAssignment.student_id)
    return query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id).filter(
        Assignment.name == assignment
    )


def _penalties(gb, assignment):
    query = gb.db.query(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
    query = query.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    return query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id).filter(
        Assignment.name == assignment
    )


def grades_of(gb, assignment):
    query = gb.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade)
    query = query.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    query = query.join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    query = query.join(BaseCell, BaseCell.id == Grade.cell_id)
    query = query.join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
    return query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id).filter(
        Assignment.name == assignment
    )
