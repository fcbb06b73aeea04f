"""The files beside the notebooks, copied for the student's process and the tester; no link is followed."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from ... import handed_in
from ...job import Job
from ...shown import shown

IGNORED = (".ipynb_checkpoints", "__pycache__", "*.pyc", ".git", "*.ipynb")


def beside(folder: Path) -> list[Path]:
    """Relative paths of the regular files in a folder, notebooks and droppings left out."""
    return [Path(file.name) for file in handed_in.listing(folder, IGNORED).files]


def stage(
    job: Job, to: Path, log: list[str], within: str = ".", notebooks: Mapping[str, bytes] | None = None
) -> Path | None:
    """Lay out what the student's code finds beside its notebook; the folder, or None if there is nothing.

    As nbgrader does: the instructor's file wins over one of that name handed in, but for those to keep.
    within: the folder in the submission where its notebooks lie; notebooks: see companions.py
    """
    folder = Path(job.submission, within)
    found = handed_in.listing(folder, IGNORED)
    log += found.remarks
    theirs = {file.name: file for file in found.files}
    ours = beside(job.source)
    for name in ours:
        if str(name) not in job.keep or str(name) not in theirs:
            _copy(job.source / name, to / name)
    room = job.settings.file_mb * 1_000_000
    for name, file in theirs.items():
        if os.path.lexists(to / name):
            continue
        if file.size > room:
            log.append(f"{shown(name)}: {file.size / 1e6:.0f} MB beside the notebook is too much; left out")
            continue
        room -= file.size
        try:
            handed_in.copy(folder, name, to / name)
        except OSError as error:
            log.append(f"{shown(name)}: this file cannot be used ({error.strerror})")
    for name, content in (notebooks or {}).items():
        try:
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            (to / name).write_bytes(content)
        except OSError as error:  # a folder handed in is called as a file of the instructor's, or the reverse
            log.append(f"{shown(name)}: this notebook cannot be used ({error.strerror})")
    return to if theirs or ours or notebooks else None


def stage_instructors(job: Job, to: Path, notebooks: Iterable[str] = ()) -> None:
    """What the instructor's own cells find: the source's files, and nothing that was handed in.

    notebooks: names of the source's that may be run there
    """
    to.mkdir(parents=True, exist_ok=True)
    for name in [*beside(job.source), *(f"{name}.ipynb" for name in notebooks)]:
        if str(name) not in job.keep:
            _copy(job.source / name, to / name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(fd, "rb") as read, open(target, "wb") as write:
        shutil.copyfileobj(read, write)
