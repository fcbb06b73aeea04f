"""nbgrader's own `autograde` command and formgrader's button, graded by our engine.

The two lines for nbgrader_config.py:

    from grader.autograde import use_engine
    use_engine()
"""

from pathlib import Path

from nbgrader.converters import Autograde, NbGraderException
from traitlets.config import Config

from ..course import Course, CourseError, assignment_name, files_explained
from ..engine import Unsafe
from ..engine.shown import shown
from .grade import Choices, Listener, grade_assignment


def use_engine() -> None:
    """From now on, in this process, nbgrader's Autograde step grades with our engine.

    The command and formgrader both make an Autograde converter and call its `start`: this is replaced.
    """
    Autograde.start = _start


def _start(converter: Autograde) -> None:
    """Raises: NbGraderException with our sentence, which is how nbgrader reports that a step failed"""
    where = converter.coursedir
    converter.update_config(Config({"Autograde": {"create_student": converter.create_student}}))
    course = Course(Path(where.root), converter)
    students = () if where.student_id == "*" else (where.student_id,)
    try:
        with files_explained():
            name, choices = assignment_name(where.assignment_id), Choices(students, converter.force)
            outcome = grade_assignment(course, name, choices, Log(converter.log))
    except (CourseError, Unsafe) as error:
        converter.log.error(str(error))
        raise NbGraderException(str(error)) from error
    for student in outcome.unchanged:
        converter.log.info("Skipping unchanged submission: %s", student)
    for line in outcome.report.warnings:
        converter.log.warning(shown(line))
    if outcome.refused:
        raise NbGraderException("; ".join(outcome.refused))


class Log(Listener):
    """A run as nbgrader's own log tells it."""

    def __init__(self, log):
        self.log = log

    def begins(self, plan, tier):
        self.log.info("Isolation: %s. %s", tier.name, tier.sentence)

    def noted(self, lines):
        for line in lines:
            self.log.warning(shown(line))

    def stored(self, entry):
        self.log.info("%s: %s. %s", entry["student"], entry["state"], shown(entry["sentence"]))
