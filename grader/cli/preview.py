"""`grader autograde --preview`: who changes by how much, before anything is written."""

import sys

from rich import box
from rich.table import Table
from rich.text import Text

from ..autograde import changes
from ..engine.shown import shown
from ..report import points
from .screen import Screen

FEW = 5  # cells named of one student


class Preview(Screen):
    """Grades as ever, keeps the results back, and hands them on when the teacher says so."""

    def __init__(self, console, verbose, yes):
        super().__init__(console, verbose)
        self.yes = yes

    def graded(self, results, plan):
        kept = list(super().graded(results, plan))
        found = changes(plan, kept)
        self.console.print(table(found) if found else "")
        self.console.print(sentence(found, len(kept)), markup=False, highlight=False)
        if self.yes or self._agreed():
            yield from kept
        else:
            self.console.print("nothing was written; --yes writes it")

    def _agreed(self):
        if not (sys.stdin.isatty() and self.console.is_terminal):
            return False
        return self.console.input("write these scores? [y/N] ").strip().lower() in ("y", "yes")


def table(found) -> Table:
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    drawn.add_column("student", no_wrap=True)
    for name in ("before", "after", "change"):
        drawn.add_column(name, justify="right", no_wrap=True)
    drawn.add_column("where", overflow="fold")
    for change in found:
        before = "none" if change.before is None else points(change.before)
        by = "" if change.before is None else _signed(change.by)
        drawn.add_row(*map(Text, (shown(change.student), before, points(change.after), by, _where(change))))
    return drawn


def sentence(found, graded) -> str:
    """ "of 30 graded: 2 would lose points, 1 would gain, 0 have their first score, 27 stay"."""
    first = sum(change.before is None for change in found)
    lose = sum(change.by < 0 for change in found if change.before is not None)
    gain = len(found) - first - lose
    told = f"{lose} would lose points, {gain} would gain, {first} would have their first score"
    return f"of {graded} graded: {told}, {graded - len(found)} stay as they are"


def _where(change):
    said = [f"{name} {points(old)} → {points(new)}" for name, (old, new) in change.cells.items()]
    return ", ".join(said[:FEW]) + (f" and {len(said) - FEW} more" if len(said) > FEW else "")


def _signed(value):
    return f"{'+' if value > 0 else '−'}{points(abs(value))}"
