"""The class on one static page: students by assignments, scores with links to feedback. No script."""

import os
import shutil
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from .page import write_page
from .rows import Report, Row, by_last_name, mean, points, states

HERE = Path(__file__).parent
REPORT = '<p><a href="report/index.html">Class report</a>: what the class gets wrong, and where</p>'


def write_site(folder: Path, title: str, reports: list[Report], feedback: dict) -> Path:
    """Write index.html and the feedback pages it links to; the path of the page.

    feedback: (student, assignment) -> the HTML files of that submission
    """
    links = {key: [publish(folder, *key, path) for path in files] for key, files in feedback.items()}
    body = Template((HERE / "site.html").read_text(encoding="utf-8")).substitute(
        report=REPORT if (folder / "report" / "index.html").is_file() else "",
        summary="\n".join(_summary(report) for report in reports),
        head=_head(reports),
        body="\n".join(_student(student, reports, links) for student in _students(reports)),
    )
    return write_page(folder, f"{title}: scores", title, body)


def publish(folder, student, assignment, path):
    """A link where the file system can, a copy where it cannot; its address on the page."""
    target = folder / "feedback" / student / assignment / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
    return path.stem, target.relative_to(folder).as_posix()


def _students(reports):
    return by_last_name({row.student: row.name for report in reports for row in report.rows})


def _summary(report):
    most = report.rows[0].max_score if report.rows else 0
    count = ", ".join(f"{n} {escape(state)}" for state, n in states(report).items())
    return (
        f"<div><dt>{escape(report.assignment)}</dt>"
        f"<dd><b>{points(mean(report))}</b> of {points(most)} on average</dd><dd>{count}</dd></div>"
    )


def _head(reports):
    cells = "".join(f'<th scope="col">{escape(report.assignment)}</th>' for report in reports)
    return cells + ('<th scope="col" class="total">total</th>' if len(reports) > 1 else "")


def _student(student, reports, links):
    who, name = student
    label = f"{escape(name)} <small>{escape(who)}</small>" if name else escape(who)
    found = [next((row for row in report.rows if row.student == who), None) for report in reports]
    cells = [
        _cell(row, r.assignment, links.get((who, r.assignment), []))
        for row, r in zip(found, reports, strict=True)
    ]
    if len(reports) > 1:
        total, most = sum(r.final for r in found if r), sum(_most(r) for r in reports)
        cells.append(f'<td class="total">{points(total)} <small>of {points(most)}</small></td>')
    return f'<tr><th scope="row">{label}</th>{"".join(cells)}</tr>'


def _most(report):
    return report.rows[0].max_score if report.rows else 0.0


def _cell(row: Row | None, assignment, links):
    if row is None:
        return '<td class="none"><span aria-hidden="true">–</span><span class="away">none</span></td>'
    score = f'<span class="score">{escape(row.earned)} <small>of {points(row.max_score)}</small></span>'
    bar = f'<span class="bar" aria-hidden="true"><i style="width:{row.share:.1%}"></i></span>'
    return f'<td><div class="line">{score}{bar}{_pages(row, assignment, links)}</div>{_remark(row)}</td>'


def _pages(row, assignment, links):
    """One page is called feedback; several by their notebooks' names. Read aloud, each says whose it is."""
    away = f'<span class="away"> on {escape(assignment)} for {escape(row.name or row.student)}</span>'
    names = [name if len(links) > 1 else "feedback" for name, _ in links]
    return " ".join(
        f'<a href="{escape(quote(at))}">{escape(name)}{away}</a>'
        for name, (_, at) in zip(names, links, strict=True)
    )


def _remark(row):
    notes = [escape(note) for note in row.notes]
    if row.state != "graded":
        notes[0] = f"<b>{escape(row.state)}</b> {notes[0]}"
    return "".join(f'<span class="remark">{note}</span>' for note in notes)
