"""What is reported of a student: plain data, for the table, the JSON and the page alike."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Row:
    """score: points before the late penalty; final: after it. sentence: what the grader said.

    forgeable: points that the student's process may have made up; why_forgeable: "notebook/test" -> why
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
    seconds: float | None = None
    forgeable: float = 0.0
    why_forgeable: dict[str, str] = field(default_factory=dict)
    fresh: bool = False
    cells: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """An assignment's outcome for the class."""

    assignment: str
    rows: tuple[Row, ...]
    isolation: str = ""
    seconds: float | None = None
    warnings: tuple[str, ...] = ()


def as_json(report: Report) -> dict:
    return asdict(report) | {"states": states(report), "why_forgeable": why_forgeable(report)}


def why_forgeable(report: Report) -> dict[str, str]:
    """ "notebook/test" -> why it is forgeable, for at least one student."""
    return {test: why for row in report.rows for test, why in sorted(row.why_forgeable.items())}


def states(report: Report) -> dict[str, int]:
    """How many submissions are in each state, the good one first."""
    names = sorted({row.state for row in report.rows}, key=lambda s: (s != "graded", s))
    return {name: sum(row.state == name for row in report.rows) for name in names}


def mean(report: Report) -> float:
    return sum(row.final for row in report.rows) / len(report.rows) if report.rows else 0.0


def points(value: float) -> str:
    """12, 12.5, 0.33: no more digits than it has."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
