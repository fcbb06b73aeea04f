"""What the commands write: a file whole or not at all, and a sentence where it cannot be written."""

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from pathlib import Path

INTERRUPTED = 130  # as the shell says it
FULL = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = "the disk is full: free some space, then run the same command"


@contextlib.contextmanager
def explained(command):
    """Around all that a command does: an OSError ends it with one sentence, Ctrl-C without any."""
    try:
        yield
    except OSError as error:
        sys.exit(f"{command}: {sentence(error)}")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def sentence(error):
    if error.errno in FULL:
        return NO_ROOM
    place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else "a file"
    return f"{place} cannot be read or written ({error.strerror or error}): use a folder where you may write"


def little_room(folder, needed_mb=200):
    """Of a failure that another program told in its own words: " Only 3 MB are free here." or nothing."""
    free_mb = shutil.disk_usage(folder).free >> 20
    return f" Only {free_mb} MB are free here." if free_mb < needed_mb else ""


def write(path, text):
    """Beside its place, then into it: whoever is stopped in between leaves what was there."""
    path = Path(path)
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(text, "utf8")
        os.replace(new, path)
    except OSError as error:
        error.filename = str(path)
        with contextlib.suppress(OSError):
            new.unlink()
        raise


def require_writable(folder):
    """Raises: OSError, before hours of work for nothing"""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        error.filename = str(folder)
        raise
