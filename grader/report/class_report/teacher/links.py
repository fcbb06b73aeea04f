"""From a name to the student's line on the page, and from there to their feedback."""

from html import escape
from urllib.parse import quote

MOST = 200  # lines in one list


def student(facts, who) -> str:
    return f'<a href="{facts.place(who)}">{escape(facts.students[who])}</a>'


def test(facts, answer) -> str:
    """To the very test in the student's feedback."""
    notebook, _, cell = answer.cell.partition("/")
    page = facts.feedback.get((answer.student, answer.assignment), {}).get(notebook)
    return _link(f"{quote(page)}#{quote(cell)}", facts, answer.student, answer.exercise) if page else ""


def pages(facts, who, assignment, text="feedback") -> str:
    """To all of a student's feedback on an assignment."""
    found = facts.feedback.get((who, assignment), {})
    return " ".join(
        _link(quote(page), facts, who, assignment, notebook if len(found) > 1 else text)
        for notebook, page in found.items()
    )


def left_out(lines, most=MOST) -> str:
    return f"<p>{len(lines) - most} more are not listed.</p>" if len(lines) > most else ""


def _link(address, facts, who, about, text="feedback"):
    away = f'<span class="away">: to {escape(facts.students[who])} on {escape(about)}</span>'
    return f'<a href="{escape(address)}">{escape(text)}{away}</a>'
