"""A folder that somebody handed in: whoever lists, reads or copies what is in it does it through this file.

It may hold anything: links, pipes, names that are no text, a million files, a path longer than the system
takes, a terabyte of nothing; it may change while it is read. So each look at it is bounded, follows no link
in any part of a path, and raises nothing but what is the machine's own (`is_the_runs`): what cannot be used
is left out, and a sentence says so.
"""

import contextlib
import errno
import fnmatch
import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

MOST_SEEN = 20_000  # names that are looked at
MOST_FILES = 5_000
DEEPEST = 24  # folders in folders
LONGEST = 1_000  # bytes of a path below the folder; what we write beside it must fit into the system's 4,096
FLAGS = ("O_NOFOLLOW", "O_CLOEXEC", "O_DIRECTORY", "O_NONBLOCK")
NO_LINK, CLOSE, DIRECTORY, NO_WAIT = (getattr(os, name, 0) for name in FLAGS)  # Windows may import this
FOLDER = os.O_RDONLY | NO_LINK | CLOSE | DIRECTORY
FILE = os.O_RDONLY | NO_LINK | CLOSE | NO_WAIT
THE_RUNS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
LINK = "it is a link to another place: hand in the files themselves"


class Unusable(OSError):
    """What stands there cannot be read; the text says why, and goes on after the file's name."""


@dataclass(frozen=True)
class File:
    """name: the path below the folder; size in bytes; filled: bytes that it takes on the disk"""

    name: str
    size: int
    filled: int
    mtime_ns: int

    @property
    def is_hollow(self) -> bool:
        """A file with nothing in it may claim to be a terabyte."""
        return self.size > (1 << 20) and self.filled < self.size // 2


@dataclass
class Listing:
    """files: by name; left_out: why -> the first names, and how many there are of them"""

    files: list[File] = field(default_factory=list)
    left_out: dict[str, tuple[str, int]] = field(default_factory=dict)

    def leave_out(self, name: str, why: str) -> None:
        first, count = self.left_out.get(why, (name, 0))
        self.left_out[why] = first, count + 1

    @property
    def remarks(self) -> tuple[str, ...]:
        return tuple(
            f"{first}{f' and {count - 1} more' if count > 1 else ''} left out: {why}"
            for why, (first, count) in self.left_out.items()
        )


def is_the_runs(error: OSError) -> bool:
    """Whether the next submission would meet it too: a full disk, not a name that is too long."""
    return error.errno in THE_RUNS


def listing(folder: Path, ignore=(), deepest: int = DEEPEST + 1, times: int = 1) -> Listing:
    """The regular files below a folder, but for names like those to ignore; the upper ones first.

    times: so many times as many as of one submission, where a whole class is in it
    """
    found, waiting, seen = Listing(), deque([()]), 0
    most, most_seen = MOST_FILES * times, MOST_SEEN * times
    try:
        root = _folder(None, folder)
    except OSError as error:
        found.leave_out(Path(folder).name, _why(error))
        return found
    with _closing(root):
        while waiting:
            parts, inside = waiting.popleft(), []
            for name, about in _entries(root, parts, most_seen - seen, found):
                seen += 1
                if not any(fnmatch.fnmatch(name, pattern) for pattern in ignore):
                    _sort_in(found, inside, (*parts, name), about)
            waiting += [parts for parts in inside if len(parts) < deepest]
            if seen >= most_seen or len(found.files) >= most:
                found.leave_out("what comes after", f"more than {most} files")
                break
    found.files = sorted(found.files[:most], key=lambda file: file.name)
    return found


@contextlib.contextmanager
def opened(folder: Path, name: str) -> Iterator[BinaryIO]:
    """A regular file below the folder.

    Raises: FileNotFoundError if there is none; Unusable if it is no regular file, or may not be read
    """
    *above, last = Path(name).parts
    try:
        with _closing(_folder(None, folder)) as root, _closing(_inside(root, above)) as parent:
            fd = os.open(last, FILE, dir_fd=parent)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unusable(error) from error
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise Unusable(errno.EINVAL, "it is not a file")
    with os.fdopen(fd, "rb") as file:
        yield file


def read(folder: Path, name: str, most: int = -1) -> bytes:
    """Its bytes, at most so many. Raises: as `opened`"""
    with opened(folder, name) as file:
        return file.read(most)


def copy(folder: Path, name: str, target: Path) -> None:
    """Its bytes and its date, into a file of ours.

    Raises: as `opened`; Unusable too if no file of that name can be made there
    """
    with opened(folder, name) as file:
        about = os.fstat(file.fileno())
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "wb") as to:
                _pour(file, to, about.st_size)
            os.utime(target, ns=(about.st_atime_ns, about.st_mtime_ns))
        except OSError as error:
            raise _unusable(error) from error


def _pour(file, to, size):
    """Not more than it had when it was opened: it may grow while it is read."""
    while size > 0 and (part := file.read(min(size, 1 << 20))):
        to.write(part)
        size -= len(part)


def _unusable(error):
    return error if is_the_runs(error) else Unusable(error.errno, _why(error))


def _why(error):
    if error.errno == errno.ELOOP:
        return LINK
    if error.errno == errno.ENOTDIR:
        return "its folder is a link to another place, or no folder: hand in the files themselves"
    return f"it cannot be opened ({error.strerror})"


def _folder(root, path):
    return os.open(path, FOLDER, dir_fd=root)


@contextlib.contextmanager
def _closing(fd):
    try:
        yield fd
    finally:
        os.close(fd)


@contextlib.contextmanager
def folder_in(folder: Path, name: str = "") -> Iterator[int]:
    """A descriptor of a folder below the folder, or of itself. Raises: OSError if a link is in the way"""
    with _closing(_folder(None, folder)) as root, _closing(_inside(root, Path(name).parts)) as here:
        yield here


def _inside(root, parts):
    """The folder below, part by part: the system would follow a link in the middle of a path."""
    here = os.dup(root)
    for part in parts:
        with _closing(here):
            here = _folder(here, part)
    return here


def _entries(root, parts, room, found):
    """(name, what it is) in the order of their names."""
    try:
        with _closing(_inside(root, parts)) as here, os.scandir(here) as entries:
            some = [(entry.name, _about(entry)) for entry in islice(entries, room)]
    except OSError as error:
        found.leave_out(os.path.join(*parts) if parts else "the folder", _why(error))
        return []
    return sorted((entry for entry in some if entry[1]), key=lambda entry: entry[0])


def _about(entry):
    """None of what is gone since."""
    with contextlib.suppress(OSError):
        return entry.stat(follow_symlinks=False)


def _sort_in(found, waiting, parts, about):
    name, mode = os.path.join(*parts), about.st_mode
    if stat.S_ISLNK(mode):
        found.leave_out(name, LINK)
    elif len(os.fsencode(name)) > LONGEST or len(parts) > DEEPEST:
        found.leave_out(name, f"its path is longer than {LONGEST} bytes or {DEEPEST} folders")
    elif stat.S_ISDIR(mode):
        waiting.append(parts)
    elif stat.S_ISREG(mode):
        found.files.append(File(name, about.st_size, about.st_blocks * 512, about.st_mtime_ns))
    else:
        found.leave_out(name, "a pipe, a device or the like")
