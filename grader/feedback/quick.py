"""The same pages in a third of the time, of whatever was handed in.

nbconvert highlights every cell anew, although tests are the same in all submissions; and it parses each
finished page only to describe its pictures. Here the first is remembered, the second done if there are any.
"""

import contextlib
import json
from html import escape

from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.exporters import html as nbconvert_html
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from .formulas import WithFormulas
from .sanitize import as_text, framed, sanitize

MOST = 20_000  # highlighted cells to remember
LONGEST = 20_000  # characters that are worth colours: the highlighter is quadratic in some


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

    def default_filters(self):
        yield from super().default_filters()
        yield "clean_html", sanitize
        yield "markdown2html", self.markdown2html

    @pass_context
    def markdown2html(self, context, source):
        """nbconvert's Markdown, its HTML made harmless, its formulas drawn; remembered."""
        pictures = context.get("cell", {}).get("attachments", {})
        known, key = self.__dict__.setdefault("markdown", {}), (source, json.dumps(pictures, sort_keys=True))
        if key not in known:
            if len(known) >= MOST:
                known.clear()
            known[key] = self._markdown(source, pictures)
        return known[key]

    def _markdown(self, source, pictures):
        if len(source) > LONGEST:
            return framed(as_text(source))
        renderer = WithFormulas(
            escape=False,
            attachments=pictures,
            anchor_link_text=self.anchor_link_text,
            exclude_anchor_links=self.exclude_anchor_links,
            **self.lexer_options,
        )
        return renderer.fill(sanitize(MarkdownWithMath(renderer=renderer).render(source)))


class RememberingHighlighter(Highlight2HTML):
    """nbconvert's highlighter, asked once for each source, and only for one of a length to be read."""

    def __init__(self, **kw):
        super().__init__(**kw)
        self.known = {}

    def __call__(self, source, language=None, metadata=None):
        if len(source) > LONGEST:
            return f'<div class="highlight"><pre>{escape(source)}</pre></div>'
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
