"""The class report: two static pages, one for the teacher and one that can be shown to the class."""

from .facts import Answer, Attempt, Facts, Regraded
from .inventory import Inventory
from .page import write_report

__all__ = ["Answer", "Attempt", "Facts", "Inventory", "Regraded", "write_report"]
