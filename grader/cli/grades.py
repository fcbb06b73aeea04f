"""`grader grades`: the scores as Canvas, Moodle or Gradescope take them."""

import json
import sys
from pathlib import Path

from .. import whole_file
from ..autograde import report_of
from ..course import CourseError, open_course
from ..engine.shown import shown
from ..gradebook import class_marks, graded_assignments, known_assignments, open_gradebook, people
from ..grades import canvas, column_of, moodle, onto, results, write_autograder
from ..report import points

FEW = 8


def run(args, console) -> int:
    course = open_course(args.course, args.db)
    if args.format == "gradescope":
        return _gradescope(course, args, console)
    with open_gradebook(course) as gb:
        names = _asked(gb, course, args.assignment)
        reports = [report_of(gb, course, name) for name in names]
        columns = [column_of(report, args.partly) for report in reports]
        everybody = people(gb)
    notes = [_waiting(column) for column in columns if column.waiting and not args.partly]
    notes += _late_days(reports)
    if args.onto:
        text, more = onto(Path(args.onto), everybody, columns)
        notes += more
    else:
        text = {"canvas": canvas, "moodle": moodle}[args.format](everybody, columns)
    _write(text, args.to)
    for line in notes:
        print(shown(f"note: {line}"), file=sys.stderr)
    return 0


def _asked(gb, course, assignment):
    names = graded_assignments(gb, course)
    if assignment and assignment not in names:
        raise CourseError(
            f"no scores for {assignment!r}: this course has {known_assignments(gb, course)}; grade it first"
        )
    if not names:
        raise CourseError(f"no scores yet in {course.root}: run `grader autograde ASSIGNMENT` first")
    return [assignment] if assignment else names


def _waiting(column):
    names = ", ".join(column.waiting[:FEW]) + (" and more" if len(column.waiting) > FEW else "")
    return (
        f"{column.assignment}: {len(column.waiting)} wait for a person and are left out ({names});"
        " --partly writes what they have so far"
    )


def _late_days(reports):
    """What the budget has covered, and is not in the scores."""
    used = {}
    for report in reports:
        for row in report.rows:
            if row.late_days:
                used.setdefault(row.student, []).append(f"{report.assignment} {points(row.late_days)}")
    told = [f"{student} ({', '.join(theirs)})" for student, theirs in sorted(used.items())]
    more = f" and {len(told) - FEW} more" if told[FEW:] else ""
    return (
        [f"late days used: {', '.join(told[:FEW])}{more}; `grader scores` says what is left"] if told else []
    )


def _gradescope(course, args, console):
    if not args.assignment:
        raise CourseError("Gradescope grades one assignment at a time: name it")
    if args.zip:
        write_autograder(course, args.assignment, Path(args.zip).resolve(), args.unsafe)
        console.print(
            f"wrote {args.zip}. Upload this file to Gradescope as the autograder.",
            markup=False,
            highlight=False,
        )
        return 0
    if len(args.student) != 1:
        raise CourseError(
            "results.json is about one submission: name it with --student, or ask for --zip FILE"
        )
    with open_gradebook(course) as gb:
        _asked(gb, course, args.assignment)
        rows = report_of(gb, course, args.assignment, students={*args.student}).rows
        marks = class_marks(gb, args.assignment)
    if not rows:
        raise CourseError(f"no scores of {args.student[0]!r} for {args.assignment!r}")
    theirs = {notebook: about for (student, notebook), about in marks.items() if student == rows[0].student}
    _write(json.dumps(results(rows[0], theirs), indent=1, ensure_ascii=False) + "\n", args.to)
    return 0


def _write(text, path):
    if path is None:
        sys.stdout.write(text)
        return
    whole_file.write(Path(path), text)
