"""A table of the page made of the rows of a TOML file, for pages that tests read too (`errata`, `trace`).

The page gives the head of the table, in its own words; the extension says how a row is written.
"""

import tomllib

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList


def rows(table):
    """[{…}, …] in the order of the file."""
    return tomllib.loads(table.read_text("utf8"))["row"]


def link(place):
    """
    >>> link("pooling#what-it-saves"), link("timeline")
    ('[](pooling.md#what-it-saves)', '[](timeline.md)')
    """
    page, mark, section = place.partition("#")
    return f"[]({page}.md{mark}{section})"


def directive(table, line):
    """A directive: what it holds, then line(row), Markdown, for each row of the file."""

    class RowTable(Directive):
        has_content = True

        def run(self):
            self.state.document.settings.env.note_dependency(str(table))
            box = nodes.Element()
            lines = [*self.content, *map(line, rows(table))]
            self.state.nested_parse(StringList(lines, source=str(table)), 0, box)
            return box.children

    return RowTable
