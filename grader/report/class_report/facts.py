"""What the report is made of: plain data, gathered by whoever may read the course."""

from dataclasses import dataclass, field
from functools import cached_property

from ...engine.shown import one_line
from ..rows import Report, Row, by_last_name
from .inventory import Inventory


@dataclass(frozen=True)
class Answer:
    """What one student's work earned in one graded cell.

    points: None where nobody has graded it yet; line: what the failed test said first, fit to be shown
    judged: it was `check` that said it, in a sentence of its own; hidden: its test is hidden from students
    cell: notebook/cell, which leads to it in the feedback
    """

    student: str
    assignment: str
    exercise: str
    points: float | None
    most: float
    line: str = ""
    judged: bool = False
    hidden: bool = False
    cell: str = ""

    def __post_init__(self):
        object.__setattr__(self, "line", one_line(self.line))

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return None if self.points is None or not self.most else min(1.0, max(0.0, self.points / self.most))

    @property
    def failed(self) -> bool:
        return self.share is not None and self.share < 1.0


@dataclass(frozen=True)
class Attempt:
    """One of several times that a student handed an assignment in."""

    student: str
    assignment: str
    when: str
    share: float


@dataclass(frozen=True)
class Facts:
    """feedback: (student, assignment, notebook) -> the address of a page, seen from the report's folder.

    attempts: in the order in which they came
    """

    title: str
    reports: tuple[Report, ...]
    answers: tuple[Answer, ...]
    attempts: tuple[Attempt, ...] = ()
    feedback: dict = field(default_factory=dict)
    inventory: Inventory | None = None

    @cached_property
    def students(self) -> dict[str, str]:
        """Everybody who handed something in: id -> name, by name."""
        return dict(by_last_name({row.student: row.name or row.student for row in self.rows}))

    @cached_property
    def rows(self) -> list[Row]:
        """All that was handed in."""
        return [row for report in self.reports for row in report.rows]

    @cached_property
    def shares(self) -> list[float]:
        return [row.share for row in self.rows]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """student -> a number, for addresses on the page."""
        return {student: number for number, student in enumerate(self.students)}
