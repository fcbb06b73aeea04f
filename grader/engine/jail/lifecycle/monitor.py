"""CPU time and memory of a child with all its descendants, from /proc, a few times a second."""

import os
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from ..limits import Limits

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MB = 1 << 20
BUSY = ("R", "D")


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    cpu_s: float
    rss: int
    own_s: float = 0.0  # without that of children it has waited for
    state: str = "S"
    threads: int = 1


def processes() -> list[Process]:
    """All that this /proc shows: our own process namespace and those below it."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):
                found.append(process(int(name)))
    return found


def process(pid: int) -> Process:
    """One line of /proc/PID/stat. A name may hold brackets: the fields begin after the last one."""
    with open(f"/proc/{pid}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    times = [int(field) / TICK for field in fields[11:15]]  # user and system, own and of waited-for children
    rss, state, threads = int(fields[21]) * PAGE, fields[0].decode(), int(fields[17])
    return Process(pid, int(fields[1]), sum(times), rss, sum(times[:2]), state, threads)


def is_busy(member: Process, members: Iterable[Process] = ()) -> bool:
    """Whether it runs, or would if it got a processor or its disk; each thread has a state of its own.

    A process that waits for one that it made by vfork looks as if it waited for a disk; the two have their
    memory in common, and the other sleeps.
    """
    lent = any(other.rss == member.rss and other.state not in BUSY for other in members if other != member)
    busy = ("R",) if lent else BUSY
    if member.state in busy or member.threads < 2:
        return member.state in busy
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{member.pid}/task"):
            with open(f"/proc/{member.pid}/task/{thread}/stat", "rb") as file:
                if file.read().rpartition(b")")[2].split()[0].decode() in busy:
                    return True
    return False


def family(pid: int, everyone: list[Process]) -> list[Process]:
    """A process and its descendants; orphans are adopted by it, being process 1 of its namespace."""
    children = defaultdict(list)
    for one in everyone:
        children[one.parent].append(one)
    members = [one for one in everyone if one.pid == pid]
    for member in members:
        members += children[member.pid]
    return members


def cpu_s(members: list[Process]) -> float:
    return sum(member.cpu_s for member in members)


def memory_mb(members: list[Process], inherited: int) -> float:
    """What they hold beyond the `inherited` bytes that each shares with the zygote. Quick, never too little.

    Memory shared among themselves counts once for each; before anyone is killed for it, see exact_memory_mb.
    """
    return sum(max(0, member.rss - inherited) for member in members) / MB


def exact_memory_mb(members: list[Process]) -> float:
    """Shared pages counted by parts. Slow, as the kernel walks every page: asked only in doubt."""
    total = 0
    for member in members:
        rollup = f"/proc/{member.pid}/smaps_rollup"
        with suppress(FileNotFoundError, ProcessLookupError), open(rollup) as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    return total / 1024


def exceeded(
    members: list[Process], used_s: float, limits: Limits, age_s: float, inherited: int
) -> str | None:
    """Which limit a child and its descendants have passed: 'wall', 'cpu', 'memory' or none.

    used_s: their computing time
    """
    if age_s > limits.wall_s:
        return "wall"
    if used_s > limits.cpu_s:
        return "cpu"
    if memory_mb(members, inherited) <= limits.memory_mb:
        return None
    if len(members) > 1 and exact_memory_mb(members) <= limits.memory_mb:
        return None
    return "memory"
