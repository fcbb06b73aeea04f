"""The summary at the end of a run: one row a student, then what a teacher should look at."""

from rich import box
from rich.table import Table
from rich.text import Text

from .rows import Report, Row, mean, points, states, why_forgeable

WHOLE_CLASS = 60  # more rows than this hide what matters


def summary(report: Report) -> Table:
    """Every student of a class; of a lecture hall, those whom somebody should look at."""
    shown = report.rows if len(report.rows) <= WHOLE_CLASS else [r for r in report.rows if is_remarkable(r)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    table.add_column("student", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("of", justify="right", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("remarks", overflow="fold")
    for row in shown:
        table.add_row(*map(Text, _cells(row)), style=None if row.state == "graded" else "yellow")
    return table


def closing_lines(report: Report) -> list[str]:
    """What happened, in sentences."""
    count = ", ".join(f"{n} {state}" for state, n in states(report).items())
    most = report.rows[0].max_score if report.rows else 0
    lines = [f"{report.assignment}: {count}; mean {points(mean(report))} of {points(most)}"]
    fresh = [r for r in report.rows if r.fresh and r.seconds]
    if fresh:
        slowest = sorted(fresh, key=lambda r: -r.seconds)[:3]
        lines.append("slowest: " + ", ".join(f"{r.student} {_time(r.seconds)}" for r in slowest))
    if forged := [r for r in report.rows if r.forgeable]:
        lines.append(
            f"forgeable: up to {points(max(r.forgeable for r in forged))} of {points(most)} points,"
            " decided where the submission ran; look at them before you trust them"
        )
        lines += [f"  {', '.join(tests)}: {why}" for why, tests in _by_reason(report).items()]
    if by_hand := sum(r.needs_person for r in report.rows):
        lines.append(f"{by_hand} of {len(report.rows)} wait for a person to grade a cell (formgrader)")
    return lines


def _by_reason(report):
    tests = {}
    for test, why in why_forgeable(report).items():
        tests.setdefault(why, []).append(test)
    return tests


def is_remarkable(row: Row) -> bool:
    return row.state != "graded" or bool(row.late_penalty or row.late_days or row.remarks)


def _cells(row):
    remarks = row.notes + ([f"{points(row.forgeable)} forgeable"] if row.forgeable else [])
    took = _time(row.seconds) if row.fresh and row.seconds is not None else "·"
    return row.student, row.earned, points(row.max_score), row.state, took, " · ".join(remarks)


def _time(seconds):
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
