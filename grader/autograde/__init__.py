"""A teacher's path through an assignment: what changed is planned, graded by the engine, stored."""

from .grade import Choices, Listener, grade_assignment
from .nbgrader_hook import use_engine
from .outcome import report_of
from .plan import planned, reserved
from .preview import changes
from .solution import pool_for, with_sharing
from .steps import engine_settings
from .store import carry_out

__all__ = [
    "Choices",
    "Listener",
    "carry_out",
    "changes",
    "engine_settings",
    "grade_assignment",
    "planned",
    "pool_for",
    "report_of",
    "reserved",
    "use_engine",
    "with_sharing",
]
