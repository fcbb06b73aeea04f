"""A folder for a worker; what a killed one left goes when the next one starts."""

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PREFIX = "grader-work-"
OLD_S = 600  # a younger one may be about to be locked


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    sweep()
    making = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
    with making as made, locked(Path(made)):
        yield Path(made)


def sweep() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            about = left.lstat()
            if (
                stat.S_ISDIR(about.st_mode)
                and about.st_uid == os.getuid()
                and about.st_mtime < time.time() - OLD_S
            ):
                with locked(left):
                    shutil.rmtree(left)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Raises: BlockingIOError if its worker lives"""
    fd = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(fd)
