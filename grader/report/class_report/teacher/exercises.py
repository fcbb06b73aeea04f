"""Each exercise's difficulty and discrimination, and what went wrong in it most."""

from html import escape

from .. import drawn
from ..items import items
from ..words import exercise, percent, signed, table

EXPLAINED = """<p class="remark">Difficulty is the mean share of the points: 100 % is the easiest.
Discrimination is the correlation with the rest of the assignment: above 0.3 is good, below 0 is a reason to
read the test again.</p>"""
HEAD = ["exercise", "#answers", "all, a part, none of the points", "#difficulty", "#discrimination"]
HEAD += ["what went wrong most", "remark"]


def exercises(facts, found):
    numbered = list(enumerate(items(facts.answers), 1))
    if not numbered:
        return ""
    worst = _worst(found)
    rows = [_row(number, item, worst) for number, item in numbered]
    dots = [_dot(number, item) for number, item in numbered if item.discrimination is not None]
    title = f"{len(dots)} exercises: how hard each is, and whom it tells apart; a table follows"
    picture = drawn.scatter(dots, title, "easier", "tells students apart") if len(dots) > 1 else ""
    return f"{picture}{table(HEAD, rows, 'Item statistics of the exercises')}{EXPLAINED}"


def _dot(number, item):
    numbers = f"{percent(item.difficulty)}, {signed(item.discrimination)}"
    name = f"{exercise(item.assignment, item.exercise)}: {numbers}"
    return item.difficulty, item.discrimination, name, number if item.flagged else ""


def _worst(found):
    """(assignment, exercise) -> (how many students, what)"""
    worst = {}
    for finding in found:
        for key, n in finding.where.items():
            if finding.kind != "unfinished" and n > worst.get(key, (0, ""))[0]:
                worst[key] = n, finding.name
    return worst


def _row(number, item, worst):
    n, what = worst.get((item.assignment, item.exercise), (0, ""))
    return [
        f'<span id="item-{number}">{number} {escape(exercise(item.assignment, item.exercise))}</span>',
        str(len(item.answers)),
        drawn.stack(item.parts),
        percent(item.difficulty),
        "–" if item.discrimination is None else signed(item.discrimination),
        f"{escape(what)} ({n})" if n else "",
        escape(item.remark),
    ]
