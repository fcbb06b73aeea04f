"""One assignment's scores, ready to leave the course: only what is final."""

from dataclasses import dataclass

from ..report import Report, points


@dataclass(frozen=True)
class Column:
    """scores: student -> points after the late penalty; waiting: whose work a person has still to read"""

    assignment: str
    most: float
    scores: dict[str, str]
    waiting: tuple[str, ...]


def column_of(report: Report, partly=False) -> Column:
    """partly: also what waits for a person, with what it has so far."""
    waits = {row.student for row in report.rows if row.waiting or row.needs_person}
    kept = [row for row in report.rows if partly or row.student not in waits]
    most = report.rows[0].max_score if report.rows else 0.0
    return Column(
        report.assignment, most, {row.student: points(row.final) for row in kept}, tuple(sorted(waits))
    )
