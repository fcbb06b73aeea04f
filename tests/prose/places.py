"""What the rows of a table call a place: `page` or `page#section`."""

import re
from pathlib import Path

from myst_parser.mdit_to_docutils.base import default_slugify

BOOK = Path(__file__).parents[2] / "book"
FENCED = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$", re.M | re.S)  # in code a # is a comment


def sections(page):
    """The sections of a page, by the names that links use."""
    text = FENCED.sub("", (BOOK / f"{page}.md").read_text("utf8"))
    return {default_slugify(title) for title in re.findall(r"^#{1,3} (.+)$", text, re.M)}


def missing(places):
    """Those that lead nowhere."""
    return [place for place in places if not is_there(*place.split("#"))]


def is_there(page, section=None):
    return (BOOK / f"{page}.md").exists() and (section is None or section in sections(page))
