"""The {trace} directive: the table of book/trace.toml as a table of the page.

Each row says what an item of the sources is, which source has it, and where it is in this book; the tests
read the same file (tests/prose/test_trace.py).
"""

from pathlib import Path

from .row_tables import directive, link

TABLE = Path(__file__).resolve().parents[1] / "trace.toml"


def line(row):
    """A row as Markdown."""
    here = [*map(link, row["where"]), *map(exercise, row.get("do", []))]
    return f"| {row['number']} | {row['item']} ({', '.join(row['source'])}) | {', '.join(here)} |"


def exercise(key):
    """
    >>> exercise("locality/corr2d")
    '[`corr2d`](exercises/locality/locality.ipynb)'
    """
    chapter, _, name = key.partition("/")
    return f"[`{name}`](exercises/{chapter}/{chapter}.ipynb)"


def setup(app):
    app.add_directive("trace", directive(TABLE, line))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
