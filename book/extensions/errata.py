"""The {errata} directive: the table of book/errata.toml as a table of the page.

Each row says what may be read, but what is right, in which sections, and which test guards it; the tests read
the same file (tests/prose/test_errata.py).
"""

import re
from pathlib import Path

from .row_tables import directive, link

TABLE = Path(__file__).resolve().parents[1] / "errata.toml"


def line(row):
    """A row as Markdown."""
    return (
        f"| {row['read']} | {row['but']} ({', '.join(map(link, row['where']))}) | {sentence(row['test'])} |"
    )


def sentence(test):
    """
    >>> sentence("tests/prose/test_every_chapter.py::test_it_is_dated_1980")
    '*every chapter*: it is dated 1980'
    """
    file, name = re.fullmatch(r"tests/prose/test_(\w+)\.py::test_(\w+)", test).groups()
    return f"*{file.replace('_', ' ')}*: {name.replace('_', ' ')}"


def setup(app):
    app.add_directive("errata", directive(TABLE, line))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
