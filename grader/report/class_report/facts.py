"""What the report is made of: plain data, gathered by whoever may read the course."""

from dataclasses import dataclass, field
from functools import cached_property

from ...engine.shown import one_line
from ..rows import Report, Row, by_last_name
from .inventory import Inventory

ON_ONE_PAGE, A_PAGE = 400, 200  # students: of a lecture hall each page has so many


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
class Regraded:
    """What the latest grading of the same work changed, of what tests give.

    cells: notebook/cell -> (points before, after), of what differs; when: in UTC, "" where it is not known
    """

    student: str
    assignment: str
    before: float
    after: float
    cells: dict[str, tuple[float, float]] = field(default_factory=dict)
    when: str = ""


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

    attempts: in the order in which they came; regraded: whose points the latest grading changed
    """

    title: str
    reports: tuple[Report, ...]
    answers: tuple[Answer, ...]
    attempts: tuple[Attempt, ...] = ()
    feedback: dict = field(default_factory=dict)
    inventory: Inventory | None = None
    regraded: tuple[Regraded, ...] = ()

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

    @cached_property
    def pages(self) -> list[tuple[str, list[str]]]:
        """(name, students) of the pages that list everybody; "": a class that fits on the first page."""
        everybody = list(self.students)
        if len(everybody) <= ON_ONE_PAGE:
            return [("", everybody)]
        starts = range(0, len(everybody), A_PAGE)
        return [(f"students-{k + 1}.html", everybody[n : n + A_PAGE]) for k, n in enumerate(starts)]

    def place(self, student: str) -> str:
        """Their address, seen from any page of the teacher's."""
        number = self.numbers[student]
        page = self.pages[0][0] and self.pages[number // A_PAGE][0]
        return f"{page}#s-{number}"
