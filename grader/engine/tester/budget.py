"""How long a cell, or a whole submission, may take: what it computes counts, not how busy this machine is.

Three ways to be late:
    "cpu"   its processes computed for longer than that
    "idle"  they neither computed nor waited for a processor or a disk for longer than that: they sleep
    "wall"  neither, but they gave no answer for PATIENCE times as long: the machine may be to blame
Time in which the tester itself worked never counts. Whatever was stopped by the last two is graded again,
alone, before it counts (see pool.py).
"""

import time
from typing import Literal

from .kinds import Used

PATIENCE, MARGIN_S = 10, 10

Late = Literal["cpu", "idle", "wall"]


def patience_s(limit_s: float) -> float:
    """By the clock, for something that may compute for so long."""
    return PATIENCE * limit_s + MARGIN_S


class Budget:
    """waited_s: how long the tester has waited for answers since it began; whoever waits adds it up."""

    def __init__(self, limit_s: float):
        self.limit_s, self.began, self.waited_s = limit_s, time.monotonic(), 0.0

    def doubtful(self) -> bool:
        """Whether it is worth looking: before, nothing can have run out."""
        return self.waited_s >= self.limit_s

    def late(self, used: Used) -> Late | None:
        """Why it is late, or None. used: cpu_s and idle_s since it began."""
        ours = time.monotonic() - self.began - self.waited_s
        if used.cpu_s > self.limit_s:
            return "cpu"
        if used.idle_s - ours > self.limit_s:
            return "idle"
        return "wall" if self.waited_s > patience_s(self.limit_s) else None

    def sentence(self, who: str, why: str) -> str:
        """What is told of it. who: "Cell [3]", "The submission"."""
        if why == "cpu":
            return f"{who} used more than {self.limit_s:g} s of computing time and was stopped."
        seconds = self.limit_s if why == "idle" else patience_s(self.limit_s)
        return f"{who} did not answer for {seconds:g} s and was stopped."
