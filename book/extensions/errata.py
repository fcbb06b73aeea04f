"""The {errata} directive: the table of book/errata.toml as a table of the page.

Each row says what may be read, but what is right, in which sections, and which test guards it; the tests read
the same file (tests/prose/test_errata.py).
"""

import re
import tomllib
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

TABLE = Path(__file__).resolve().parents[1] / "errata.toml"
HEAD = ["| you may read | but | test |", "|--|--|--|"]


def rows():
    """[{read, but, where, test}, …] in the order of the file."""
    return tomllib.loads(TABLE.read_text("utf8"))["row"]


def line(row):
    """A row as Markdown."""
    return (
        f"| {row['read']} | {row['but']} ({', '.join(map(link, row['where']))}) | {sentence(row['test'])} |"
    )


def link(place):
    """
    >>> link("pooling#what-it-saves"), link("timeline")
    ('[](pooling.md#what-it-saves)', '[](timeline.md)')
    """
    page, mark, section = place.partition("#")
    return f"[]({page}.md{mark}{section})"


def sentence(test):
    """
    >>> sentence("tests/prose/test_every_chapter.py::test_it_is_dated_1980")
    '*every chapter*: it is dated 1980'
    """
    file, name = re.fullmatch(r"tests/prose/test_(\w+)\.py::test_(\w+)", test).groups()
    return f"*{file.replace('_', ' ')}*: {name.replace('_', ' ')}"


class Errata(Directive):
    def run(self):
        self.state.document.settings.env.note_dependency(str(TABLE))
        box = nodes.Element()
        lines = [*HEAD, *map(line, rows())]
        self.state.nested_parse(StringList(lines, source=str(TABLE)), 0, box)
        return box.children


def setup(app):
    app.add_directive("errata", Errata)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
