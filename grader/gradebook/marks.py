"""What a feedback page shows of a submission, read for the whole class at once: scores, points, comments."""

from nbgrader.api import Assignment, BaseCell, Comment, Notebook, SubmittedAssignment, SubmittedNotebook

from .scores import grades_of, max_scores


def class_marks(gb, assignment: str) -> dict[tuple[str, str], dict]:
    """(student, notebook) -> {"score", "max_score", "late_penalty", "cells"}, where cells holds, by grade_id,
    {"score", "points"} of what is graded, with "waiting" where a person has still to read it, and {"comment"}
    of what is commented."""
    found = {}
    for student, notebook, penalty in _notebooks(gb, assignment):
        found[student, notebook] = {"score": 0.0, "max_score": 0.0, "late_penalty": penalty or 0, "cells": {}}
    points = max_scores(gb, assignment)
    for student, notebook, cell, grade in grades_of(gb, assignment):
        marks, most = found[student, notebook], points[f"{notebook}/{cell}"]
        marks["cells"].setdefault(cell, {}).update(score=grade.score, points=most)
        if grade.needs_manual_grade and grade.manual_score is None and grade.auto_score is None:
            marks["cells"][cell]["waiting"] = True
        marks["score"] += grade.score
        marks["max_score"] += most
    for student, notebook, cell, comment in _comments(gb, assignment):
        found[student, notebook]["cells"].setdefault(cell, {})["comment"] = comment
    return found


def _notebooks(gb, assignment):
    query = gb.db.query(
        SubmittedAssignment.student_id, Notebook.name, SubmittedNotebook.late_submission_penalty
    )
    query = query.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    query = query.join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
    query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    return query.filter(Assignment.name == assignment)


def _comments(gb, assignment):
    query = gb.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Comment.comment)
    query = query.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    query = query.join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
    query = query.join(Comment, Comment.notebook_id == SubmittedNotebook.id)
    query = query.join(BaseCell, BaseCell.id == Comment.cell_id)
    query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    return query.filter(Assignment.name == assignment)
