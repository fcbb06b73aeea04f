"""A report as HTML that reads well on a light page, on a dark one, and with its styles stripped."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from grader.checks.compare import show
from grader.checks.exercise import Place
from grader.checks.values import as_numpy, describe

if TYPE_CHECKING:
    from grader.checks.report import Report

RULE = "1px solid color-mix(in srgb, currentColor 25%, transparent)"
FIGURE = "display:inline-block;vertical-align:top;margin:0.5em 1.5em 0.5em 0"
TABLE = f"border-collapse:collapse;border:{RULE};margin:0.25em 0;font-variant-numeric:tabular-nums"
CELL = f"border:{RULE};padding:0.2em 0.6em;text-align:right"
MARKED = f"{CELL};outline:2px solid currentColor;outline-offset:-2px;font-weight:bold"
LARGEST = 12  # rows or columns that still help; beyond that the shape says more
MAPS = 4
PAIR = ("Expected", "Yours")


def render(report: Report) -> str:
    figures = "".join(figure(label, value) for label, value in report.drawn.items() if label not in PAIR)
    pair = "".join(
        figure(label, report.drawn[label], report.where) for label in PAIR if label in report.drawn
    )
    if pair:  # kept together, so that they stand side by side on a narrow page, too
        figures += f'<div style="display:inline-block">{pair}</div>'
    note = f"<p>{escape(report.note)}</p>" if report.note else ""
    details = (
        fold("What it printed", f"<pre>{escape(report.printed)}</pre>") if report.printed.strip() else ""
    )
    hints = "".join(fold(f"Hint {n}", f"<p>{escape(hint)}</p>") for n, hint in enumerate(report.hints, 1))
    verdict = f"<p><strong>{escape(report.verdict)}</strong></p>{note}"
    return f'<div class="check">{verdict}{figures}{details}{hints}</div>'


def fold(summary: str, body: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>{body}</details>"


def figure(label: str, value: object, where: Place | None = None) -> str:
    """One labelled value; several tables side by side where it is a tuple or has several maps."""
    caption = f'<figcaption style="font-style:italic">{escape(label)}</figcaption>'
    return f'<figure style="{FIGURE}">{caption}{picture(value, where)}</figure>'


def picture(value: object, where: Place | None = None) -> str:
    A = as_numpy(value)
    if isinstance(value, tuple) or (A is None and isinstance(value, list)):
        items = islice(enumerate(value), MAPS)
        return "".join(picture_of_one(as_numpy(item), item, inside(where, n)) for n, item in items)
    return picture_of_one(A, value, where)


def picture_of_one(A: np.ndarray | None, value: object, where: Place | None) -> str:
    if A is not None and A.ndim:
        return pictures_of_array(A, where)
    return f"<p>{escape(describe(value) if A is None else show(A.item()))}</p>"


def pictures_of_array(A: np.ndarray, where: Place | None) -> str:
    if max(A.shape[-2:], default=0) > LARGEST or A.size == 0 or A.dtype.kind not in "biuf":
        return f"<p>shape {A.shape}</p>"
    if A.ndim == 1:
        return table(A[None], None if where is None else (0, *where))
    if A.ndim == 2:
        return table(A, where)
    return "".join(pictures_of_array(a, inside(where, n)) for n, a in islice(enumerate(A), MAPS))


def inside(where: Place | None, place: int) -> Place | None:
    """The rest of a path that goes through this place; None for a path that does not."""
    return where[1:] if where and where[0] == place else None


def table(A: np.ndarray, where: Place | None) -> str:
    rows = "".join(
        "<tr>" + "".join(cell(x, where == (i, j)) for j, x in enumerate(row)) + "</tr>"
        for i, row in enumerate(A)
    )
    return f'<table style="{TABLE}"><tbody>{rows}</tbody></table>'


def cell(x: float | np.number | np.bool_, marked: bool) -> str:
    """The first differing cell carries an arrow as well as an outline: colour alone says nothing."""
    return f'<td style="{MARKED}">→ {show(x)}</td>' if marked else f'<td style="{CELL}">{show(x)}</td>'
