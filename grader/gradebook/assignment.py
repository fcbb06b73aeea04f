"""The assignment in the gradebook: as nbgrader saved it, or as we save it if it was never generated."""

import json
from dataclasses import dataclass

from nbgrader.api import Assignment, GradeCell, Notebook, SolutionCell, SourceCell, TaskCell
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from ..course import (
    Course,
    CourseError,
    Released,
    gradebook_file,
    natural,
    released_notebooks,
    source_assignments,
    source_folder,
)


@dataclass(frozen=True)
class Cell:
    """A row of the gradebook that a grade or a comment hangs on."""

    id: str
    name: str
    graded: bool
    commented: bool
    max_score: float = 0.0


def require_known(course: Course, assignment: str) -> None:
    """A mistyped name must not create a gradebook; where there is one, it is asked later.

    Raises: CourseError if the course has no such assignment
    """
    exists = gradebook_file(course.db_url, course.root).exists() or not course.db_url.startswith("sqlite:")
    if not exists and source_folder(course, assignment) is None:
        known = ", ".join(source_assignments(course)) or "none yet"
        raise CourseError(f"unknown assignment {assignment!r}: this course has {known}")


def find_or_register(gb, course: Course, assignment: str) -> Assignment:
    """The assignment's row. Where `nbgrader generate_assignment` was never run, its cells are saved as that
    command would save them; nothing is written to the release folder.

    Raises: CourseError if the course has no such assignment
    """
    row = _row(gb, assignment)
    if row is None or not row.notebooks:
        if source_folder(course, assignment) is None:
            raise CourseError(
                f"unknown assignment {assignment!r}: this course has {known_assignments(gb, course)}"
            )
        row = _register(gb, row or Assignment(name=assignment, course_id=gb.course_id), course)
    return row


def _register(gb, row, course):
    """All notebooks or none: one that was left out would never be graded, and nobody would be told."""
    notebooks = released_notebooks(course, row.name)
    row.notebooks = [_notebook_row(name, notebook) for name, notebook in notebooks.items()]
    gb.db.add(row)
    gb.db.commit()
    return row


def _notebook_row(name, notebook):
    """The rows that nbgrader's SaveCells leaves."""
    row = Notebook(name=name, kernelspec=json.dumps(notebook.metadata.get("kernelspec", {})))
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        marked = {"name": about.get("grade_id"), "cell_type": cell.cell_type}
        if is_grade(cell):
            row._base_cells.append(GradeCell(max_score=float(about["points"]), **marked))
        if is_solution(cell):
            row._base_cells.append(SolutionCell(name=marked["name"]))
        if is_task(cell):
            row._base_cells.append(TaskCell(max_score=float(about["points"]), **marked))
        if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell):
            kept = {"locked": is_locked(cell), "source": cell.source, "checksum": about.get("checksum")}
            row.source_cells.append(SourceCell(**marked, **kept))
    return row


def known_assignments(gb, course) -> str:
    names = {*source_assignments(course), *(name for (name,) in gb.db.query(Assignment.name))}
    names = sorted(names, key=natural)
    return ", ".join(names) or "none yet"


def graded_assignments(gb, course: Course) -> list[str]:
    """Names of the assignments that somebody has a submission of, in the course's order, then by date."""
    place = {name: number for number, name in enumerate(course.order)}

    def first(assignment):  # here, not by the database: each sorts names and missing dates in its own way
        name, due = assignment
        return place.get(name, len(place)), str(due or ""), natural(name)

    query = gb.db.query(Assignment.name, Assignment.duedate).filter(Assignment.submissions.any())
    return [name for name, _ in sorted(query, key=first)]


def released(row: Assignment) -> dict[str, Released]:
    """What the gradebook remembers of each notebook's cells."""
    return {notebook.name: Released(_kernelspec(notebook), _cells(notebook)) for notebook in row.notebooks}


def gradebook_cells(notebook: Notebook) -> list[Cell]:
    """The cells that carry grades and comments."""
    return [
        Cell(
            cell.id,
            cell.name,
            graded=isinstance(cell, GradeCell | TaskCell),
            commented=isinstance(cell, SolutionCell | TaskCell),
            max_score=getattr(cell, "max_score", 0.0),
        )
        for cell in notebook._base_cells
    ]


def _row(gb, assignment):
    return gb.db.query(Assignment).filter(Assignment.name == assignment).one_or_none()


def _kernelspec(notebook):
    return json.loads(notebook.kernelspec) if notebook.kernelspec else {}


def _cells(notebook):
    points = {c.name: c.max_score for c in [*notebook.grade_cells, *notebook.task_cells]}
    kinds = {
        "grade": {c.name for c in notebook.grade_cells},
        "solution": {c.name for c in notebook.solution_cells},
        "task": {c.name for c in notebook.task_cells},
    }
    remembered = {}
    for cell in notebook.source_cells:
        about = {k: getattr(cell, k) for k in ("cell_type", "source", "checksum", "locked")}
        about |= {kind: cell.name in names for kind, names in kinds.items()}
        remembered[cell.name] = about | ({"points": points[cell.name]} if cell.name in points else {})
    return remembered
