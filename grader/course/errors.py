"""The one way the command line fails: a sentence that says what, what was got, and what to do."""

import contextlib
import errno
import os
from collections.abc import Iterator

from ..engine.shown import shown

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class CourseError(Exception):
    """The command could not do its work; its text is the sentence that the teacher reads."""


@contextlib.contextmanager
def files_explained() -> Iterator[None]:
    """Around a whole command: whatever file of ours cannot be read or written, its teacher reads a sentence.

    Raises: CourseError in place of an OSError
    """
    try:
        yield
    except OSError as error:
        raise CourseError(file_sentence(error)) from error


def file_sentence(error: OSError) -> str:
    """What the system said of a file of ours, and what can be done."""
    if error.errno in FULL:
        return "the disk is full: free some space and run this again; what was graded is kept"
    named = isinstance(error.filename, str | bytes | os.PathLike)
    where = shown(os.fsdecode(error.filename)) if named else "a file"
    why = error.strerror or str(error) or type(error).__name__
    if isinstance(error, FileNotFoundError):  # a file to be read, or the folder of one to be written
        return f"{where} cannot be read or written ({why}): correct the name, or make its folder first"
    return f"{where} cannot be read or written ({why}): check the permissions of it and of its folder"
