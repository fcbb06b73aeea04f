"""What a family of processes has used, from moment to moment: asked later, it can say since when."""

from bisect import bisect_left

from ..limits import Used
from .monitor import Process, cpu_s, is_busy


class Usage:
    """Times of looks (monotonic), and the sums up to each of them."""

    def __init__(self, born: float):
        self.times, self.cpu_s, self.idle_s = [born], [0.0], [0.0]
        self.each: dict[int, float] = {}

    def look(self, now: float, members: list[Process]) -> None:
        """What a process used does not end with it. Two counts, each too low: of those seen, by us, and of
        those waited for, by their parents."""
        self.each |= {one.pid: max(one.own_s, self.each.get(one.pid, 0.0)) for one in members}
        used = max(self.cpu_s[-1], cpu_s(members), sum(self.each.values()))
        idle = used == self.cpu_s[-1] and not any(is_busy(one, members) for one in members)
        self.times.append(now)
        self.cpu_s.append(used)
        self.idle_s.append(self.idle_s[-1] + (now - self.times[-2] if idle else 0.0))

    def since(self, moment: float) -> Used:
        """From the first look after that moment: a little less than was used, never more."""
        at = min(bisect_left(self.times, moment), len(self.times) - 1)
        return Used(self.cpu_s[-1] - self.cpu_s[at], self.idle_s[-1] - self.idle_s[at])
