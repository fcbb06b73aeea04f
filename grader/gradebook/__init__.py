"""The only room that writes nbgrader's gradebook."""

from .autograde import Plan, carry_out, ledger_file, planned
from .database import open_gradebook
from .scores import Standing, max_scores, roster, standings

__all__ = [
    "Plan",
    "Standing",
    "carry_out",
    "ledger_file",
    "max_scores",
    "open_gradebook",
    "planned",
    "roster",
    "standings",
]
