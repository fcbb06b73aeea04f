"""What a teacher sees: a table, JSON, a small static page."""

from .class_report import Answer, Attempt, Facts, Inventory, Regraded, write_report
from .rows import Report, Row, as_json, points, states
from .site import publish, write_site
from .table import closing_lines, summary

__all__ = [
    "Answer",
    "Attempt",
    "Facts",
    "Inventory",
    "Regraded",
    "Report",
    "Row",
    "as_json",
    "closing_lines",
    "points",
    "publish",
    "states",
    "summary",
    "write_report",
    "write_site",
]
