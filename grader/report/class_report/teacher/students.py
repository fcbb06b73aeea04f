"""Everybody: points, what stands behind the lost ones, and the way to the feedback."""

from collections import defaultdict
from html import escape

from ...rows import points
from .. import drawn
from ..words import count, exercise, fold, table
from . import links

NAMED = 3
HEAD = ["student", "points of what was handed in", "misconceptions and mistakes", "feedback"]


def students(facts, found):
    """The section of the first page: everybody, or of a lecture hall the way to the pages of everybody."""
    if not facts.pages[0][0]:
        return next(iter(listed(facts, found)))[1]
    entries = "".join(f'<li><a href="{name}">{_span(facts, who)}</a></li>' for name, who in facts.pages)
    return f'<p>By last name, {len(facts.pages[0][1])} on a page:</p><ul class="parts">{entries}</ul>'


def listed(facts, found):
    """(name, HTML) of each page of students."""
    failed, named, rows = defaultdict(list), defaultdict(list), defaultdict(list)
    for answer in facts.answers:
        if answer.failed:
            failed[answer.student].append(answer)
    for finding in found:
        if finding.kind in ("misconception", "mistake"):
            for who in finding.students:
                named[who].append(finding.name)
    for report in facts.reports:
        for row in report.rows:
            rows[row.student].append((report.assignment, row))
    for name, those in facts.pages:
        lines = [
            [
                _head(facts, who),
                _points(rows[who]),
                _names(named[who]),
                _feedback(facts, who, rows[who], failed[who]),
            ]
            for who in those
        ]
        yield name, table(HEAD, lines, "Students", "students")


def heading(facts, who):
    """Of a page of these students."""
    return f"Students: {_span(facts, who)}"


def _span(facts, who):
    first, last = (escape(facts.students[one]) for one in (who[0], who[-1]))
    return f"{first} – {last}" if first != last else first


def _head(facts, who):
    name = facts.students[who]
    account = "" if name == who else f" <small>{escape(who)}</small>"
    return f'<span id="s-{facts.numbers[who]}">{escape(name)}{account}</span>'


def _points(rows):
    earned, most = sum(row.final for _, row in rows), sum(row.max_score for _, row in rows)
    numbers = f'<span class="score">{points(earned)} <small>of {points(most)}</small></span>'
    return f'<span class="line">{numbers}{drawn.bar(earned / most if most else 0)}</span>'


def _names(names):
    more = f"<br><small>and {len(names) - NAMED} more</small>" if names[NAMED:] else ""
    return "<br>".join(map(escape, names[:NAMED])) + more


def _feedback(facts, who, rows, failed):
    pages = " ".join(links.pages(facts, who, assignment, assignment) for assignment, _ in rows)
    lines = [
        [
            escape(exercise(a.assignment, a.exercise)),
            f"{points(a.points)} <small>of {points(a.most)}</small>",
            escape(a.line),
            links.test(facts, a),
        ]
        for a in failed
    ]
    head = ["exercise", "#points", "what the test said", "feedback"]
    lost = table(head, lines, f"Where {facts.students[who]} lost points", "who")
    told = f"{count(len(lines), 'exercise')} with points lost"
    return f'<span class="pages">{pages}</span>{fold(told, lost) if lines else ""}'
