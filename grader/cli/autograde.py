"""`grader autograde`: plan, grade, store, report."""

import logging
import time

from rich.markup import escape

from ..autograde import carry_out, engine_settings, planned, pool_for, report_of, with_sharing
from ..course import CourseError, open_course
from ..engine import Unsafe
from ..engine.shown import shown
from ..report import closing_lines, summary
from .jsonfile import check_json, write_json
from .screen import progress


def run(args, console) -> int:
    """0 when every submission has a verdict, 1 when one may not be given any."""
    started = time.monotonic()
    json_path = check_json(args.json)
    course = open_course(args.course, args.db, logging.INFO if args.verbose else logging.ERROR)
    settings = engine_settings(course, unsafe=args.unsafe)
    with planned(course, args.assignment, args.student, args.force, settings) as plan:
        plan, isolation, fresh = grade(plan, args, console)
        asked = {*plan.unchanged, *fresh}
        report = report_of(
            plan.gb,
            course,
            args.assignment,
            students=asked,
            fresh=fresh,
            isolation=isolation,
            seconds=round(time.monotonic() - started, 3),
            warnings=plan.warnings + plan.refused,
        )
    tell(report, plan, console)
    write_json(json_path, report)
    return 1 if plan.refused or any(row.state == "grader error" for row in report.rows) else 0


def grade(plan, args, console):
    """(plan, isolation, students graded now). Opens the pool only if there is work."""
    if not plan.todo:
        console.print(
            f"{plan.master.assignment}: nothing has changed since the last run (--force grades all again)"
        )
        return with_sharing(plan, None), "", set()
    try:
        with pool_for(plan, args.jobs, args.early) as pool:
            tier = pool.tier
            console.print(f"isolation: [b]{escape(tier.name)}[/b]. {escape(tier.sentence)}", soft_wrap=True)
            console.print(_work(plan))
            known = len(plan.warnings)
            plan = with_sharing(plan, pool.grade, args.force)
            _tell_notes(plan.warnings[known:], console)  # before any score is written
            return plan, tier.name, _grade_all(plan, pool, args.verbose, console)
    except Unsafe as refusal:
        raise CourseError(
            f"{refusal} (--unsafe grades all the same, if you trust every submission)"
        ) from refusal


def _grade_all(plan, pool, verbose, console):
    fresh = set()
    try:
        with progress(console, "grading", len(plan.todo)) as advance:
            for entry in carry_out(plan, counted(pool.grade_all(plan.jobs), advance)):
                fresh.add(entry["student"])
                if verbose:
                    _log(entry, console)
    except KeyboardInterrupt:
        console.print(
            f"stopped: {len(fresh)} or more of {len(plan.todo)} are graded and kept; the same command goes on"
        )
        raise
    return fresh


def counted(results, advance):
    for result in results:
        advance()
        yield result


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


def tell(report, plan, console):
    """The table, then sentences, then what the teacher should know."""
    if report.rows and (plan.todo or len(report.rows) > 1):
        console.print(summary(report))
    for line in closing_lines(report):
        console.print(line, markup=False, highlight=False)
    _tell_notes(report.warnings, console)


def _tell_notes(lines, console):
    for line in lines:
        console.print(shown(f"note: {line}"), markup=False, highlight=False)
