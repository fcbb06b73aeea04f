"""All processes below this one, watched from a thread while cells run there: killed where they are late."""

import os
import signal
import threading
import time
from contextlib import suppress

from ..jail.lifecycle.monitor import Process, family, processes
from ..jail.lifecycle.usage import Usage
from .budget import Budget

LOOK_S = 0.1


class Watch:
    """late: ("cell" or "total", see budget.Late) once they were killed, None before."""

    def __init__(self, cell_s: float, total_s: float):
        self.cell_s = cell_s
        self.usage = Usage(time.monotonic())
        self.budgets = {"total": Budget(total_s)}
        self.late: tuple[str, str] | None = None
        self.ended, self.between_looks = threading.Event(), threading.Lock()
        self.thread = threading.Thread(target=self._look_until_the_end, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.ended.set()
        self.thread.join()

    def begin_cell(self) -> bool:
        """Whether it may: else the one before, or the whole, was late at its very end."""
        with self.between_looks:
            self.budgets["cell"] = Budget(self.cell_s)
            return self.late is None

    def _look_until_the_end(self) -> None:
        while self.late is None and not self.ended.wait(LOOK_S):
            with self.between_looks:  # no cell begins between a verdict and the end: it would be blamed
                self._look()

    def _look(self) -> None:
        now = time.monotonic()
        self.usage.look(now, below_us())
        for whose, budget in self.budgets.items():
            budget.waited_s = now - budget.began  # we ourselves do nothing but wait
            if why := budget.late(self.usage.since(budget.began)):
                self.late = (whose, why)
        for process in below_us() if self.late else ():
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)


def below_us() -> list[Process]:
    _us, *others = family(os.getpid(), processes())
    return others
