"""Writing the pages: index.html for the teacher, for-the-class/index.html for everybody."""

import os
from html import escape
from pathlib import Path
from string import Template

from . import for_the_class, teacher
from .facts import Facts

HERE = Path(__file__).parent


def write_report(folder: Path, facts: Facts, smallest: int) -> Path:
    """Both pages; the path of the teacher's. smallest: groups below this size are not shown to the class."""
    page = _write(folder, f"{facts.title}: class report", teacher.sections(facts))
    _write(
        folder / "for-the-class", f"{facts.title}: how we are doing", for_the_class.sections(facts, smallest)
    )
    return page


def _write(folder, title, sections):
    """sections: (id, heading, HTML); those without HTML are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = [(name, heading, html) for name, heading, html in sections if html]
    style = (HERE.parent / "site.css").read_text("utf8") + (HERE / "report.css").read_text("utf8")
    text = Template((HERE / "report.html").read_text("utf8")).substitute(
        title=escape(title),
        style=style,
        contents="".join(
            f'<li><a href="#{name}">{escape(heading)}</a></li>' for name, heading, _ in shown[1:]
        ),
        body="\n".join(_section(*each) for each in shown),
    )
    new = folder / ".index.html"
    new.write_text(text, encoding="utf-8", errors="replace")
    os.replace(new, folder / "index.html")
    return folder / "index.html"


def _section(name, heading, html):
    head = f'<h2 id="{name}-heading">{escape(heading)}</h2>' if heading else ""
    label = f' aria-labelledby="{name}-heading"' if heading else ' aria-label="In short"'
    return f'<section id="{name}"{label}>{head}\n{html}\n</section>'
