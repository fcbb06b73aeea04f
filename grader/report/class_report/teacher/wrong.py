"""Which misconceptions the class has, who has which, in which exercises, and what `check` told them."""

from html import escape

from .. import drawn
from ..findings import KINDS
from ..words import count, exercise, fold, percent, table
from . import links

MAPPED, SHOWN, PLACES = 12, 8, 6
LISTED, FEW = 100, 20  # of a kind; of one that few share, so many answers: the students' own rows have all


def wrong(facts, found):
    if not found:
        return "<p>No test failed.</p>" if facts.answers else ""
    parts = [(heading, [f for f in found if f.kind == kind]) for kind, heading in KINDS.items()]
    parts.append(("First lines of failed tests", [f for f in found if f.kind not in KINDS]))
    return _map(facts, found) + "".join(_part(facts, *part) for part in parts if part[1])


def _map(facts, found):
    """Misconceptions by assignments: where they gather, at a glance."""
    rows = [f for f in found if f.kind not in ("unfinished", "slip")][:MAPPED]
    names = [r.assignment for r in facts.reports]
    if len(rows) < 2 or len(names) < 2:
        return ""
    counts = [[len({a.student for a in f.answers if a.assignment == name}) for name in names] for f in rows]
    most = max(map(max, counts))
    lines = [
        [escape(f.name), *(_square(n, most) for n in line)] for f, line in zip(rows, counts, strict=True)
    ]
    heads = ["students, by assignment", *(f"#{name}" for name in names)]
    return table(heads, lines, "The most frequent of them, by assignment", "map")


def _square(n, most):
    return f'<span class="square" style="--s:{0.12 + 0.4 * n / most:.2f}">{n}</span>' if n else ""


def _part(facts, heading, group):
    more = _list(facts, group[SHOWN:LISTED], FEW) + links.left_out(group, LISTED) if group[SHOWN:] else ""
    rest = fold(f"{len(group) - SHOWN} more", more) if more else ""
    return f"<h3>{escape(heading)}</h3>{_list(facts, group[:SHOWN], links.MOST)}{rest}"


def _list(facts, group, most):
    return f'<ol class="findings">{"".join(_entry(facts, finding, most) for finding in group)}</ol>'


def _entry(facts, finding, most):
    share = len(finding.students) / len(facts.students)
    kind = "" if finding.kind in KINDS else f' <span class="category">{escape(finding.kind)}</span>'
    places = [f"{escape(exercise(*key))} ({n})" for key, n in finding.where.items()]
    more = f" and {len(places) - PLACES} more" if places[PLACES:] else ""
    numbers = f"{count(len(finding.students), 'student')} · {percent(share)}"
    return (
        f'<li><p class="head"><b>{escape(finding.name)}</b>{kind}</p>'
        f'<p class="line">{drawn.bar(share)} <span class="score">{numbers}</span></p>'
        f'<p class="remark">{", ".join(places[:PLACES])}{more}</p>{_who(facts, finding, most)}</li>'
    )


def _who(facts, finding, most):
    order = {where: place for place, where in enumerate(finding.where)}
    answers = sorted(finding.answers, key=lambda a: (order[a.assignment, a.exercise], a.student))
    rows = [
        [
            links.student(facts, a.student),
            escape(exercise(a.assignment, a.exercise)),
            escape(a.line),
            links.test(facts, a),
        ]
        for a in answers[:most]
    ]
    head = ["student", "exercise", "what the test said", "feedback"]
    listed = table(head, rows, f"Who: {finding.name}", "who") + links.left_out(answers, most)
    return fold(f"Who, and what they read ({count(len(answers), 'failed test')})", listed)
