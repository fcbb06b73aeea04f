"""What the latest grading of unchanged work changed: a test was corrected, or the grader."""

from html import escape

from ...rows import points
from ..words import count, table
from . import links

FEW = 5  # cells named of one student


def regraded(facts):
    rows = sorted(facts.regraded, key=lambda each: (each.after - each.before, each.student))
    if not rows:
        return ""
    lose = sum(each.after < each.before for each in rows)
    told = f"{count(lose, 'submission')} lost points, {sum(each.after > each.before for each in rows)} gained"
    when = max(each.when for each in rows)[:10]
    head = ["student", "assignment", "#before", "#after", "#change", "where", "feedback"]
    lines = [_line(facts, each) for each in rows[: links.MOST]]
    return (
        f"<p>The same work was graded again{f', last on {when}' if when else ''}: {told}. Of what tests give,"
        f" before late penalties.</p>{table(head, lines, 'What grading again changed', 'who')}"
        f"{links.left_out(rows)}"
    )


def _line(facts, each):
    by = each.after - each.before
    cells = [f"{name} {points(old)} → {points(new)}" for name, (old, new) in each.cells.items()]
    more = f" and {len(cells) - FEW} more" if cells[FEW:] else ""
    return [
        links.student(facts, each.student),
        escape(each.assignment),
        points(each.before),
        points(each.after),
        f"{'+' if by > 0 else '−' if by < 0 else ''}{points(abs(by))}",
        escape(", ".join(cells[:FEW]) + more),
        links.pages(facts, each.student, each.assignment),
    ]
