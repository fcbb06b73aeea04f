"""nbgrader's own exchange, where its students submit: its collector does the work."""

import contextlib
import logging

from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeError, ExchangeFactory

from ..course import Course, CourseError


def from_exchange(course: Course, assignment: str) -> list[str]:
    """Collect the latest of each student; what its collector said.

    Raises: CourseError if there is no exchange, or nothing of this course in it
    """
    lines, log = _Lines(), course.app.log
    level = log.level
    log.setLevel(logging.INFO)
    log.addHandler(lines)
    course.dirs.assignment_id = assignment
    about = {"authenticator": Authenticator(parent=course.app), "parent": course.app}
    collector = ExchangeFactory(parent=course.app).Collect(coursedir=course.dirs, **about)
    collector.update = True
    try:
        with contextlib.chdir(course.root):
            collector.start()
    except ExchangeError as error:
        why = lines.said[-1] if lines.said else str(error)
        raise CourseError(
            f"the exchange gave nothing ({why}): name a folder or a zip to collect from"
        ) from error
    finally:
        log.removeHandler(lines)
        log.setLevel(level)
    return lines.said


class _Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.said = []

    def emit(self, record):
        self.said.append(" ".join(record.getMessage().split()))
