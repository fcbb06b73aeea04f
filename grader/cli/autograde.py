"""`grader autograde`: grade what changed, show how it goes, report."""

import logging
import time
from collections import Counter
from dataclasses import replace

from rich.markup import escape

from ..autograde import Choices, Listener, grade_assignment
from ..course import CourseError, open_course
from ..engine import Unsafe
from ..engine.shown import shown
from ..gradebook import is_server
from ..report import closing_lines, summary
from .jsonfile import check_json, write_json
from .screen import progress


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
    from .preview import Preview  # is a Screen itself

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


class Screen(Listener):
    """A run as a teacher watches it in a terminal."""

    def __init__(self, console, verbose):
        self.console, self.verbose = console, verbose
        self.todo = self.kept = 0
        self.workers, self.by = None, Counter()

    def nothing_to_do(self, plan):
        self.console.print(
            f"{plan.master.assignment}: nothing has changed since the last run (--force grades all again)"
        )

    def begins(self, plan, tier):
        self.console.print(f"isolation: [b]{escape(tier.name)}[/b]. {escape(tier.sentence)}", soft_wrap=True)
        self.console.print(_work(plan))

    def noted(self, lines):
        _tell_notes(lines, self.console)

    def graded(self, results, plan):
        self.todo = len(plan.todo)
        with progress(self.console, self.what, self.todo) as advance:
            for result in results:
                advance()
                yield result

    def stored(self, entry):
        self.kept += 1
        if self.verbose:
            _log(entry, self.console)

    def graded_by(self, worker):
        """Of a queue."""
        self.by[worker] += 1

    def what(self):
        """What the bar is of."""
        return f"grading, {len(self.by)} worker{'s' * (len(self.by) != 1)}" if self.by else "grading"

    def waiting_for_workers(self, workers, left):
        """Of a queue, when no result has come for a while."""
        if workers != self.workers:
            self.workers = workers
            here = "1 worker is" if workers == 1 else f"{workers or 'no'} workers are"
            self.console.print(
                f"{left} left; {here} at work (another: `grader work --db …`)", highlight=False
            )

    def away(self, sentence):
        """The database of a queue."""
        self.console.print(shown(f"waiting: {sentence}"), markup=False, highlight=False)

    def tell_workers(self):
        """Who has graded how many, if it was not this computer."""
        if self.by:
            said = ", ".join(f"{worker} {number}" for worker, number in sorted(self.by.items()))
            self.console.print(f"graded by {said}", highlight=False)

    def stopped(self):
        if self.todo:
            self.console.print(
                f"stopped: {self.kept} or more of {self.todo} are graded and kept; the same command goes on"
            )


def _work(plan):
    todo, same = len(plan.todo), len(plan.unchanged)
    why = "graded already by the run that was stopped" if plan.run else "unchanged"
    unchanged = f", {same} {why}" if same else ""
    return f"{escape(plan.master.assignment)}: {todo} to grade{unchanged}"


def _log(entry, console):
    console.print(shown(f"{entry['student']}: {entry['state']}"), markup=False, highlight=False)
    for notebook, lines in entry["log"].items():
        for line in lines:
            console.print(shown(f"  {notebook}: {line}"), markup=False, highlight=False)


def tell(report, todo, console):
    """The table, then sentences, then what the teacher should know."""
    if report.rows and (todo or len(report.rows) > 1):
        console.print(summary(report))
    for line in closing_lines(report):
        console.print(line, markup=False, highlight=False)
    _tell_notes(report.warnings, console)


def _tell_notes(lines, console):
    for line in lines:
        console.print(shown(f"note: {line}"), markup=False, highlight=False)
