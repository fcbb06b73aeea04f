"""What is shown while work goes on: a live bar on a terminal, quiet lines elsewhere."""

import contextlib
import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

EVERY_S = 10  # a line for a log file, not for each submission


class Rate(ProgressColumn):
    """Finished in a second, over the whole run."""

    def render(self, task):
        return Text(
            f"{task.completed / task.elapsed:.1f} a second" if task.elapsed and task.completed else ""
        )


@contextlib.contextmanager
def progress(console: Console, what: str | Callable[[], str], total: int):
    """Yields a function to call after each finished piece. what: may change meanwhile, if it is a function"""
    said = what if callable(what) else lambda: what
    if not total:
        yield lambda: None
    elif console.is_terminal:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(),
            TimeRemainingColumn(),
            TextColumn("left"),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(said(), total=total)
            yield lambda: bar.update(task, advance=1, description=said())
    else:
        yield _lines(console, said, total)


def _lines(console, what, total):
    done, said = 0, time.monotonic()

    def advance():
        nonlocal done, said
        done += 1
        if time.monotonic() - said >= EVERY_S:
            said = time.monotonic()
            console.print(f"{what()} {done} of {total}", highlight=False)

    return advance
