"""Own users, own processes: the two namespaces that need care. The others are one `unshare` each."""

import itertools
import os
from collections.abc import Callable
from contextlib import suppress

from .privileges import die_with_parent
from .syscalls import NEWPID, NEWUSER, setns, unshare

# One user for each child, as root sees them: above the ranges that systemd gives to containers and below
# those that it keeps for itself. Each zygote draws a block, for it knows of no other.
FIRST_USER, BLOCKS, USERS = 1_900_000_000, 3_000, 65_535


def new_user(inner: int, also: int = 0) -> None:
    """Enter a new user namespace (`also` others) in which our user is called `inner`; nobody else exists."""
    user, group = os.getuid(), os.getgid()
    unshare(NEWUSER | also)
    write("/proc/self/setgroups", "deny")
    write("/proc/self/gid_map", f"{inner} {group} 1")
    write("/proc/self/uid_map", f"{inner} {user} 1")


def some_users() -> int:
    """The first of a block of user ids, which nobody else has."""
    return FIRST_USER + int.from_bytes(os.urandom(4)) % BLOCKS * (USERS + 1)


def new_users(inner: int, also: int, give_up: Callable[[], None]) -> bool:
    """As `new_user`, called by root, which is to `give_up` being that: with users 1, 2, ... besides.

    Only root may write such a map, and we are root no more when it can be written: so a helper stays behind.
    False where root itself has no such users to give, in a container: then `inner` is the only one.
    """
    ready, wait, own = *os.pipe(), os.getpid()
    helper = os.fork()
    if helper == 0:
        os._exit(write_maps(ready, wait, own, inner))
    os.close(ready)
    give_up()
    user, group = os.getuid(), os.getgid()
    unshare(NEWUSER | also)
    os.write(wait, f"{user} {group}".encode())
    os.close(wait)
    if os.waitpid(helper, 0)[1] == 0:
        return True
    write("/proc/self/setgroups", "deny")
    write("/proc/self/gid_map", f"{inner} {group} 1")
    write("/proc/self/uid_map", f"{inner} {user} 1")
    return False


def write_maps(ready: int, wait: int, pid: int, inner: int) -> int:
    os.close(wait)
    asked = os.read(ready, 64).decode().split()
    first = some_users()
    try:
        for kind, own in zip(("uid", "gid"), asked, strict=True):
            write(f"/proc/{pid}/{kind}_map", f"{inner} {own} 1\n1 {first} {USERS}")
    except (OSError, ValueError):
        return 1
    return 0


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
        self.numbers, self.number = itertools.count(), 0

    def fork(self) -> int:
        """number: of the last one, for it to know itself by."""
        self.number = next(self.numbers)
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
