"""What a student reads, and the number that nbgrader reads."""

from dataclasses import dataclass, field
from typing import Any

from grader.checks.html import render


@dataclass(frozen=True)
class Report:
    """drawn: label -> array, target and answer last

    where: the first place in which these two differ
    how:   how the sentence was found: a known "mistake", a "pattern", a broken "law", or "plain"
    note:  what else a student must know, as that an older definition was judged
    """

    slug: str
    earned: float
    points: float
    sentence: str
    drawn: dict[str, Any] = field(default_factory=dict)
    where: tuple[int, ...] | None = None
    printed: str = ""
    hints: tuple[str, ...] = ()
    how: str = "plain"
    note: str = ""

    @property
    def verdict(self) -> str:
        """The first line: a mark, the points, one sentence. The mark says it without colour."""
        mark = "✓" if self.earned == self.points else "◐" if self.earned else "✗"
        return f"{mark} {self.earned:g} of {self.points:g} points. {self.sentence}"

    @property
    def text(self) -> str:
        """What is read where no HTML is shown."""
        return "\n".join(filter(None, (self.verdict, self.note)))


class Score(float):
    """Points. A notebook shows the report, but prints a plain number: that is what nbgrader reads."""

    report: Report

    def __new__(cls, report: Report) -> "Score":
        score = super().__new__(cls, report.earned)
        score.report = report
        return score

    __repr__ = float.__repr__

    def _repr_html_(self) -> str:
        return render(self.report)


class Spoken(Score):
    """Points at a prompt, where no report is shown and a number says little: they read as their sentence."""

    def __repr__(self) -> str:
        return self.report.text
