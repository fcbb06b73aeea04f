"""The parts of nbgrader's autograde step that are the course's choice: late penalties, output limits, hooks."""

from collections.abc import Callable
from dataclasses import dataclass

import nbformat
from nbgrader.converters import Autograde
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, Execute, SaveAutoGrades
from traitlets.utils.importstring import import_item

from ..course import Course, CourseError

OURS = (Execute, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata)  # done by the engine and by rows.py


@dataclass(frozen=True)
class Steps:
    """late_penalty: (student, score, seconds late) -> points or None; finish: changes a graded notebook in place."""

    late_penalty: Callable
    finish: Callable
    create_student: bool
    permissions: int
    converter: Autograde


def course_steps(course: Course) -> Steps:
    """The course's own choices, read by nbgrader's own classes."""
    converter = Autograde(coursedir=course.dirs, parent=course.app)
    classes = [import_item(c) if isinstance(c, str) else c for c in converter.autograde_preprocessors]
    finishing = [c(parent=converter) for c in classes if not issubclass(c, OURS)]
    late = [c(parent=converter) for c in classes if issubclass(c, AssignLatePenalties)]
    return Steps(
        late_penalty=_late_penalty(next((step for step in late if step.enabled), None)),
        finish=_finish([step for step in finishing if step.enabled]),
        create_student=converter.create_student,
        permissions=int(str(converter.permissions), 8),
        converter=converter,
    )


def _late_penalty(step):
    if step is None:
        return lambda student, score, seconds: None
    step.init_plugin()
    plugin = step.plugin_inst

    def penalty(student, score, seconds):
        try:
            return plugin.late_submission_penalty(student, score, seconds)
        except Exception as error:  # a plugin is the teacher's own code
            name, why = type(plugin).__name__, f"{type(error).__name__}: {error}"
            raise CourseError(
                f"the late-submission plugin {name} failed for {student} ({why}): correct it"
            ) from error

    return penalty


def _finish(steps):
    def finish(notebook: dict, about: dict) -> nbformat.NotebookNode:
        graded = nbformat.from_dict(notebook)
        for step in steps:
            graded, _ = step(graded, {"nbgrader": about})
        return graded

    return finish
