"""`grader autograde`: grade what changed, show how it goes, report."""

import logging
import time
from dataclasses import replace

from ..autograde import Choices, grade_assignment
from ..course import CourseError, open_course
from ..engine import Unsafe
from ..gradebook import is_server
from ..report import closing_lines, summary
from .jsonfile import check_json, write_json
from .preview import Preview
from .screen import Screen, tell_notes


def run(args, console) -> int:
    """0 when every submission has a verdict, 1 when one may not be given any."""
    started = time.monotonic()
    json_path = check_json(args.json)
    course = open_course(args.course, args.db, logging.INFO if args.verbose else logging.ERROR)
    screen = _screen(args, console)
    choices = Choices(args.student, args.force, args.unsafe, args.jobs, args.early)
    try:
        outcome = (by_workers if args.queue else grade_assignment)(course, args.assignment, choices, screen)
    except Unsafe as refusal:
        raise CourseError(
            f"{refusal} (--unsafe grades all the same, if you trust every submission)"
        ) from refusal
    except KeyboardInterrupt:
        screen.stopped()
        raise
    report = replace(outcome.report, seconds=round(time.monotonic() - started, 3))
    tell(report, outcome.todo, console)
    screen.tell_workers()
    write_json(json_path, report)
    return 1 if outcome.refused or any(row.state == "grader error" for row in report.rows) else 0


def _screen(args, console):
    if args.preview and args.queue:
        raise CourseError("workers write what they grade: a preview is for a run without --queue")
    if args.preview or args.yes:
        return Preview(console, args.verbose, args.yes)
    return Screen(console, args.verbose)


def by_workers(course, assignment, choices, screen):
    if not is_server(course.db_url):
        raise CourseError(
            "--queue needs a gradebook on a PostgreSQL server: --db postgresql://user@host/name"
        )
    from .work import queue

    return queue().grade_by_workers(course, assignment, choices, screen)


def tell(report, todo, console):
    """The table, then sentences, then what the teacher should know."""
    if report.rows and (todo or len(report.rows) > 1):
        console.print(summary(report))
    for line in closing_lines(report):
        console.print(line, markup=False, highlight=False)
    tell_notes(report.warnings, console)
