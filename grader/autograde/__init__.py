"""A teacher's path through an assignment: what changed is planned, graded by the engine, stored."""

from .grade import Choices, Listener, Outcome, grade_assignment
from .nbgrader_hook import use_engine
from .outcome import attempts_of, regraded_of, report_of
from .plan import Plan, libraries, planned, reserved, tester_libraries
from .preview import changes
from .solution import pool_for, refuse_unseen, with_sharing
from .steps import engine_settings
from .store import Alone, carry_out

__all__ = [
    "Alone",
    "Choices",
    "Listener",
    "Outcome",
    "Plan",
    "attempts_of",
    "carry_out",
    "changes",
    "engine_settings",
    "grade_assignment",
    "libraries",
    "planned",
    "pool_for",
    "refuse_unseen",
    "regraded_of",
    "report_of",
    "reserved",
    "tester_libraries",
    "use_engine",
    "with_sharing",
]
