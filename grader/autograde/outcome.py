"""From the gradebook and the ledger to what is reported."""

from ..course import Course, ledger
from ..gradebook import max_scores, standings
from ..report import Report, Row
from .plan import ledger_file


def report_of(gb, course: Course, assignment: str, *, students=None, fresh=(), **about) -> Report:
    """What is known of an assignment. students: only these; fresh: graded in this very run."""
    entries = ledger.read(ledger_file(course, assignment))
    most = sum(max_scores(gb, assignment).values())
    rows = [
        _row(standing, entries.get(student, {}), most, student in fresh)
        for student, standing in sorted(standings(gb, assignment).items())
        if students is None or student in students
    ]
    return Report(assignment, tuple(rows), **about)


def _row(standing, entry, most, fresh):
    return Row(
        student=standing.student,
        name=standing.name,
        score=round(standing.score, 6),
        max_score=most,
        waiting=round(standing.waiting, 6),
        late_penalty=standing.late_penalty,
        final=round(standing.final, 6),
        needs_person=standing.needs_person,
        state=entry.get("state", "graded"),
        sentence=entry.get("sentence", ""),
        remarks=tuple(entry.get("remarks", ())),
        seconds=entry.get("seconds"),
        forgeable=entry.get("forgeable", 0.0),
        why_forgeable=entry.get("why_forgeable", {}),
        fresh=fresh,
        cells=standing.auto,
    )
