"""What a regrade would change, before anything is written."""

from dataclasses import dataclass, field

from ..engine.job import Result
from ..gradebook import is_no_verdict, standings
from .plan import Plan


@dataclass(frozen=True)
class Change:
    """One student's points, before the late penalty; before: None where there was no score yet.

    cells: "notebook/cell" -> (points before, points after), of what differs
    """

    student: str
    before: float | None
    after: float
    cells: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def by(self) -> float:
        return round(self.after - (self.before or 0.0), 6)


def changes(plan: Plan, results: list[Result]) -> list[Change]:
    """Those whose points would change, and those who have none yet; the greatest loss first."""
    now = standings(plan.gb, plan.row.name)
    found = [_change(now.get(result.student), result) for result in results]
    return sorted(
        (change for change in found if change and (change.by or change.before is None)),
        key=lambda change: (change.before is None, change.by, change.student),
    )


def _change(standing, result):
    """What a person gave stays; only what the tests give is compared."""
    after = {f"{n.name}/{cell}": points for n in result.notebooks for cell, points in n.scores.items()}
    if standing is None or not standing.auto:
        return Change(result.student, None, sum(filter(None, after.values())))
    if any(map(is_no_verdict, result.notebooks)):  # what stands, stands
        return None
    cells = {
        name: (old or 0.0, after.get(name) or 0.0)
        for name, old in standing.auto.items()
        if (old or 0.0) != (after.get(name) or 0.0)
    }
    by = sum(new - old for name, (old, new) in cells.items() if name not in standing.by_hand)
    return Change(result.student, standing.score, round(standing.score + by, 6), cells)
