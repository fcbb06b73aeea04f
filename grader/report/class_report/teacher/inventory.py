"""The concept inventory before and after: by idea, then by misconception, with who still holds it."""

from html import escape

from .. import drawn
from ..inventory import by_idea, gain, holders
from ..words import count, fold, percent, signed, table
from . import links

SHOWN = 12
EXPLAINED = """<p class="remark">Only those who took it twice count. The gain is Hake's: of what could be won,
the part that was won. In mechanics he found 0.23 after lectures, 0.48 where students took part (1998).</p>"""


def inventory(facts):
    if facts.inventory is None or not facts.inventory.both():
        return ""
    head = ["idea", "before", "after", "#gain"]
    rows = [[escape(name), _bar(a), _bar(b), _gain(a, b)] for name, a, b in by_idea(facts.inventory)]
    taken = count(len(facts.inventory.both()), "student")
    return (
        f"<p>{taken} took it before and after.</p>{table(head, rows, 'Right answers by idea')}{EXPLAINED}"
        f"<h3>Who still thinks so</h3>{_held(facts)}"
    )


def _bar(share):
    return f'<span class="line">{drawn.bar(share)} {percent(share)}</span>'


def _gain(before, after):
    won = gain(before, after)
    return "–" if won is None else signed(won)


def _held(facts):
    rows = []
    for ident, before, after in holders(facts.inventory):
        those = [who for who in facts.students if who in after]
        names = ", ".join(links.student(facts, who) for who in those[: links.MOST])
        told = f"<p>{names}</p>{links.left_out(those)}"
        who = fold(count(len(after), "student"), told) if names else "nobody"
        rows.append([escape(facts.inventory.held[ident]), str(len(before)), str(len(after)), who])
    head = ["misconception", "#before", "#after", "who, after"]
    return table(head, rows[:SHOWN], "Misconceptions before and after") + (
        fold(f"{len(rows) - SHOWN} more", table(head, rows[SHOWN:], "More, before and after"))
        if rows[SHOWN:]
        else ""
    )
