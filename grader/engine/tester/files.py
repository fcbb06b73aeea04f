"""The files beside the notebooks, copied for the student's process and the tester; no link is followed."""

import fnmatch
import os
import shutil
import stat
from pathlib import Path

from .read import clean

IGNORED = (".ipynb_checkpoints", "__pycache__", "*.pyc", ".git", "*.ipynb")
MAX_FILES = 2_000


def beside(folder):
    """Relative paths of the regular files in a folder, notebooks and droppings left out."""
    found = []
    for path, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(
            name for name in folders if not _ignored(name) and not Path(path, name).is_symlink()
        )
        for name in sorted(files):
            file = Path(path, name)
            if not _ignored(name) and stat.S_ISREG(file.lstat().st_mode):
                found.append(file.relative_to(folder))
        if len(found) > MAX_FILES:
            return found[:MAX_FILES]
    return found


def _ignored(name):
    return any(fnmatch.fnmatch(name, pattern) for pattern in IGNORED)


def stage(job, to, log):
    """Lay out what the student's code finds beside its notebook; the folder, or None if there is nothing.

    As nbgrader does: the instructor's file wins over one of that name handed in, but for those to keep.
    """
    theirs = [] if Path(job.submission).is_symlink() else beside(job.submission)
    ours = beside(job.source)
    for name in ours:
        if str(name) not in job.keep or name not in theirs:
            _copy(job.source / name, to / name)
    room = job.settings.file_mb * 1_000_000
    for name in theirs:
        size = (job.submission / name).lstat().st_size
        if (to / name).exists():
            continue
        if size > room:
            log.append(f"{clean(str(name))}: {size / 1e6:.0f} MB beside the notebook is too much; left out")
            continue
        room -= size
        try:
            _copy(job.submission / name, to / name)
        except OSError as error:
            log.append(f"{clean(str(name))}: this file cannot be used ({error.strerror})")
    return to if theirs or ours else None


def stage_instructors(job, to):
    """What the instructor's own cells find: the source's files, and nothing that was handed in."""
    to.mkdir(parents=True, exist_ok=True)
    for name in beside(job.source):
        if str(name) not in job.keep:
            _copy(job.source / name, to / name)


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(fd, "rb") as read, open(target, "wb") as write:
        shutil.copyfileobj(read, write)
