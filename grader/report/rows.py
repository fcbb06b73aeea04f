"""What is reported of a student: plain data, for the table, the JSON and the page alike."""

from dataclasses import asdict, dataclass, field, fields

from ..engine.shown import all_shown, one_line


@dataclass(frozen=True)
class Row:
    """score: points before the late penalty; final: after it; waiting: points of what nobody has graded yet.

    sentence: what the grader said; remarks: what else a teacher should know; all of it fit to be shown.
    late_days: used here of the student's budget; late_days_left: after all assignments, None without a budget
    forgeable: points earned that the student's process may have made up
    why_forgeable: "notebook/test" -> why
    worker, times: of a queue: who graded it; when it was handed in, queued, taken, run, written
    """

    student: str
    name: str
    score: float
    max_score: float
    late_penalty: float
    final: float
    needs_person: bool
    state: str
    sentence: str = ""
    remarks: tuple[str, ...] = ()
    waiting: float = 0.0
    seconds: float | None = None
    forgeable: float = 0.0
    why_forgeable: dict[str, str] = field(default_factory=dict)
    fresh: bool = False
    cells: dict[str, float | None] = field(default_factory=dict)
    worker: str = ""
    times: dict[str, str] = field(default_factory=dict)
    late_days: float = 0.0
    late_days_left: float | None = None

    def __post_init__(self):
        _make_fit_to_be_shown(self)

    @property
    def notes(self) -> list[str]:
        """What stands beside the score, the most important first."""
        notes = [one_line(self.sentence)] if self.state != "graded" else []
        notes += [one_line(remark) for remark in self.remarks]
        notes += [f"late: −{points(self.late_penalty)}"] if self.late_penalty else []
        if self.late_days and self.late_days_left is not None:
            used = "1 late day" if self.late_days == 1 else f"{points(self.late_days)} late days"
            notes += [f"{used} used, {points(self.late_days_left)} left"]
        if self.waiting:
            notes += [f"needs a person: {points(self.waiting)} points not graded yet"]
        elif self.needs_person:
            notes += ["needs a person"]
        return notes

    @property
    def share(self) -> float:
        """Of the points, from 0 to 1."""
        return min(1.0, self.final / self.max_score) if self.max_score else 0.0

    @property
    def earned(self) -> str:
        """The score as it is read: what nobody has looked at is no 0."""
        return "not graded yet" if 0 < self.max_score <= self.waiting else points(self.final)


@dataclass(frozen=True)
class Report:
    """An assignment's outcome for the class."""

    assignment: str
    rows: tuple[Row, ...]
    isolation: str = ""
    seconds: float | None = None
    warnings: tuple[str, ...] = ()

    def __post_init__(self):
        _make_fit_to_be_shown(self)


def _make_fit_to_be_shown(record):
    """Here, for table, JSON and page alike: no text of a submission's gets by."""
    for each in fields(record):
        if each.name != "rows":
            object.__setattr__(record, each.name, all_shown(getattr(record, each.name)))


def as_json(report: Report) -> dict:
    return asdict(report) | {"states": states(report), "why_forgeable": why_forgeable(report)}


def why_forgeable(report: Report) -> dict[str, str]:
    """ "notebook/test" -> why it is forgeable, for at least one student."""
    return {test: why for row in report.rows for test, why in sorted(row.why_forgeable.items())}


def states(report: Report) -> dict[str, int]:
    """How many submissions are in each state, the good one first."""
    names = sorted({row.state for row in report.rows}, key=lambda s: (s != "graded", s))
    return {name: sum(row.state == name for row in report.rows) for name in names}


def by_last_name(names: dict[str, str]) -> list[tuple[str, str]]:
    """(id, name) in the order of a class list. names: id -> name"""
    return sorted(names.items(), key=lambda student: (student[1].split()[-1:], student))


def mean(report: Report) -> float:
    return sum(row.final for row in report.rows) / len(report.rows) if report.rows else 0.0


def points(value: float) -> str:
    """12, 12.5, 0.33: no more digits than it has."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
