"""Write one submission's verdict as nbgrader would have: student, submission, grades, comments."""

from collections.abc import Iterable
from datetime import timedelta

from nbgrader.api import Assignment, Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import selectinload

from ..course import Submission
from ..engine.job import GradedNotebook, Result
from .assignment import gradebook_cells
from .readings import text_of


def write_verdict(
    row: SubmittedAssignment, submission: Submission, result: Result, late_penalty, read: dict
) -> dict:
    """Stage one submission's marks, for the caller to commit; returns "notebook/cell" -> automatic score.

    Automatic scores and comments are replaced, manual ones and extra credit stay.
    late_penalty: (student, score, seconds late) -> points to take off, or None; read: see readings.py
    """
    if submission.timestamp:
        row.timestamp = submission.timestamp
    graded = {n.name: n for n in result.notebooks}
    for notebook in row.notebooks:
        verdict = graded.get(notebook.notebook.name)
        if verdict is None:
            _score_missing(notebook)
            continue
        if is_no_verdict(verdict):
            continue
        _score(notebook, verdict, read.get(verdict.name, {}))
        _comment(notebook, verdict)
        notebook.late_submission_penalty = _penalty(row, notebook, late_penalty)
    return auto_scores(row)


def auto_scores(row: SubmittedAssignment) -> dict[str, float | None]:
    """ "notebook/cell" -> automatic score"""
    return {
        f"{notebook.notebook.name}/{name}": grade.auto_score
        for notebook in row.notebooks
        for name, grade in _by_name(notebook, notebook.grades)
    }


def holds(row: SubmittedAssignment, result: Result) -> bool:
    """Whether the row has the automatic scores of this verdict, and nothing would change."""
    verdicts = {n.name: n for n in result.notebooks if not is_no_verdict(n)}
    return all(
        grade.auto_score == verdicts[notebook.notebook.name].scores.get(name, 0.0)
        for notebook in row.notebooks
        if notebook.notebook.name in verdicts
        for name, grade in _by_name(notebook, notebook.grades)
    )


def is_no_verdict(verdict: GradedNotebook) -> bool:
    """The grader itself failed: what stands in the gradebook stands, or a person must grade."""
    return verdict.state == "grader error" and not verdict.scores


def add_students(gb, students) -> None:
    """Those whom the gradebook lacks, in order: nbgrader lists nameless students as they were added."""
    known = {student for (student,) in gb.db.query(Student.id)}
    gb.db.add_all([Student(id=student) for student in students if student not in known])
    gb.db.commit()


def submission_rows(gb, assignment: Assignment, students: Iterable[str]) -> dict[str, SubmittedAssignment]:
    """student -> their row, complete down to grades and comments; for a batch, since four questions to the
    database take as long for many students as for one."""
    students = set(students)
    notebooks = selectinload(SubmittedAssignment.notebooks)
    query = gb.db.query(SubmittedAssignment).filter(
        SubmittedAssignment.assignment_id == assignment.id, SubmittedAssignment.student_id.in_(students)
    )
    query = query.options(
        selectinload(SubmittedAssignment.student),
        notebooks.selectinload(SubmittedNotebook.grades),
        notebooks.selectinload(SubmittedNotebook.comments),
    )
    rows = {row.student_id: row for row in query}
    for student in gb.db.query(Student).filter(Student.id.in_(students - rows.keys())):
        rows[student.id] = SubmittedAssignment(assignment=assignment, student=student)
    for row in rows.values():
        _complete(row, assignment)
    gb.db.add_all(rows.values())
    return rows


def _complete(row, assignment):
    """Every notebook has its row, and every cell its grade and its comment, as nbgrader mirrors them."""
    have = {n.notebook_id for n in row.notebooks}
    row.notebooks += [SubmittedNotebook(notebook=n) for n in assignment.notebooks if n.id not in have]
    for notebook in row.notebooks:
        graded = {g.cell_id for g in notebook.grades}
        commented = {c.cell_id for c in notebook.comments}
        for cell in gradebook_cells(notebook.notebook):
            if cell.graded and cell.id not in graded:
                notebook.grades.append(Grade(cell_id=cell.id, needs_manual_grade=True))
            if cell.commented and cell.id not in commented:
                notebook.comments.append(Comment(cell_id=cell.id))


def _score_missing(row):
    """A notebook that was not handed in: nbgrader's zero, and nothing to look at."""
    for grade in row.grades:
        grade.auto_score, grade.needs_manual_grade = 0, False


def _score(row, verdict: GradedNotebook, read):
    for name, grade in _by_name(row, row.grades):
        before, grade.auto_score = grade.auto_score, verdict.scores.get(name, 0.0)  # none: nothing was earned
        if grade.manual_score is None:
            grade.needs_manual_grade = grade.auto_score is None
        elif read.get(name) is None or before != grade.auto_score:
            grade.needs_manual_grade = True
        else:
            grade.needs_manual_grade = read[name] != text_of(verdict.notebook, name)


def _comment(row, verdict):
    for name, comment in _by_name(row, row.comments):
        comment.auto_comment = verdict.comments.get(name)


def _by_name(row, marks):
    """(cell name, grade or comment); names come from the assignment, which is read once."""
    names = {cell.id: cell.name for cell in gradebook_cells(row.notebook)}
    return [(names[mark.cell_id], mark) for mark in marks]


def _penalty(submission, row, late_penalty):
    seconds = seconds_late(submission)
    if seconds <= 0:
        return None
    return penalty_of(
        row, seconds, lambda seconds, score: late_penalty(submission.student.id, score, seconds)
    )


def penalty_of(row: SubmittedNotebook, late, rule) -> float | None:
    """rule: (late, score) -> points to take off, or None"""
    score = sum(_points(grade) for grade in row.grades)
    penalty = rule(late, score)
    return None if penalty is None else min(max(penalty, 0), score)  # nbgrader's own bounds


def seconds_late(submission) -> float:
    due = submission.assignment.duedate
    if submission.timestamp is None or due is None:
        return 0
    return max(0, (submission.timestamp - due - (submission.extension or timedelta(0))).total_seconds())


def _points(grade):
    """Grade.score, which the database computes only once the row is stored."""
    score = grade.manual_score if grade.manual_score is not None else grade.auto_score
    return 0.0 if score is None else score + (grade.extra_credit or 0.0)
