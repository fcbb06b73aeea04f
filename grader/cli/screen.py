"""A run of `grader autograde` as a teacher watches it."""

from collections import Counter

from rich.markup import escape

from ..autograde import Listener
from ..engine.shown import shown
from .progress import progress


class Screen(Listener):
    """A run as a teacher watches it in a terminal."""

    def __init__(self, console, verbose):
        self.console, self.verbose = console, verbose
        self.todo = self.kept = 0
        self.workers, self.by = None, Counter()

    def nothing_to_do(self, plan):
        self.console.print(
            f"{plan.master.assignment}: nothing has changed since the last run (--force grades all again)"
        )

    def begins(self, plan, tier):
        self.console.print(f"isolation: [b]{escape(tier.name)}[/b]. {escape(tier.sentence)}", soft_wrap=True)
        self.console.print(_work(plan))

    def noted(self, lines):
        tell_notes(lines, self.console)

    def graded(self, results, plan):
        self.todo = len(plan.todo)
        with progress(self.console, self.what, self.todo) as advance:
            for result in results:
                advance()
                yield result

    def stored(self, entry):
        self.kept += 1
        if self.verbose:
            _log(entry, self.console)

    def graded_by(self, worker):
        """Of a queue."""
        self.by[worker] += 1

    def what(self):
        """What the bar is of."""
        return f"grading, {len(self.by)} worker{'s' * (len(self.by) != 1)}" if self.by else "grading"

    def waiting_for_workers(self, workers, left):
        """Of a queue, when no result has come for a while."""
        if workers != self.workers:
            self.workers = workers
            here = "1 worker is" if workers == 1 else f"{workers or 'no'} workers are"
            self.console.print(
                f"{left} left; {here} at work (another: `grader work --db …`)", highlight=False
            )

    def away(self, sentence):
        """The database of a queue."""
        self.console.print(shown(f"waiting: {sentence}"), markup=False, highlight=False)

    def tell_workers(self):
        """Who has graded how many, if it was not this computer."""
        if self.by:
            said = ", ".join(f"{worker} {number}" for worker, number in sorted(self.by.items()))
            self.console.print(f"graded by {said}", highlight=False)

    def stopped(self):
        if self.todo:
            self.console.print(
                f"stopped: {self.kept} or more of {self.todo} are graded and kept; the same command goes on"
            )


def _work(plan):
    todo, same = len(plan.todo), len(plan.unchanged)
    why = "graded already by the run that was stopped" if plan.run else "unchanged"
    unchanged = f", {same} {why}" if same else ""
    return f"{escape(plan.master.assignment)}: {todo} to grade{unchanged}"


def _log(entry, console):
    console.print(shown(f"{entry['student']}: {entry['state']}"), markup=False, highlight=False)
    for notebook, lines in entry["log"].items():
        for line in lines:
            console.print(shown(f"  {notebook}: {line}"), markup=False, highlight=False)


def tell_notes(lines, console):
    for line in lines:
        console.print(shown(f"note: {line}"), markup=False, highlight=False)
