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
from .plan import planned
from .solution import pool_for, with_sharing
from .steps import engine_settings
from .store import carry_out


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
        name, settings = assignment_name(where.assignment_id), engine_settings(course)
        with files_explained(), planned(course, name, students, converter.force, settings) as plan:
            refused = _grade(plan, converter.log, converter.force)
    except (CourseError, Unsafe) as error:
        converter.log.error(str(error))
        raise NbGraderException(str(error)) from error
    if refused:
        raise NbGraderException("; ".join(refused))


def _grade(plan, log, force):
    for student in plan.unchanged:
        log.info("Skipping unchanged submission: %s", student)
    if plan.todo:
        with pool_for(plan) as pool:
            known = len(plan.warnings)
            plan = with_sharing(plan, pool.grade, force)
            for line in plan.warnings[known:]:  # before any score is written
                log.warning(line)
            log.info("Isolation: %s. %s", pool.tier.name, pool.tier.sentence)
            for entry in carry_out(plan, pool.grade_all(plan.jobs)):
                log.info("%s: %s. %s", entry["student"], entry["state"], shown(entry["sentence"]))
    for line in plan.warnings + plan.refused:
        log.warning(shown(line))
    return plan.refused
