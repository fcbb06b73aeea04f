"""One loop, for both zygotes: fork a child for each request, watch it, kill it when its owner goes.

Requests come on packet sockets ("openers"); the first opener belongs to our owner, and its end is ours.
    {"opener": true}  + [socket]                   another opener
    {"open": request} + [owner, line, more...]     fork a child that gets `request`, `line` and the rest
On `owner` we send one Exit when the child has ended. From there come
    {"kill": true}       kills the child, as the owner's end does
    {"used": moment}     what all its processes used since (see usage.py); answered by {"used": Used}
    {"interrupt": true}  SIGALRM for its first process, answered by {"interrupted": true} when it is sent

The loop has one thread, holds no secrets, and waits for nobody: what an owner does not fetch is dropped.
"""

import fcntl
import gc
import os
import select
import selectors
import signal
import socket
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass

from ..control_channel import receive, send
from ..isolation.cgroup import Groups
from ..limits import Exit, Limits
from . import monitor
from .usage import Usage

WATCH_S = 0.05
NEAR = 0.95  # the kernel's own count of computing time differs from ours by some hundredths


@dataclass
class Child:
    pid: int
    pidfd: int
    owner: socket.socket
    limits: Limits | None
    born: float
    usage: Usage
    group: str | None = None
    killed_for: str | None = None  # "asked" when its owner wanted it


class ForkServer:
    """fork: os.fork, or one that also makes a process namespace.
    live(request, fds): the child's life; returns its exit code. fds: the line, what came with it, `keep`.
    scratch: see child_without_namespaces.py; None where children have a file tree of their own.
    """

    def __init__(
        self,
        control: socket.socket,
        fork: Callable[[], int],
        live: Callable[[dict, list[int]], int],
        keep: tuple[int, ...] = (),
        groups: Groups | None = None,
        scratch=None,
    ):
        self.control, self.fork, self.live, self.keep = control, fork, live, keep
        self.groups, self.scratch = groups, scratch
        self.children: dict[int, Child] = {}
        self.selector = selectors.DefaultSelector()
        self.listen(control)
        self.inherited = monitor.process(os.getpid()).rss
        self.ended, self.looked = False, 0.0

    def listen(self, opener: socket.socket) -> None:
        self.selector.register(opener, selectors.EVENT_READ, lambda: self.on_request(opener))

    def serve(self) -> None:
        """Until our owner closes the first opener; then every child dies with us."""
        while not self.ended:
            for key, _ in self.selector.select(WATCH_S if self.children else None):
                if self.selector.get_map().get(key.fd) is key:  # not closed by an earlier event of this round
                    key.data()
            self.enforce_limits_now_and_then()
        self.kill_everyone()

    def on_request(self, opener: socket.socket) -> None:
        message, fds = receive(opener)
        if message is None:
            self.ended = self.ended or opener is self.control
            self.selector.unregister(opener)
            opener.close()
        elif "opener" in message:
            self.listen(socket.socket(fileno=fds[0]))
        else:
            self.try_to_open(message["open"], fds)

    def try_to_open(self, request: dict, fds: list[int]) -> None:
        """No memory or no process left on this machine: the owner is told, the others are not hurt."""
        try:
            self.open_child(request, fds)
        except OSError as problem:
            with socket.socket(fileno=fds[0]) as owner, suppress(OSError):
                send(owner, {"failed": f"{type(problem).__name__}: {problem}"})
            for fd in fds[1:]:
                with suppress(OSError):
                    os.close(fd)

    def open_child(self, request: dict, fds: list[int]) -> None:
        limits = Limits(**request["limits"]) if "limits" in request else None
        group = self.groups.make(limits.memory_mb) if self.groups else None
        pid = self.fork()
        if pid == 0:
            self.be_child(request, fds, group)
        pidfd = os.pidfd_open(pid)
        for fd in fds[1:]:
            os.close(fd)
        owner = socket.socket(fileno=fds[0])
        born = time.monotonic()
        child = Child(pid, pidfd, owner, limits, born, Usage(born), group)
        self.children[pid] = child
        self.selector.register(child.pidfd, selectors.EVENT_READ, lambda: self.on_end(child))
        self.selector.register(owner, selectors.EVENT_READ, lambda: self.on_owner(child))

    def be_child(self, request: dict, fds: list[int], group: str | None) -> None:
        """Never returns: an exception here must not unwind into the loop of the zygote whose copy we are."""
        code = 70
        try:
            gc.enable()
            if group:
                self.groups.join(group)
            code = self.live(request, keep_only([*fds[1:], *self.keep]))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code & 0xFF)

    def on_owner(self, child: Child) -> None:
        """It asks for the end, or is gone: the same to the child. What ended before is no answer to that."""
        message, _ = receive(child.owner)
        if message is None:
            self.selector.unregister(child.owner)
        if select.select([child.pidfd], [], [], 0)[0]:
            return  # its Exit is on its way, and answers everything
        if message and "used" in message:
            self.look_at(child)
            self.tell(child, {"used": asdict(child.usage.since(message["used"]))})
        elif message and "interrupt" in message:
            signal.pidfd_send_signal(child.pidfd, signal.SIGALRM)
            self.tell(child, {"interrupted": True})
        else:
            self.kill(child, "asked")

    def look_at(self, child: Child) -> None:
        """Who has no limits is looked at only when its owner asks, and alone."""
        if child.limits:
            self.enforce_limits()
        else:
            with suppress(OSError):
                child.usage.look(time.monotonic(), [monitor.process(child.pid)])

    def tell(self, child: Child, message: dict) -> None:
        with suppress(OSError):
            child.owner.setblocking(False)
            send(child.owner, message)

    def on_end(self, child: Child) -> None:
        _, status, usage = os.wait4(child.pid, 0)
        if child.group and self.groups.has_killed(child.group):
            child.killed_for = "memory"
        del self.children[child.pid]
        self.selector.unregister(child.pidfd)
        os.close(child.pidfd)
        with suppress(KeyError):
            self.selector.unregister(child.owner)
        self.tell(child, asdict(ending(child, os.waitstatus_to_exitcode(status), usage, self.inherited)))
        child.owner.close()
        if child.group:
            self.groups.remove(child.group)
        if self.scratch:
            self.scratch.remove(child.pid)

    def enforce_limits_now_and_then(self) -> None:
        """However many events there are: to read of every process what it uses takes as long as a fork."""
        now = time.monotonic()
        if now - self.looked >= WATCH_S:
            self.looked = now
            self.enforce_limits()

    def enforce_limits(self) -> None:
        limited = [child for child in self.children.values() if child.limits and not child.killed_for]
        if not limited:
            return
        everyone, now = monitor.processes(), time.monotonic()
        for child in limited:
            members = monitor.family(child.pid, everyone)
            child.usage.look(now, members)
            used_s = child.usage.cpu_s[-1]
            reason = monitor.exceeded(members, used_s, child.limits, now - child.born, self.inherited)
            if child.group and self.groups.has_killed(child.group):
                reason = "memory"
            if self.scratch and self.scratch.used_mb(child.pid) > child.limits.scratch_mb:
                reason = "memory"  # where there are namespaces, scratch is memory
            if reason:
                self.kill(child, reason)

    def kill(self, child: Child, reason: str) -> None:
        child.killed_for = child.killed_for or reason
        signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)

    def kill_everyone(self) -> None:
        for child in list(self.children.values()):
            self.kill(child, "asked")
            self.on_end(child)


