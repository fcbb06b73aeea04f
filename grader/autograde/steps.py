"""The parts of nbgrader's autograde step that are the course's choice: late penalties, output limits."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import nbformat
from nbgrader.converters import Autograde
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearSolutions,
    Execute,
    LimitOutput,
    SaveAutoGrades,
)
from traitlets.utils.importstring import import_item

from ..course import Course, CourseError, fingerprint
from ..engine.job import Release, Settings

OURS = (Execute, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata)  # done by the engine and by rows.py

NO_LIMITS = ("order", "show_hidden_tests")  # of c.Grader: read elsewhere


@dataclass(frozen=True)
class Steps:
    """late_penalty: (student, score, seconds late) -> points or None; finish: notebook, about -> notebook.

    digest: changes with the code of either
    """

    late_penalty: Callable
    finish: Callable
    create_student: bool
    permissions: int
    converter: Autograde
    digest: str


def course_steps(course: Course) -> Steps:
    """The course's own choices, read by nbgrader's own classes."""
    converter = Autograde(coursedir=course.dirs, parent=course.app)
    classes = [import_item(c) if isinstance(c, str) else c for c in converter.autograde_preprocessors]
    finishing = [c(parent=converter) for c in classes if not issubclass(c, OURS)]
    late = [c(parent=converter) for c in classes if issubclass(c, AssignLatePenalties)]
    plugins = [step.plugin_class for step in late if step.enabled]
    return Steps(
        late_penalty=_late_penalty(next((step for step in late if step.enabled), None)),
        finish=_finish([step for step in finishing if step.enabled]),
        create_student=converter.create_student,
        permissions=int(str(converter.permissions), 8),
        converter=converter,
        digest=fingerprint.digest(
            fingerprint.class_digest([*classes, *plugins]),
            [course.config.get(kind.__name__, {}) for kind in plugins],
        ),
    )


def engine_settings(course: Course, unsafe=False) -> Settings:
    """Limits for each submission: nbgrader's timeout, and what the course sets (c.Grader.memory_mb = 4096).

    Raises: CourseError if c.Grader names a limit that does not exist
    """
    chosen = {k: v for k, v in course.config.get("Grader", {}).items() if k not in NO_LIMITS}
    known = {f.name for f in fields(Settings)}
    if unknown := sorted(set(chosen) - known):
        raise CourseError(f"c.Grader.{unknown[0]} is no limit: there are {', '.join(sorted(known))}")
    timeout = Execute(parent=course.app).timeout
    if timeout and timeout > 0:
        chosen = {"cell_s": float(timeout), "total_s": max(Settings.total_s, 4.0 * timeout)} | chosen
    return Settings(**chosen | {"unsafe": unsafe or bool(chosen.get("unsafe"))})


def release_rules(course: Course) -> Release:
    """The course's own delimiters, stubs and output limits, from nbgrader's classes."""
    clear, limit = ClearSolutions(parent=course.app), LimitOutput(parent=course.app)
    hidden = ClearHiddenTests(parent=course.app)
    return Release(
        begin_solution=clear.begin_solution_delimeter,
        end_solution=clear.end_solution_delimeter,
        begin_hidden=hidden.begin_test_delimeter,
        end_hidden=hidden.end_test_delimeter,
        code_stub=clear.code_stub.get("python", Release.code_stub),
        other_stubs={language.lower(): stub for language, stub in clear.code_stub.items()},
        text_stub=clear.text_stub,
        max_lines=limit.max_lines,
        max_traceback=limit.max_traceback,
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
