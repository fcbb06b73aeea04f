"""Formulas as MathML, made when the page is made: a page shows them without a script and without a network.

A student gets a folder of pages, or a single one: MathJax beside it would be 2 MB for each, and a script that
the page's policy has to let in. Browsers draw MathML themselves.
"""

import secrets
from functools import lru_cache
from html import escape

from nbconvert.filters.markdown_mistune import IPythonRenderer

from grader.mathml import mathml

LONGEST = 2_000


@lru_cache(maxsize=10_000)
def formula(tex: str, display="inline") -> str:
    """MathML; the TeX itself where it is too long or cannot be read."""
    try:
        if len(tex) > LONGEST:
            raise ValueError(f"a formula of {len(tex)} characters")
        return mathml(tex, display)
    except Exception:  # whatever the converter meets in TeX that is not its own, or too deep for a copy
        return f"<code>{escape(tex[:LONGEST])}</code>"


class WithFormulas(IPythonRenderer):
    """Markdown with a place for each formula, to be filled when all else has been made harmless."""

    def __init__(self, **kw):
        super().__init__(**kw)
        self.mark, self.formulas = f"math-{secrets.token_hex(8)}", []

    def _place(self, tex, display):
        self.formulas.append(formula(tex, display))
        return self._empty(len(self.formulas) - 1)

    def _empty(self, number):
        return f'<span class="{self.mark}-{number}"></span>'

    def fill(self, html: str) -> str:
        """In an attribute a place is not found: its quotes are written differently there."""
        for number, drawn in enumerate(self.formulas):
            html = html.replace(self._empty(number), drawn)
        return html

    def _embed_image_or_attachment(self, src):
        """nbconvert gives up the page for an attachment that is not there."""
        name = src.removeprefix("attachment:")
        return "" if name != src and name not in self.attachments else super()._embed_image_or_attachment(src)

    def block_math(self, body):
        return self._place(body, "block")

    def inline_math(self, body):
        return self._place(body, "inline")

    def latex_environment(self, name, body):
        return self._place(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")
