"""What handing in again brought."""

from html import escape
from statistics import fmean

from .. import drawn
from ..progress import handed_in_again
from ..words import count, percent, table
from . import links

DRAWN = 200  # lines: of more, none can be told from another


def again(facts):
    pairs = sorted(handed_in_again(facts.attempts), key=lambda pair: pair[1].share - pair[0].share)
    if not pairs:
        return ""
    gains = [last.share - first.share for first, last, _ in pairs]
    rows = [
        [
            links.student(facts, first.student),
            escape(first.assignment),
            str(times),
            percent(first.share),
            percent(last.share),
            links.pages(facts, first.student, first.assignment),
        ]
        for first, last, times in pairs[: links.MOST]
    ]
    lines = pairs[:: -(-len(pairs) // DRAWN)]  # evenly, from the greatest loss to the greatest gain
    which = f"{len(lines)} of {len(pairs)}" if len(lines) < len(pairs) else f"{len(pairs)}"
    title = f"{which} lines, from the first score to the last; a table follows"
    picture = drawn.slopes([(first.share, last.share) for first, last, _ in lines], title)
    head = ["student", "assignment", "#times", "#first", "#last", "feedback"]
    better = sum(gain > 0 for gain in gains)
    won = (
        f"{better} got better, and {percent(fmean(gains))} of the points that tests give were won on average."
    )
    return (
        f"<p>{count(len(pairs), 'submission')} came again: {won}</p>{picture}"
        f"{table(head, rows, 'First and last score of what was handed in again')}{links.left_out(pairs)}"
    )
