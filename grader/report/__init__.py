"""What a teacher sees: a table, JSON, a small static page."""

from .rows import Report, Row, as_json, points, states
from .site import write_site
from .table import closing_lines, summary

__all__ = ["Report", "Row", "as_json", "closing_lines", "points", "states", "summary", "write_site"]
