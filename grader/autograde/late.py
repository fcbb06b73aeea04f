"""A plain rule for late work, for nbgrader and for us alike. In nbgrader_config.py:

c.AssignLatePenalties.plugin_class = "grader.autograde.late.LateDays"
c.LateDays.budget = 5
c.LateDays.grace_days = 2
c.LateDays.per_day = 0.1
c.LateDays.most = 0.5

The budget is one for the whole course, so late work on one assignment may change what another one costs.
nbgrader hands a plugin one notebook at a time; so `grader autograde` settles all assignments at its end, and
so does nbgrader's own command where it uses our engine.
"""

import math
from dataclasses import dataclass, field

from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Float

from ..course import Course
from ..gradebook import Late, late_work, put_penalties

DAY_S = 86_400
FEW = 8


@dataclass(frozen=True)
class Spent:
    """A student's late days. used: assignment -> how many of the budget; charged: those that cost points"""

    budget: float
    used: dict[str, float] = field(default_factory=dict)
    charged: dict[str, float] = field(default_factory=dict)

    @property
    def left(self) -> float:
        return self.budget - sum(self.used.values())


class LateDays(BasePlugin):
    """A share of what was earned, for each day that has begun after the due date and the days of grace, and
    that the student's budget of late days does not cover."""

    budget = Float(0, min=0, help="late days that each student may use over all assignments, at no cost").tag(
        config=True
    )
    grace_days = Float(0, min=0, help="days after the due date for which nothing is taken off").tag(
        config=True
    )
    per_day = Float(0.1, min=0, max=1, help="share of the points for each day that has begun").tag(
        config=True
    )
    most = Float(1, min=0, max=1, help="never more than this share").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Points to take off, as if there were no budget; None where nothing is.

        >>> LateDays(grace_days=2, per_day=0.1, most=0.5).late_submission_penalty("ann", 20, 2.5 * 86_400)
        2.0
        """
        return self.penalty(self.days(total_seconds_late), score)

    def days(self, seconds: float) -> int:
        """Late days: those that have begun after the days of grace."""
        return max(0, math.ceil(seconds / DAY_S - self.grace_days))

    def penalty(self, days: float, score: float) -> float | None:
        return round(score * min(self.most, self.per_day * days), 2) if days > 0 else None

    def spent(self, late: list[Late]) -> Spent:
        """late: one student's, in the order of the due dates, in which the budget is used"""
        spent = Spent(self.budget)
        for each in late:
            days = self.days(each.seconds)
            used = min(days, spent.left)
            spent.used.update({each.assignment: used} if used else {})
            spent.charged.update({each.assignment: days - used} if days > used else {})
        return spent


def budget_of(course: Course) -> LateDays | None:
    """The course's rule, if it gives late days to students."""
    step = AssignLatePenalties(parent=course.app)
    if not (step.enabled and issubclass(step.plugin_class, LateDays)):
        return None
    step.init_plugin()
    return step.plugin_inst if step.plugin_inst.budget else None


def late_days(gb, course: Course) -> dict[str, Spent]:
    """Whoever was late -> their late days; nobody in a course without a budget."""
    rule = budget_of(course)
    return {student: rule.spent(late) for student, late in late_work(gb).items()} if rule else {}


def settle(gb, course: Course, assignment: str) -> tuple[str, ...]:
    """Write what late work costs by the budget; a sentence for each other assignment where it changed."""
    rule = budget_of(course)
    if rule is None:
        return ()
    spent = late_days(gb, course)
    changed = put_penalties(
        gb, lambda late, score: rule.penalty(spent[late.student].charged.get(late.assignment, 0), score)
    )
    return tuple(
        f"{name}: late days change what {len(who)} lose ({', '.join(sorted(who)[:FEW])}"
        f"{' and more' if len(who) > FEW else ''})"
        for name, who in sorted(changed.items())
        if name != assignment
    )
