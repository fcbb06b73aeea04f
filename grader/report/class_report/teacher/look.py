"""What a teacher should look at: states, remarks, forgeable points, the slowest."""

from collections import Counter
from html import escape

from ...rows import points
from ..words import table
from . import links

SLOWEST = 5
FORGEABLE = "<h3>Forgeable points</h3><p>Decided where the submission ran. Look before you trust them.</p>"


def look(facts):
    pairs = [(report.assignment, row) for report in facts.reports for row in report.rows]
    states = Counter(row.state for _, row in pairs)
    odd = [(name, row) for name, row in pairs if row.notes]
    forged = sorted((p for p in pairs if p[1].forgeable), key=lambda p: -p[1].forgeable)
    slow = sorted((p for p in pairs if p[1].seconds), key=lambda p: -p[1].seconds)[:SLOWEST]
    told = ", ".join(f"{n} {escape(state)}" for state, n in states.most_common())
    html = f"<p>{told}.</p>"
    if odd:
        html += _table(facts, odd, "state|remarks", _remarks, "Submissions with a remark")
    if forged:
        html += FORGEABLE + _table(facts, forged, "#points|tests", _tests, "Forgeable points")
    if slow:
        html += "<h3>Slowest</h3>" + _table(facts, slow, "#time", _time, "The slowest submissions")
    return html


def _remarks(row):
    return [escape(row.state), "<br>".join(map(escape, row.notes))]


def _tests(row):
    why = [escape(f"{test}: {reason}") for test, reason in row.why_forgeable.items()]
    return [points(row.forgeable), "<br>".join(why)]


def _time(row):
    return [f"{row.seconds:.1f} s"]


def _table(facts, pairs, columns, cells, caption):
    head = ["student", "assignment", *columns.split("|"), "feedback"]
    rows = [
        [
            links.student(facts, row.student),
            escape(assignment),
            *cells(row),
            links.pages(facts, row.student, assignment),
        ]
        for assignment, row in pairs[: links.MOST]
    ]
    return table(head, rows, caption, "who") + links.left_out(pairs)
