"""What can be shown to the class: nobody is named, and no number tells a small group apart.

Counts are left out and shares are rounded, so that a group cannot be found by subtraction. A share is not
told closer to none or to all than the smallest group is: the few who are the exception stay hidden, too. A
sentence stands here only if enough students read the very same one, so none is a student's own text.
"""

from collections import Counter
from html import escape
from math import ceil
from statistics import fmean

from . import drawn
from .facts import Facts
from .findings import findings
from .inventory import by_idea, holders
from .items import items
from .progress import handed_in_again
from .words import exercise, table

STEP = 0.05


def sections(facts: Facts, smallest: int):
    """(id, heading, HTML) of each; HTML is empty where too few are left."""
    yield "short", "", _what_this_is(facts, smallest)
    yield "misconceptions", "What many of us get wrong", _findings(facts, smallest)
    yield "scores", "How the points are spread", _scores(facts, smallest)
    yield "exercises", "What was easy, what was hard", _exercises(facts, smallest)
    yield "inventory", "What we thought before, and after", _inventory(facts, smallest)
    yield "again", "It pays to hand in again", _again(facts, smallest)


def edge(of: int, smallest: int) -> float:
    """How close to none or to all a share of so many may be told.

    >>> edge(23, 5), edge(500, 5)
    (0.25, 0.05)
    """
    return max(1, ceil(smallest / of / STEP - 1e-9)) * STEP


def about(share: float, least: float = STEP) -> str:
    """Rounded, so that one student more or less is not seen.

    >>> about(0.31), about(0.004), about(0.99), about(0.99, 0.25)
    ('about 30 %', 'under 5 %', 'over 95 %', 'over 75 %')
    """
    if share < least:
        return f"under {100 * least:.0f} %"
    return f"over {100 * (1 - least):.0f} %" if share > 1 - least else f"about {100 * rounded(share):.0f} %"


def bar(share: float, least: float) -> str:
    return drawn.bar(min(1 - least, max(least, rounded(share))))


def rounded(share):
    return round(share / STEP) * STEP


def grouped(shares, smallest):
    """Ten columns, neighbours joined until each holds enough: (from, to, share of all); [] if one is left."""
    bins, left = [], [drawn.column(share) for share in shares]
    start, held = 0, 0
    for n in range(10):
        held += left.count(n)
        if held >= smallest:
            bins.append([start / 10, (n + 1) / 10, held])
            start, held = n + 1, 0
    if bins:
        bins[-1][1], bins[-1][2] = 1.0, bins[-1][2] + held
    return [(a, b, n / len(shares)) for a, b, n in bins] if len(bins) > 1 else []


def _what_this_is(facts, smallest):
    said = (
        f"Nobody is named here. What fewer than {smallest} of us share is left out, and shares are rounded."
    )
    if len(facts.students) < 2 * smallest:
        said += f" Fewer than {2 * smallest} of us have handed in: that is too few to show anything."
    return f"<p>{said}</p>"


def _findings(facts, smallest):
    everybody = len(facts.students)
    if everybody < 2 * smallest:  # then either those who have it or those who do not are few
        return ""
    least = edge(everybody, smallest)
    shown = [f for f in findings(facts.answers) if len(f.students) >= smallest and f.kind != "unfinished"]
    rest = [f for f in shown if not _is_told(f, smallest)]
    entries = []
    for finding in shown:
        if finding in rest:
            continue
        share = len(finding.students) / everybody
        name = (
            finding.name if finding.kind in ("misconception", "slip") else _read_by_many(finding, smallest)[0]
        )
        said = [line for line in _read_by_many(finding, smallest)[:2] if line != name]
        where = [exercise(*key) for key, n in finding.where.items() if n >= smallest]
        entries.append(
            f'<li><p class="head"><b>{escape(name)}</b></p>'
            f'<p class="line">{bar(share, least)} <span class="score">{about(share, least)} of us</span></p>'
            + "".join(f'<p class="said">{escape(line)}</p>' for line in said)
            + (f'<p class="remark">{escape(", ".join(where))}</p>' if where else "")
            + "</li>"
        )
    return f'<ol class="findings">{"".join(entries)}</ol>' if entries else ""


def _is_told(finding, smallest):
    return finding.kind in ("misconception", "slip") or bool(_read_by_many(finding, smallest))


def _read_by_many(finding, smallest):
    """The sentences that enough students read word by word; none that tells of a hidden test."""
    readers = Counter(line for _, line in {(a.student, a.line) for a in finding.answers if not a.hidden})
    return [line for line, n in readers.most_common() if n >= smallest]


def _scores(facts, smallest):
    if len(facts.students) < 2 * smallest:
        return ""
    bins = grouped(facts.shares, smallest)
    if not bins:
        return ""
    columns = [(a, b, rounded(share) / (b - a), "") for a, b, share in bins]
    lines = [[f"{100 * a:.0f} % to {100 * b:.0f} %", about(share)] for a, b, share in bins]
    picture = drawn.histogram(columns, "How the points are spread, in a few columns; a table follows")
    return picture + table(
        ["share of the points", "#of what was handed in"], lines, "How the points are spread"
    )


def _exercises(facts, smallest):
    shown = [i for i in items(facts.answers) if len(i.answers) >= 2 * smallest]
    told = []
    for item in shown:
        least = edge(len(item.answers), smallest)
        told.append((min(1 - least, max(least, rounded(item.difficulty))), least, item))
    rows = [
        [
            escape(exercise(item.assignment, item.exercise)),
            f'<span class="line">{bar(item.difficulty, least)} {about(item.difficulty, least)}</span>',
        ]
        for _, least, item in sorted(told, key=lambda one: one[0])
    ]
    head = ["exercise, the hardest first", "of its points, on average"]
    return table(head, rows, "Exercises by difficulty") if rows else ""


def _inventory(facts, smallest):
    if facts.inventory is None or len(facts.inventory.both()) < 2 * smallest:
        return ""
    everybody = len(facts.inventory.both())
    least = edge(everybody, smallest)
    rows = [[escape(name), about(a, least), about(b, least)] for name, a, b in by_idea(facts.inventory)]
    held = [
        [
            escape(facts.inventory.held[ident].replace("They think", "We think")),
            about(len(after) / everybody, least),
        ]
        for ident, _, after in holders(facts.inventory)
        if len(after) >= smallest
    ]
    still = (
        table(["what many of us still think", "#share"], held, "Misconceptions afterwards") if held else ""
    )
    return table(["idea", "#right before", "#right after"], rows, "Right answers by idea") + still


def _again(facts, smallest):
    pairs = handed_in_again(facts.attempts)
    better = [last.share > first.share for first, last, _ in pairs]
    if len({first.student for first, _, _ in pairs}) < 2 * smallest or not any(better):
        return ""
    gain = fmean(last.share - first.share for first, last, _ in pairs)
    least = edge(len(pairs), smallest)
    better, won = about(fmean(better), least), about(max(0.0, gain), least)
    return f"<p>Of work handed in again, {better} got better. On average {won} of the points were won.</p>"