def ending(child: Child, code: int, usage, inherited: int = 0) -> Exit:
    """How it ended, by what was counted, whoever noticed first; never by elimination.

    A limit that its counters say it passed is the reason, also if the line broke before we looked. A SIGKILL
    that nothing explains has none.
    """
    own_s, number = usage.ru_utime + usage.ru_stime, -code if code < 0 else None
    cpu_s, most_mb = max(own_s, child.usage.cpu_s[-1]), usage.ru_maxrss / 1024
    reason = child.killed_for if child.killed_for != "asked" else None
    if child.limits and reason is None:
        if most_mb - inherited / monitor.MB > child.limits.memory_mb:
            reason = "memory"
        elif number == signal.SIGKILL and child.killed_for is None and cpu_s >= NEAR * child.limits.cpu_s:
            reason = "cpu"
    return Exit(None if number else code, number, cpu_s, most_mb, reason)


def keep_only(fds: list[int]) -> list[int]:
    """These become 3, 4, ...; all other descriptors are closed, and 0, 1, 2 lead nowhere."""
    out_of_the_way = 64
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, out_of_the_way) for fd in fds]
    nowhere = os.open("/dev/null", os.O_RDWR)
    for target, fd in enumerate([nowhere, nowhere, nowhere, *high]):
        os.dup2(fd, target, inheritable=target < 3)
    os.closerange(3 + len(fds), os.sysconf("SC_OPEN_MAX"))
    return list(range(3, 3 + len(fds)))
