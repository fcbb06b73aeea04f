"""Data files for a child, as bytes in memory: the jail has no sight of the folders they come from.

One line of JSON, [[name, size], ...], then the contents in that order.
"""

import json
import mmap
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # another system, which has no such files either
    fcntl = None

SEALS = 0x0F  # no other size, no other content, no further seals: F_SEAL_SEAL, _SHRINK, _GROW, _WRITE
LEFT_OUT = (".ipynb_checkpoints", "__pycache__", ".git")


def pack(folders: Iterable[Path]) -> tuple[int, int]:
    """Copy the files below the folders into an anonymous one: (descriptor, bytes). Later folders win.

    No links, which may lead anywhere; only plain files. Which notebooks are among them is decided in
    tester/notebook/companions.py.
    """
    files = {}
    for folder in folders:
        files.update(plain_files(Path(folder)))
    contents = {name: read_plain(path) for name, path in files.items()}
    return pack_contents(contents), sum(map(len, contents.values()))


def pack_contents(contents: dict[str, bytes]) -> int:
    """The descriptor of an anonymous file that nobody can change any more. Names: relative paths."""
    table = json.dumps([[name, len(data)] for name, data in contents.items()]).encode()
    return sealed([table, b"\n", *contents.values()])


def sealed(parts: Iterable[bytes]) -> int:
    fd = os.memfd_create("files", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with os.fdopen(os.dup(fd), "wb") as out:
        out.writelines(parts)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, SEALS)
    return fd


def plain_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        for name in names:
            path = Path(here, name)
            if stat.S_ISREG(os.lstat(path).st_mode):
                yield str(path.relative_to(folder)), path


def read_plain(path: Path) -> bytes:
    """O_NOFOLLOW: were the file replaced by a link since we looked, we would rather fail."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        return file.read()


def unpack(fd: int, into: str) -> None:
    """Write them out again, in the child, in its empty scratch folder.

    Read through a mapping: the descriptor's position belongs to all processes that it was sent to.
    """
    with mmap.mmap(fd, 0, prot=mmap.PROT_READ) as packed:
        os.close(fd)
        at = packed.find(b"\n") + 1
        for name, size in json.loads(packed[:at]):
            target = os.path.join(into, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file, memoryview(packed) as content, content[at : at + size] as part:
                file.write(part)
            at += size


def source_in(scratch: str) -> str:
    """Where a tester finds the instructor's files."""
    return os.path.join(scratch, "source")


def work_in(scratch: str) -> str:
    """Where a tester works."""
    return os.path.join(scratch, "work")
