"""From the gradebook and the ledger to what is reported."""

from dataclasses import replace

from ..course import Course, ledger
from ..gradebook import max_scores, standings
from ..report import Attempt, Regraded, Report, Row
from .late import late_days
from .plan import history_file, ledger_file


def report_of(gb, course: Course, assignment: str, *, students=None, fresh=(), **about) -> Report:
    """What is known of an assignment. students: only these; fresh: graded in this very run."""
    entries = ledger.read(ledger_file(course, assignment))
    most = sum(max_scores(gb, assignment).values())
    spent = late_days(gb, course)
    rows = [
        replace(
            _row(standing, entries.get(student, {}), most, student in fresh),
            **_late(spent.get(student), assignment),
        )
        for student, standing in sorted(standings(gb, assignment).items())
        if students is None or student in students
    ]
    return Report(assignment, tuple(rows), **about)


def attempts_of(course: Course, assignment: str, most: dict[str, float]) -> list[Attempt]:
    """What each hand-in earned by tests, in the order in which they came. most: "notebook/cell" -> points"""
    found = {}
    for entry in ledger.every(history_file(course, assignment)):
        found[entry["student"], entry.get("work")] = entry  # graded anew, it keeps its place
    attempts = []
    for entry in sorted(found.values(), key=lambda e: e.get("handed_in", "")):
        earned = {cell: p for cell, p in entry.get("auto", {}).items() if p is not None and most.get(cell)}
        if earned:
            share = sum(earned.values()) / sum(most[cell] for cell in earned)
            attempts.append(
                Attempt(entry["student"], assignment, entry.get("handed_in", ""), min(1.0, share))
            )
    return attempts


def regraded_of(course: Course, assignment: str) -> list[Regraded]:
    """Whose points the latest grading of the same work changed, of what tests give."""
    last, before = {}, {}
    for entry in ledger.every(history_file(course, assignment)):
        student = entry["student"]
        before[student], last[student] = last.get(student), entry
    found = []
    for student, entry in last.items():
        earlier = before[student]
        if earlier is None or earlier.get("work") != entry.get("work"):  # handed in anew
            continue
        old, new = ({k: p or 0.0 for k, p in e.get("auto", {}).items()} for e in (earlier, entry))
        cells = {
            cell: (old.get(cell, 0.0), new.get(cell, 0.0))
            for cell in sorted(old | new)
            if old.get(cell, 0.0) != new.get(cell, 0.0)
        }
        if cells:
            sums = (round(sum(each.values()), 6) for each in (old, new))
            found.append(Regraded(student, assignment, *sums, cells, entry.get("graded", "")))
    return found


def _late(spent, assignment):
    if spent is None:
        return {}
    return {"late_days": spent.used.get(assignment, 0.0), "late_days_left": spent.left}


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
        worker=entry.get("worker", ""),
        times=entry.get("times", {}),
        why_forgeable=entry.get("why_forgeable", {}),
        fresh=fresh,
        cells=standing.auto,
    )
