"""The autograded folder of one submission: written beside its place, then renamed: it is whole or absent."""

import os
import platform
import shutil
import tempfile
from pathlib import Path

import nbformat

from ..course import Course, Master, Submission, folder_of, regular_files
from ..engine.unit import GradedNotebook, Result

PYTHON = {  # what nbgrader's kernel tells of itself; feedback is coloured by it
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": platform.python_version(),
}
MAKING, OLD = ".making-", ".old-"


def write_autograded(course: Course, master: Master, submission: Submission, result: Result, steps) -> Path:
    """Leave what `nbgrader autograde` leaves: the student's files, the instructor's over them, notebooks."""
    place = folder_of(course, "autograded", submission.student, master.assignment)
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=MAKING, dir=place.parent))
    try:
        if not submission.folder.is_symlink():  # it could lead to a classmate's
            _copy_files(submission.folder, making, course)
        _copy_files(master.folder, making, course, but=master.keep)
        for notebook in result.notebooks:
            _write_notebook(making, notebook, master, submission.student, steps)
        _set_permissions(making, steps.permissions, course.dirs.groupshared)
        _put_in_place(making, place)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return place


def sweep(course: Course, assignment: str) -> None:
    """Remove what a killed run left half made."""
    place = folder_of(course, "autograded", "*", assignment)
    for leftover in [MAKING, OLD]:
        for folder in course.root.glob(str(place.parent.relative_to(course.root) / f"{leftover}*")):
            shutil.rmtree(folder, ignore_errors=True)


def noted(notebook: dict, state: str, sentence: str) -> dict:
    """The notebook with a note on top that teacher and student read in formgrader and in the feedback."""
    note = {
        "cell_type": "markdown",
        "metadata": {"tags": ["autograder-note"]},
        "source": f"**Autograder: {state}.** {sentence}",
    }
    if notebook.get("nbformat_minor", 0) >= 5:
        note["id"] = "autograder-note"
    return notebook | {"cells": [note, *notebook["cells"]]}


def _copy_files(source, target, course, but=()):
    limit = course.dirs.max_file_size * 1000
    for name in sorted({*regular_files(source, [*course.dirs.ignore, "*.ipynb"])} - {*but}):
        if os.access(source / name, os.R_OK) and (source / name).stat().st_size <= limit:
            _clear_the_way(target, Path(name))
            shutil.copy(source / name, target / name, follow_symlinks=False)


def _clear_the_way(target, name):
    """The instructor's file goes where a student has put a folder, or a file in place of a folder."""
    for part in [*reversed(name.parents[:-1]), name]:
        if (target / part).is_file():
            (target / part).unlink()
    if (target / name).is_dir():
        shutil.rmtree(target / name)
    (target / name).parent.mkdir(parents=True, exist_ok=True)


def _write_notebook(folder, verdict: GradedNotebook, master, student, steps):
    about = {"notebook": verdict.name, "assignment": master.assignment, "student": student}
    notebook = verdict.notebook
    if notebook is None:  # the submission could not be read: the stub shows what was asked
        notebook = nbformat.read(master.released / f"{verdict.name}.ipynb", as_version=4)
    if notebook["metadata"].get("kernelspec", {}).get("language", "python") == "python":
        notebook["metadata"]["language_info"] = PYTHON
    if verdict.state != "graded":
        notebook = noted(notebook, verdict.state, verdict.sentence)
    # nbformat.writes would also validate, which costs as much as writing
    text = nbformat.v4.writes(steps.finish(notebook, about)) + "\n"
    (folder / f"{verdict.name}.ipynb").write_text(text, encoding="utf-8", errors="replace")


def _set_permissions(folder, permissions, groupshared):
    for here, _, names in os.walk(folder):
        for name in names:
            os.chmod(os.path.join(here, name), permissions)
        os.chmod(here, 0o2775 if groupshared else 0o755)


def _put_in_place(making, place):
    """Two renames; a kill between them leaves no folder, and the next run grades the submission again."""
    if place.exists():
        old = Path(tempfile.mkdtemp(prefix=OLD, dir=place.parent))
        os.rename(place, old)
        os.rename(making, place)
        shutil.rmtree(old)
    else:
        os.rename(making, place)
