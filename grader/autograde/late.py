"""A plain rule for late work, for nbgrader and for us alike. In nbgrader_config.py:

c.AssignLatePenalties.plugin_class = "grader.autograde.late.LateDays"
c.LateDays.grace_days = 2
c.LateDays.per_day = 0.1
c.LateDays.most = 0.5
"""

import math

from nbgrader.plugins import BasePlugin
from traitlets import Float

DAY_S = 86_400


class LateDays(BasePlugin):
    """A share of what was earned, for each day that has begun after the due date and the days of grace."""

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
        """Points to take off; None where nothing is.

        >>> LateDays(grace_days=2, per_day=0.1, most=0.5).late_submission_penalty("ann", 20, 2.5 * 86_400)
        2.0
        """
        days = math.ceil(total_seconds_late / DAY_S - self.grace_days)
        return round(score * min(self.most, self.per_day * days), 2) if days > 0 else None
