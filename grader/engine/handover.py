"""What a tester is given: bytes. It has no sight of the course, so it gets copies of what one job needs.

The copy of what was handed in looks like the original: a link is a link (which leads nowhere), a pipe a pipe,
a file that is too large has its size and no content. So whoever reads it says of it what is to be said. It is
made by the thread that waits for this job, within bounds; never is a descriptor of a folder passed on, from
which one could walk up.
"""

import json
import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from . import handed_in
from .handed_in import DEEPEST, LONGEST, MOST_FILES
from .jail.lifecycle.files import pack_contents, read_plain, sealed
from .job import Job
from .tester.notebook.files import beside

MOST = MOST_FILES + 500  # names that are copied: enough for the reader to see that there are too many
OTHERS = 12  # notebooks under other names, see tester/notebook/find.py
LINK, PIPE, FOLDER, FILE, EMPTY, CLOSED = "link", "pipe", "folder", "file", "empty", "closed"


def notebooks_of(job: Job) -> list[Path]:
    return sorted(path for path in Path(job.source).glob("*.ipynb") if path.is_file())


def source_of(job: Job) -> tuple[int, int]:
    """(descriptor, bytes) of the instructor's notebooks and of what lies beside them."""
    contents = {path.name: path.read_bytes() for path in notebooks_of(job)}
    contents |= {str(name): read_plain(job.source / name) for name in beside(job.source)}
    return pack_contents(contents), sum(map(len, contents.values()))


def submission_of(job: Job) -> int:
    """The descriptor of a copy of what was handed in.

    One line of JSON, [[name, kind, bytes, date], ...], then the contents of files, in that order. The first
    name is the folder's own.
    """
    folder, most = Path(job.submission), job.settings.file_mb * 1_000_000
    room = {True: (len(notebooks_of(job)) + OTHERS) * most, False: 4 * most}
    found, contents = [[folder.name or "submission", kind_at(folder), 0, 0]], []
    for name, about in entries(folder) if found[0][1] == FOLDER else ():
        kind, size, is_notebook = kind_of(about.st_mode), about.st_size, name.lower().endswith(".ipynb")
        if kind == FILE and not is_copied(name):
            kind, size = EMPTY, 0
        elif kind == FILE and size > most:
            kind = EMPTY
        elif kind == FILE:
            content = content_of(folder, name, most) if size <= room[is_notebook] else None
            kind, size = (FILE, len(content)) if content is not None else (CLOSED, size)
            if content is not None:
                room[is_notebook] -= size
                contents.append(content)
        found.append([name, kind, size, about.st_mtime_ns])
    return sealed([json.dumps(found).encode(), b"\n", *contents])


def is_copied(name: str) -> bool:
    return len(os.fsencode(name)) <= LONGEST and name.count("/") < DEEPEST


def content_of(folder: Path, name: str, most: int) -> bytes | None:
    with suppress(FileNotFoundError, handed_in.Unusable):
        return handed_in.read(folder, name, most)
    return None


def kind_at(path: Path) -> str:
    try:
        return kind_of(os.lstat(path).st_mode)
    except OSError:
        return PIPE


def kind_of(mode: int) -> str:
    kinds = {stat.S_IFLNK: LINK, stat.S_IFDIR: FOLDER, stat.S_IFREG: FILE}
    return kinds.get(stat.S_IFMT(mode), PIPE)


def entries(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """(path below the folder, what it is), the upper ones first; no link is followed."""
    waiting, seen = [""], 0
    while waiting and seen < MOST:
        above = waiting.pop(0)
        with suppress(OSError), handed_in.folder_in(folder, above) as here:
            with os.scandir(here) as inside:
                names = sorted(entry.name for entry in islice(inside, MOST - seen))
            for name in names:
                path = f"{above}{name}"
                with suppress(OSError):
                    about = os.stat(name, dir_fd=here, follow_symlinks=False)
                    seen += 1
                    yield path, about
                    if stat.S_ISDIR(about.st_mode) and is_copied(path):
                        waiting.append(f"{path}/")


def unpack(fd: int, into: str) -> Path:
    """In the tester: the copy, whose folder has the name of the original."""
    with mmap.mmap(fd, 0, prot=mmap.PROT_READ) as packed:
        os.close(fd)
        at = packed.find(b"\n") + 1
        (name, kind, *_), *found = json.loads(packed[:at])
        folder = Path(into, name)
        make(folder, kind, b"", 0)
        for name, kind, size, date in found:
            content = packed[at : at + size] if kind == FILE else b""
            at += len(content)
            make(folder / name, kind, content, size)
            if kind == FILE:
                os.utime(folder / name, ns=(date, date))
    return folder


def make(path: Path, kind: str, content: bytes, size: int) -> None:
    if kind == FOLDER:
        path.mkdir()
    elif kind == LINK:
        path.symlink_to("/nowhere")
    elif kind == PIPE:
        os.mkfifo(path)
    else:
        with open(path, "wb") as file:
            file.write(content)
            file.truncate(size)
        if kind == CLOSED:
            path.chmod(0)
