"""Data files for a child, as bytes in memory: the jail has no sight of the folders they come from.

One line of JSON, [[name, size], ...], then the contents in that order.
"""

import json
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

LEFT_OUT = (".ipynb_checkpoints", "__pycache__", ".git")


def pack(folders: Iterable[Path]) -> tuple[int, int]:
    """Copy the files below the folders into an anonymous one: (descriptor, bytes). Later folders win.

    No links, which may lead anywhere; only plain files. Which notebooks are among them is decided in
    tester/companions.py.
    """
    files = {}
    for folder in folders:
        files.update(plain_files(Path(folder)))
    contents = {name: read_plain(path) for name, path in files.items()}
    fd = os.memfd_create("files")
    with os.fdopen(os.dup(fd), "wb") as out:
        out.write(json.dumps([[name, len(data)] for name, data in contents.items()]).encode() + b"\n")
        for data in contents.values():
            out.write(data)
    return fd, sum(map(len, contents.values()))


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
    """Write them out again, in the child, in its empty scratch folder."""
    with os.fdopen(fd, "rb") as source:
        source.seek(0)
        for name, size in json.loads(source.readline()):
            target = os.path.join(into, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(source.read(size))
