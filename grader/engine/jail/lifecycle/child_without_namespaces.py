"""The same for a system without namespaces: one process among this machine's, held by Landlock and seccomp.

It may ask whether a file exists, but neither read, write nor change it; it has no network, and makes no
process that could outlive it. Its scratch folder is on the disk, counted by the zygote, removed by it.
"""

import os
import shutil
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..isolation import rlimits, seccomp
from ..isolation.landlock import restrict_files
from ..isolation.libraries import SYSTEM, Libraries
from ..isolation.privileges import no_new_privileges
from ..limits import Limits
from . import files

MB = 1 << 20
BLOCK = 512
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
FACTS = (
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/filesystems",
    "/sys/devices/system/cpu",
)


@dataclass(frozen=True)
class Scratch:
    """A folder for each child, below one that our owner removes in the end."""

    root: str

    def folder(self, pid: int) -> str:
        return os.path.join(self.root, str(pid))

    def remove(self, pid: int) -> None:
        shutil.rmtree(self.folder(pid), ignore_errors=True)

    def used_mb(self, pid: int) -> float:
        """On the disk: files with a name, and those that live on by an open descriptor or a mapping."""
        return sum((named(self.folder(pid)) | opened(pid) | mapped(pid)).values()) / MB


def named(folder: str) -> dict[int, int]:
    """Inode -> bytes, of the plain files below a folder."""
    return sizes(os.path.join(here, name) for here, _, names in os.walk(folder) for name in names)


def opened(pid: int) -> dict[int, int]:
    """Of the files that a process holds open and that have no name any more."""
    folder = f"/proc/{pid}/fd"
    try:
        return sizes((f"{folder}/{fd}" for fd in os.listdir(folder)), nameless=True)
    except OSError:
        return {}


def mapped(pid: int) -> dict[int, int]:
    """Of the files without a name that it has in its address space; at most what is mapped of them."""
    found = {}
    with suppress(OSError), open(f"/proc/{pid}/maps") as maps:
        for line in maps:
            if line.endswith(" (deleted)\n") and "/dev/zero" not in line:
                span, _, _, _, inode, _ = line.split(maxsplit=5)
                start, end = (int(edge, 16) for edge in span.split("-"))
                found[int(inode)] = found.get(int(inode), 0) + end - start
    return found


def sizes(paths: Iterable[str], nameless: bool = False) -> dict[int, int]:
    found = {}
    for path in paths:
        with suppress(OSError):
            info = os.stat(path, follow_symlinks=nameless)
            if stat.S_ISREG(info.st_mode) and not (nameless and info.st_nlink):
                found[info.st_ino] = info.st_blocks * BLOCK
    return found


def readable(libraries: Libraries, covered: dict[str, list[str]], *more: str) -> tuple[str, ...]:
    """What the jail's own tree would show, as rules; around what is hidden or covered, entry by entry."""
    hidden = (*libraries.hidden, *covered)
    shown = [path for folder in (*SYSTEM, *libraries.folders) for path in without(folder, hidden)]
    return (*shown, *(part for kept in covered.values() for part in kept), *more)


def without(folder: str, hidden: tuple[str, ...]) -> list[str]:
    """A folder as the list of its parts that are not hidden; itself if nothing in it is."""
    if folder in hidden or os.path.islink(folder):  # what a link leads to is shown, or hidden, for itself
        return []
    if not any(path.startswith(folder + os.sep) for path in hidden):
        return [folder]
    return [
        path for entry in sorted(os.listdir(folder)) for path in without(os.path.join(folder, entry), hidden)
    ]


@dataclass
class Alone:
    """What the zygote knows that each child needs. readable: None in the tier without any wall ('none').

    granted: system calls that it needs, see seccomp.py; counted: it can have memory that a group counts.
    """

    scratch: Scratch
    readable: tuple[str, ...] | None
    granted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def hold(self, bounds: Limits, packed: Iterable[int] = (), source: int | None = None) -> str:
        """As child.Walls.hold, with other means."""
        os.setsid()
        folder = self.scratch.folder(os.getpid())
        instructors = files.source_in(folder)
        enter(folder)
        if source is not None:
            os.mkdir(instructors)
            files.unpack(source, instructors)
        for fd in packed:
            files.unpack(fd, folder)
        rlimits.apply(bounds, own_users=False)
        no_new_privileges()
        if self.readable is not None:
            self.lock(folder, instructors if source is not None else None)
        return folder

    def lock(self, folder: str, source: str | None) -> None:
        """A folder that is given cannot be changed: then what can be is all the other ones in our own."""
        own = (folder,) if source is None else (files.work_in(folder), f"{folder}/.tmp")
        if source is not None:
            os.makedirs(files.work_in(folder), exist_ok=True)
        restrict_files((*self.readable, *FACTS, *DEVICES, folder), (*own, "/dev/null"))
        steps = seccomp.program(alone=os.getpid(), refused=self.refused, granted=self.granted)
        seccomp.restrict_calls(seccomp.assembled(steps))


def enter(folder: str) -> None:
    os.makedirs(f"{folder}/.tmp", mode=0o700)
    os.chdir(folder)
    os.environ.update(
        HOME=folder,
        TMPDIR=f"{folder}/.tmp",
        MPLCONFIGDIR=f"{folder}/.config",
        IPYTHONDIR=f"{folder}/.ipython",
    )
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].tempdir = None  # the zygote's own
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
