"""How hard an exercise is, and whether it tells students apart: the usual statistics of test items."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import StatisticsError, correlation, fmean, quantiles, variance

from .facts import Answer

ENOUGH = 10  # answers; with fewer, the numbers say little
HARD, EASY, BLUNT = 0.3, 0.95, 0.2


@dataclass(frozen=True)
class Item:
    """difficulty: the mean share of its points, so 1 is the easiest.

    discrimination: the correlation with the rest of the assignment; None where it cannot be told
    """

    assignment: str
    exercise: str
    answers: tuple[Answer, ...]
    difficulty: float
    discrimination: float | None

    @property
    def parts(self) -> tuple[int, int, int]:
        """How many answers earned all, a part and none of the points."""
        shares = [answer.share for answer in self.answers]
        full, none = sum(share >= 1 for share in shares), sum(share <= 0 for share in shares)
        return full, len(shares) - full - none, none

    @property
    def flagged(self) -> bool:
        return bool(self.remark) and len(self.answers) >= ENOUGH

    @property
    def remark(self) -> str:
        """What a teacher should look at, in words."""
        if len(self.answers) < ENOUGH:
            return f"only {len(self.answers)} answers"
        if self.discrimination is not None and self.discrimination < 0:
            return "who is good elsewhere fails here: look at its test"
        if self.difficulty < HARD:
            return "hard"
        if self.difficulty > EASY:
            return "nearly everybody has it"
        if self.discrimination is not None and self.discrimination < BLUNT:
            return "hardly tells students apart"
        return ""


def items(answers) -> list[Item]:
    """Every exercise, in the order in which they come."""
    by_item, by_student = defaultdict(list), defaultdict(list)
    for answer in answers:
        if answer.share is not None:
            by_item[answer.assignment, answer.exercise].append(answer)
            by_student[answer.assignment, answer.student].append(answer)
    return [
        Item(*key, tuple(found), fmean(a.share for a in found), _discrimination(found, by_student))
        for key, found in by_item.items()
    ]


def _discrimination(found, by_student):
    """The correlation of this item with all other points of the same assignment."""
    pairs = []
    for answer in found:
        others = [a for a in by_student[answer.assignment, answer.student] if a.exercise != answer.exercise]
        if others:
            pairs.append((answer.share, sum(a.points for a in others) / sum(a.most for a in others)))
    try:
        return correlation(*zip(*pairs, strict=True)) if len(pairs) > 2 else None
    except StatisticsError:  # all the same
        return None


def alpha(answers) -> float | None:
    """Cronbach's alpha of one assignment: do its exercises measure one thing? Of those who answered all."""
    by_student, names = defaultdict(dict), {answer.exercise for answer in answers}
    for answer in answers:
        if answer.points is not None:
            by_student[answer.student][answer.exercise] = answer.points
    rows = [one for one in by_student.values() if one.keys() == names]
    if len(names) < 2 or len(rows) < 3:
        return None
    whole = variance(sum(row.values()) for row in rows)
    parts = sum(variance(row[name] for row in rows) for name in names)
    return len(names) / (len(names) - 1) * (1 - parts / whole) if whole else None


def five_numbers(values) -> tuple[float, ...]:
    """Minimum, lower quartile, median, upper quartile, maximum."""
    values = sorted(values)
    if len(values) == 1:
        return tuple(values * 5)
    return (values[0], *quantiles(values, n=4, method="inclusive"), values[-1])
