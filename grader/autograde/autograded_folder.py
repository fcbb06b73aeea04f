"""The autograded folder of one submission: written beside its place, then renamed: it is whole or absent."""

import html
import os
import platform
import shutil
import tempfile
from pathlib import Path

import nbformat

from ..course import Course, Master, Submission, fingerprint, folder_of, regular_files
from ..engine import handed_in
from ..engine.job import GradedNotebook, Result
from ..engine.shown import shown

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
MOST_FILES_OF_THE_LARGEST = 4  # of one submission: so many times the course's max_file_size in all


def write_autograded(
    course: Course, master: Master, submission: Submission, result: Result, steps
) -> tuple[str, ...]:
    """Leave what `nbgrader autograde` leaves: the student's files, the instructor's over them, notebooks.

    Returns what of the student's files had to be left out, as remarks
    """
    place = folder_of(course, "autograded", submission.student, master.assignment)
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=MAKING, dir=place.parent))
    try:
        left_out = _copy_handed_in(submission.folder, making, course) if submission.folder else ()
        _copy_instructors(master.folder, making, course, but=master.keep)
        for notebook in result.notebooks:
            _write_notebook(making, notebook, master, submission.student, steps)
        _make_releasable(making, course, master.assignment, submission.student)
        _set_permissions(making, steps.permissions, course.dirs.groupshared)
        _put_in_place(making, place)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return left_out


def sweep(course: Course, assignment: str) -> None:
    """Remove what a killed run left half made."""
    place = folder_of(course, "autograded", "*", assignment)
    for leftover in [MAKING, OLD]:
        for folder in course.root.glob(str(place.parent.relative_to(course.root) / f"{leftover}*")):
            shutil.rmtree(folder, ignore_errors=True)


def noted(notebook: dict, verdict: GradedNotebook) -> dict:
    """The notebook with a note on top that teacher and student read in formgrader and in the feedback."""
    said = [verdict.sentence] if verdict.state != "graded" else []
    said += [f"{remark[0].upper()}{remark[1:]}." for remark in verdict.remarks]
    note = {
        "cell_type": "markdown",
        "metadata": {"tags": ["autograder-note"]},
        "source": f"**Autograder: {verdict.state}.** {_as_markdown(' '.join(said))}",
    }
    if notebook.get("nbformat_minor", 0) >= 5:
        note["id"] = "autograder-note"
    return notebook | {"cells": [note, *notebook["cells"]]}


def _as_markdown(text):
    """A sentence may quote what a student wrote: no tag and no link of theirs comes to life."""
    return html.escape(shown(text), quote=False).replace("[", "\\[")


def _copy_handed_in(folder, target, course):
    """Everything but notebooks and what is too much; remarks about the latter."""
    limit = course.dirs.max_file_size * 1000
    room = MOST_FILES_OF_THE_LARGEST * limit
    found = handed_in.listing(folder, [*course.dirs.ignore, "*.ipynb"])
    for file in found.files:
        if file.size > min(limit, room):
            found.leave_out(file.name, f"more than {limit / 1e6:g} MB, or too much in all")
            continue
        try:
            handed_in.copy(folder, file.name, target / file.name)
            room -= file.size
        except (FileNotFoundError, handed_in.Unusable) as error:
            found.leave_out(file.name, str(error.strerror))
    return found.remarks


def _copy_instructors(source, target, course, but=()):
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
    if verdict.state != "graded" or verdict.remarks:
        notebook = noted(notebook, verdict)
    # nbformat.writes would also validate, which costs as much as writing
    text = nbformat.v4.writes(steps.finish(notebook, about)) + "\n"
    _clear_the_way(folder, Path(f"{verdict.name}.ipynb"))
    (folder / f"{verdict.name}.ipynb").write_text(text, encoding="utf-8", errors="replace")


def _make_releasable(folder, course, assignment, student):
    """`nbgrader release_feedback` asks for two files that come along from nbgrader's exchange alone. From the
    secret it makes the name of a page that all may read: nobody must guess it."""
    secret = fingerprint.seed(fingerprint.course_secret(course.state), assignment, f"feedback for {student}")
    for name, text in {"submission_secret.txt": secret, "timestamp.txt": ""}.items():
        if not os.path.lexists(folder / name):
            (folder / name).write_text(text)


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
