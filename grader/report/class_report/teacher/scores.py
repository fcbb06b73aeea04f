"""How the points are spread, over all that was handed in and by assignment."""

from html import escape

from ...rows import mean, points
from .. import drawn
from ..items import alpha, five_numbers
from ..words import fold, percent, table

EXPLAINED = """<p class="remark">The box holds the middle half of the class, the line in it is the median.
Alpha (Cronbach) says whether an assignment's exercises measure one thing: 0.7 and more is usual for an
exam.</p>"""


def scores(facts):
    shares = facts.shares
    if not shares:
        return ""
    bins = [(n / 10, (n + 1) / 10, sum(drawn.column(s) == n for s in shares)) for n in range(10)]
    title = f"The shares of the points in {len(shares)} submissions, in ten columns; a table follows"
    picture = drawn.histogram([(*b, str(b[2] or "")) for b in bins], title)
    lines = [[f"{percent(a)} to {percent(b)}", str(n)] for a, b, n in bins]
    numbers = table(["share of the points", "#submissions"], lines, "Distribution of scores", "narrow")
    head = ["assignment", "#handed in", "#mean", "spread"]
    head += ["#lower quarter", "#median", "#upper quarter", "#alpha"]
    rows = [_assignment(facts, report) for report in facts.reports if report.rows]
    by_assignment = table(head, rows, "Scores by assignment")
    return f"{picture}{fold('As numbers', numbers)}<h3>By assignment</h3>{by_assignment}{EXPLAINED}"


def _assignment(facts, report):
    five = five_numbers([row.share for row in report.rows])
    one = alpha([a for a in facts.answers if a.assignment == report.assignment])
    return [
        escape(report.assignment),
        str(len(report.rows)),
        f"{points(mean(report))} <small>of {points(report.rows[0].max_score)}</small>",
        drawn.box(*five),
        *map(percent, five[1:4]),
        "–" if one is None else f"{one:.2f}",
    ]
