"""Exact memory, where the kernel's control groups are ours to use: also what no process has mapped.

monitor.py sees what processes hold; memory can be hidden from it (files in memory, shared segments, emptied
mappings). A memory group counts all of it, and the kernel itself kills at the limit. Versions 1 and 2 differ
in names. A group's name says nothing: a student's process could read it.
"""

import itertools
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .privileges import NOBODY

try:
    import fcntl
except ImportError:  # another system, which has no groups either
    fcntl = None

MOUNT = Path("/sys/fs/cgroup")
PREFIX = "grading-"
YOUNG_S = 10
ZYGOTE = "zygote"  # its own group: version 2 has processes only where there are no groups below
MB = 1 << 20
LIMIT_FILES = (  # the first is needed, the others turn swapping off where they exist
    {"memory.limit_in_bytes": "{bytes}", "memory.memsw.limit_in_bytes": "{bytes}"},
    {"memory.max": "{bytes}", "memory.swap.max": "0", "memory.oom.group": "1"},
)


@dataclass
class Delegated:
    """A group that the zygote may make groups in. fd: its folder, open; to be removed by whoever made it."""

    path: Path
    fd: int

    def adopt(self, pid: int) -> bool:
        """Move a zygote in there: whoever moves a process must own the group above both its places."""
        try:
            write_at(self.fd, f"{ZYGOTE}/cgroup.procs", str(pid))
        except OSError:
            return False
        return True

    def remove(self) -> None:
        os.close(self.fd)
        remove_tree(self.path)


def delegate() -> Delegated | None:
    """Make a group for one zygote's children. None where there are no groups or we may not make one."""
    for parent in candidates():
        sweep(parent)
        path = parent / f"{PREFIX}{secrets.token_hex(8)}"
        try:
            path.mkdir()
            fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            fcntl.flock(fd, fcntl.LOCK_SH)  # for as long as anybody who was given it lives
            hand_over(path)
            return Delegated(path, fd)
        except OSError:
            os.close(fd)
            remove_tree(path)
    return None


def candidates() -> list[Path]:
    """Where our own group may have room: version 1 has a tree for memory alone, version 2 one for all.

    In version 2 a group that holds processes cannot divide its memory: then it is the one above that must.
    """
    found = []
    for line in read("/proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "memory":
            found.append(MOUNT / "memory" / path.lstrip("/"))
        elif not controllers:
            own = MOUNT / path.lstrip("/")
            found += [own, own.parent]
    return [path for path in found if path.is_dir() and path.is_relative_to(MOUNT)]


def hand_over(path: Path) -> None:
    """Let it have groups with a memory limit, and give it to the user that the zygote will be."""
    if (path / "cgroup.controllers").exists():
        (path / "cgroup.subtree_control").write_text("+memory")
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.mkdir("trial", dir_fd=folder)
        limit(folder, "trial", 1)
        os.rmdir("trial", dir_fd=folder)
    finally:
        os.close(folder)
    (path / ZYGOTE).mkdir()
    if os.geteuid() == 0:
        for file in (path, *path.glob("cgroup.*")):
            os.chown(file, NOBODY, NOBODY)


def read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def limit(folder: int, name: str, memory_mb: int) -> None:
    """Raises OSError if the group has no memory limit of either version."""
    for files in LIMIT_FILES:
        needed, *optional = files.items()
        with suppress(FileNotFoundError):
            write_at(folder, f"{name}/{needed[0]}", needed[1].format(bytes=memory_mb * MB))
            for file, text in optional:
                with suppress(OSError):
                    write_at(folder, f"{name}/{file}", text.format(bytes=memory_mb * MB))
            return
    raise FileNotFoundError(f"no memory limit in the control group {name}")


def read_at(folder: int, path: str) -> str:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=folder)) as file:
        return file.read()


def write_at(folder: int, path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC, dir_fd=folder)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


class Groups:
    """The zygote's side: a group for each child, by the folder's descriptor; the jail has no such path."""

    def __init__(self, folder: int):
        self.folder, self.count = folder, itertools.count()

    def make(self, memory_mb: int) -> str:
        name = f"child-{next(self.count)}"
        os.mkdir(name, dir_fd=self.folder)
        limit(self.folder, name, memory_mb)
        return name

    def join(self, name: str) -> None:
        """In the child: what it inherited stays charged to the zygote, what it makes from now is its own.

        It has one thread still. For that one the kernel need not stop all forks of this machine, which takes
        it 10 ms, and every other change of groups waits for it; so version 1 can.
        """
        try:
            write_at(self.folder, f"{name}/tasks", "0")
        except FileNotFoundError:  # version 2
            write_at(self.folder, f"{name}/cgroup.procs", "0")

    def has_killed(self, name: str) -> bool:
        """Whether the kernel has stopped one of its processes, perhaps not the first, for want of memory."""
        for file in ("memory.oom_control", "memory.events"):
            with suppress(OSError):
                return "oom_kill 0\n" not in read_at(self.folder, f"{name}/{file}")
        return False

    def remove(self, name: str) -> None:
        with suppress(OSError):  # still being emptied: the whole folder goes at the end anyway
            os.rmdir(name, dir_fd=self.folder)


def remove_tree(path: Path) -> None:
    """Folders only: the files in there are the kernel's and go with them."""
    with suppress(OSError):
        for inner in path.iterdir():
            if inner.is_dir():
                remove_tree(inner)
        path.rmdir()


def sweep(parent: Path) -> None:
    """What a killed grader left behind: old enough to have been locked, and locked by nobody."""
    for path in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):
            fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                if time.time() - os.fstat(fd).st_mtime >= YOUNG_S:
                    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    remove_tree(path)
            finally:
                os.close(fd)
