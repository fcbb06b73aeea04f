"""The same pages in a third of the time.

nbconvert highlights every cell anew, although tests are the same in all submissions; and it parses each
finished page only to describe its pictures. Here the first is remembered, the second done if there are any.
"""

import contextlib

from bs4 import BeautifulSoup
from nbconvert.exporters import html as nbconvert_html
from nbconvert.filters.highlight import Highlight2HTML

MOST = 20_000  # highlighted cells to remember


class QuickPages:
    """Mixed into an HTML exporter."""

    def from_notebook_node(self, nb, resources=None, **kw):
        about = nb.metadata.get("language_info", {})
        lexer = about.get("pygments_lexer", about.get("name", None))
        if "highlighters" not in self.__dict__:
            self.__dict__["highlighters"] = {}
        known = self.__dict__["highlighters"]
        if lexer not in known:
            known[lexer] = RememberingHighlighter(pygments_lexer=lexer, parent=self)
        if isinstance(self.filters.get("highlight_code"), RememberingHighlighter | None):
            self.filters["highlight_code"] = known[lexer]
        with parsed_if_needed():
            return super().from_notebook_node(nb, resources, **kw)


class RememberingHighlighter(Highlight2HTML):
    """nbconvert's highlighter, asked once for each source."""

    def __init__(self, **kw):
        super().__init__(**kw)
        self.known = {}

    def __call__(self, source, language=None, metadata=None):
        key = source, language, (metadata or {}).get("magics_language")
        if key not in self.known:
            if len(self.known) >= MOST:
                self.known.clear()
            self.known[key] = super().__call__(source, language, metadata)
        return self.known[key]


@contextlib.contextmanager
def parsed_if_needed():
    """nbconvert's look for pictures without a description, spared where there is nothing to find."""
    nbconvert_html.BeautifulSoup = page_soup
    try:
        yield
    finally:
        nbconvert_html.BeautifulSoup = BeautifulSoup


def page_soup(html, features):
    """The parsed page; or the page as it is, if it holds nothing of what nbconvert then looks for."""
    if "<img" in html.lower() or "jp-Notebook" in html:
        return BeautifulSoup(html, features=features)
    return Unparsed(html)


class Unparsed(str):
    """As much of a soup as nbconvert uses, of a page without a match."""

    def select(self, selector):
        return []
