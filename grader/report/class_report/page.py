"""Writing the pages: index.html for the teacher, for-the-class/index.html for everybody.

Of a lecture hall, everybody is on pages of their own, so that none is too large to be opened.
"""

from html import escape
from pathlib import Path

from ..page import write_page
from . import for_the_class, teacher
from .facts import Facts
from .findings import findings

BACK = '<nav aria-label="Class report"><ul><li><a href="index.html">Class report</a></li></ul></nav>'
STYLE = Path(__file__).with_name("report.css")


def write_report(folder: Path, facts: Facts, smallest: int) -> Path:
    """Both pages; the path of the teacher's. smallest: groups below this size are not shown to the class."""
    found = findings(facts.answers)
    title = f"{facts.title}: class report"
    page = _write(folder, title, teacher.sections(facts, found))
    for earlier in folder.glob("students-*.html"):
        earlier.unlink()
    for name, heading, html in teacher.pages_of_students(facts, found):
        body = f"{BACK}\n<section><h2>{heading}</h2>{html}</section>"
        write_page(folder, title, title, body, STYLE.read_text("utf8"), name)
    _write(
        folder / "for-the-class", f"{facts.title}: how we are doing", for_the_class.sections(facts, smallest)
    )
    return page


def _write(folder, title, sections):
    """sections: (id, heading, HTML); those without HTML are left out."""
    shown = [(name, heading, html) for name, heading, html in sections if html]
    contents = "".join(f'<li><a href="#{name}">{escape(heading)}</a></li>' for name, heading, _ in shown[1:])
    nav = f'<nav aria-label="On this page"><ul>{contents}</ul></nav>' if contents else ""
    body = [nav, *(_section(*each) for each in shown)]
    return write_page(folder, title, title, "\n".join(body), STYLE.read_text("utf8"))


def _section(name, heading, html):
    head = f'<h2 id="{name}-heading">{escape(heading)}</h2>' if heading else ""
    label = f' aria-labelledby="{name}-heading"' if heading else ' aria-label="In short"'
    return f'<section id="{name}"{label}>{head}\n{html}\n</section>'
