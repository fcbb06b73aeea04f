"""The only room that writes nbgrader's gradebook."""

from .assignment import graded_assignments, known_assignments
from .database import open_gradebook
from .hook import use_engine
from .marks import class_marks
from .plan import Plan, ledger_file, libraries, planned
from .scores import Standing, max_scores, roster, standings
from .solution import pool_for, with_sharing
from .steps import engine_settings
from .store import carry_out

__all__ = [
    "Plan",
    "Standing",
    "carry_out",
    "class_marks",
    "engine_settings",
    "graded_assignments",
    "known_assignments",
    "ledger_file",
    "libraries",
    "max_scores",
    "open_gradebook",
    "planned",
    "pool_for",
    "roster",
    "standings",
    "use_engine",
    "with_sharing",
]
