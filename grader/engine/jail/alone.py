"""The same for a system without namespaces: one process among this machine's, held by Landlock and seccomp.

It may ask whether a file exists, but neither read, write nor change it; it has no network, and makes no
process that could outlive it. Its scratch folder is on the disk, counted by the zygote, removed by it.
"""

import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import files, rlimits, seccomp
from .landlock import restrict_files
from .libraries import SYSTEM, Libraries
from .limits import Limits
from .privileges import no_new_privileges
from .reseed import reseed

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


def readable(libraries: Libraries, inside: str) -> tuple[str, ...]:
    """What the jail's own tree would show, as rules; around what is hidden, entry by entry."""
    shown = [path for folder in libraries.folders for path in without(folder, libraries.hidden)]
    return (*SYSTEM, *shown, inside)


def without(folder: str, hidden: tuple[str, ...]) -> list[str]:
    """A folder as the list of its parts that are not hidden; itself if nothing in it is."""
    if folder in hidden or os.path.islink(folder):  # what a link leads to is shown, or hidden, for itself
        return []
    if not any(path.startswith(folder + os.sep) for path in hidden):
        return [folder]
    return [
        path for entry in sorted(os.listdir(folder)) for path in without(os.path.join(folder, entry), hidden)
    ]


@dataclass(frozen=True)
class Alone:
    """What the zygote knows that each child needs. readable: None in the tier without any wall ('none')."""

    scratch: Scratch
    readable: tuple[str, ...] | None

    def live(self, request: dict, fds: list[int]) -> int:
        """As child.live, with other means."""
        bounds = Limits(**request["limits"])
        os.setsid()
        folder = self.scratch.folder(os.getpid())
        enter(folder)
        for fd in fds[1:]:
            files.unpack(fd, folder)
        rlimits.apply(bounds, own_users=False)
        no_new_privileges()
        if self.readable is not None:
            self.lock(folder)
        reseed()
        from inside.serve import serve

        return serve(fds[0], request["settings"])

    def lock(self, folder: str) -> None:
        restrict_files((*self.readable, *FACTS, *DEVICES), (folder, "/dev/null"))
        seccomp.restrict_calls(seccomp.assembled(seccomp.program(alone=os.getpid())))


def enter(folder: str) -> None:
    os.makedirs(f"{folder}/.tmp", mode=0o700)
    os.chdir(folder)
    os.environ.update(
        HOME=folder,
        TMPDIR=f"{folder}/.tmp",
        MPLCONFIGDIR=f"{folder}/.config",
        IPYTHONDIR=f"{folder}/.ipython",
    )
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
