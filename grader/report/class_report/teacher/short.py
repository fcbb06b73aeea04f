"""The class in five numbers."""

from html import escape
from statistics import fmean

from ..words import count, percent


def short(facts, found):
    rows = facts.rows
    lead = next((f for f in found if f.kind not in ("unfinished", "slip")), None)
    waiting, odd = sum(row.needs_person for row in rows), sum(row.state != "graded" for row in rows)
    told = [
        (count(len(facts.students), "student"), f"handed in {len(rows)} times"),
        (percent(fmean(facts.shares or [0])), "of the points, on average"),
    ]
    if lead:
        told.append((count(len(lead.students), "student"), f"went wrong in the same way: {lead.name}"))
    told += [(str(odd), "not graded as they should be")] if odd else []
    told += [(str(waiting), "wait for a person")] if waiting else []
    entries = "".join(f"<li><b>{escape(number)}</b> {escape(text)}</li>" for number, text in told)
    return f'<ul class="short">{entries}</ul>'
