"""How numbers, names and tables are written, on both pages alike."""

from html import escape


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def signed(number: float) -> str:
    """With a minus as it is printed."""
    return f"{number:.2f}".replace("-", "−")


def count(n: int, one: str, many: str = "") -> str:
    """
    >>> count(1, "student"), count(3, "student")
    ('1 student', '3 students')
    """
    return f"{n} {one if n == 1 else many or one + 's'}"


def exercise(assignment: str, name: str) -> str:
    """An exercise's name on a page of all assignments; one named like its assignment is told once."""
    return name if name.startswith(assignment) else f"{assignment}/{name}"


def table(head, rows, caption, kind="") -> str:
    """head: column names, "#" before one of numbers; rows: lists of HTML, the first the name of its row."""
    numbers = [name.startswith("#") for name in head]
    heads = "".join(
        f'<th scope="col"{_kind(number)}>{escape(name.lstrip("#"))}</th>'
        for name, number in zip(head, numbers, strict=True)
    )
    body = "".join(f"<tr>{_row(row, numbers)}</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}, a table">'
        f'<table class="{kind}"><caption class="away">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def fold(summary, html, kind="") -> str:
    return f'<details class="{kind}"><summary>{summary}</summary>{html}</details>'


def _row(row, numbers):
    first, *rest = row
    cells = "".join(f"<td{_kind(number)}>{cell}</td>" for cell, number in zip(rest, numbers[1:], strict=True))
    return f'<th scope="row">{first}</th>{cells}'


def _kind(number):
    return ' class="number"' if number else ""
