"""`grader scores` and `grader site`: what the gradebook holds, looked at."""

from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from ..autograde import report_of
from ..course import CourseError, open_course
from ..gradebook import graded_assignments, known_assignments, open_gradebook
from ..report import closing_lines, points, summary, write_site
from .jsonfile import check_json, write_json


def run(args, console) -> int:
    json_path = check_json(args.json)
    _, reports = _reports(args, args.assignment)
    if json_path is None and args.assignment:
        console.print(summary(reports[0]))
        for line in closing_lines(reports[0]):
            console.print(line, markup=False, highlight=False)
    elif json_path is None:
        console.print(_overview(reports))
    write_json(json_path, reports[0] if args.assignment else reports)
    return 0


def run_site(args, console) -> int:
    from ..feedback import published  # brings what draws pages along: not for `grader scores`

    folder = Path(args.folder).resolve()
    course, reports = _reports(args, None)
    pages = {
        (row.student, r.assignment): published(course, r.assignment, row.student)
        for r in reports
        for row in r.rows
    }
    try:
        page = write_site(folder, args.title or course.dirs.course_id or course.root.name, reports, pages)
    except OSError as error:
        raise CourseError(
            f"{error.filename} cannot be written ({error.strerror}): name another folder"
        ) from error
    console.print(f"wrote {page}", markup=False, highlight=False)
    return 0


def _reports(args, assignment):
    course = open_course(args.course, args.db)
    with open_gradebook(course) as gb:
        names = graded_assignments(gb, course)
        if assignment and assignment not in names:
            known = known_assignments(gb, course)
            raise CourseError(f"no scores for {assignment!r}: this course has {known}; grade it first")
        reports = [report_of(gb, course, name) for name in ([assignment] if assignment else names)]
    if not reports:
        raise CourseError(f"no scores yet in {course.root}: run `grader autograde ASSIGNMENT` first")
    return course, reports


def _overview(reports):
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("student", no_wrap=True)
    for report in reports:
        table.add_column(Text(report.assignment), justify="right")
    table.add_column("total", justify="right", no_wrap=True)
    budget = any(row.late_days_left is not None for report in reports for row in report.rows)
    if budget:
        table.add_column("late days", overflow="fold")
    table.add_column("waits for a person", overflow="fold")
    for student in sorted({row.student for report in reports for row in report.rows}):
        rows = [next((row for row in report.rows if row.student == student), None) for report in reports]
        late = [_late_days(reports, rows)] if budget else []
        table.add_row(*map(Text, (student, *map(_short, rows), _total(rows), *late, _waiting(reports, rows))))
    table.add_section()
    most = [r.rows[0].max_score if r.rows else 0 for r in reports]
    table.add_row("of", *map(points, most), points(sum(most)), *[""] * (1 + budget))
    return table


def _total(rows):
    return points(sum(row.final for row in rows if row))


def _waiting(reports, rows):
    """What somebody has still to read, in formgrader: "ps1 (3 points), ps2"."""
    named = [(report.assignment, row) for report, row in zip(reports, rows, strict=True)]
    return ", ".join(_waits(name, row) for name, row in named if row and (row.waiting or row.needs_person))


def _late_days(reports, rows):
    """Which assignments used how many, and what is left: "ps1 2, ps3 1: 2 left"."""
    used = [
        f"{report.assignment} {points(row.late_days)}"
        for report, row in zip(reports, rows, strict=True)
        if row and row.late_days
    ]
    left = [row.late_days_left for row in rows if row and row.late_days_left is not None]
    return f"{', '.join(used)}: {points(left[0])} left" if used else ""


def _waits(name, row):
    return f"{name} ({points(row.waiting)} points)" if row.waiting else name


def _short(row):
    """The score, and what is missing from it."""
    if row is None:
        return ""
    part = 0 < row.waiting < row.max_score
    return f"{row.earned} + {points(row.waiting)} not graded yet" if part else row.earned
