"""Own users, own processes: the two namespaces that need care. The others are one `unshare` each."""

import os
from contextlib import suppress

from .privileges import die_with_parent
from .syscalls import NEWPID, NEWUSER, setns, unshare


def new_user(inner: int, also: int = 0) -> None:
    """Enter a new user namespace (`also` others) in which our user is called `inner`; nobody else exists."""
    user, group = os.getuid(), os.getgid()
    unshare(NEWUSER | also)
    write("/proc/self/setgroups", "deny")
    write("/proc/self/gid_map", f"{inner} {group} 1")
    write("/proc/self/uid_map", f"{inner} {user} 1")


def write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


class PidNamespace:
    """fork() whose child is process 1 of a new process namespace: killing it kills all it ever started.

    One fork, not two: unshare, fork, and step back. Stepping back is allowed only to a namespace that our own
    user namespace owns; so the caller must itself be process 1 of one that it made.
    """

    def __init__(self) -> None:
        self.own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def fork(self) -> int:
        unshare(NEWPID)
        pid = -1
        try:
            pid = os.fork()
        finally:
            if pid != 0:
                setns(self.own, NEWPID)
        return pid


def become_first() -> None:
    """Go on as process 1 of the namespace just unshared; the process that we were only waits for us."""
    pid = os.fork()
    if pid:
        wait_as_stub(pid)
    die_with_parent()


def wait_as_stub(pid: int) -> None:
    """Hold nothing open, so that our owner sees the end of the real process; then end as it ended."""
    os.closerange(0, 4096)
    status = 0
    with suppress(ChildProcessError):
        status = os.waitpid(pid, 0)[1]
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
