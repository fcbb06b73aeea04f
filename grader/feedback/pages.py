"""Feedback for a class: pages rendered side by side in processes that share one warm exporter."""

import errno
import hashlib
import json
import mimetypes
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

from .. import whole_file
from ..course import Course, CourseError, autograded, folder_of, regular_files
from .processes import each
from .render import feedback_exporter, page, warm

HERE = Path(__file__).parent
FEW = 8  # pages that one process renders sooner than another could start
HOPELESS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}  # for the other pages too


@dataclass(frozen=True)
class Page:
    """One notebook to render. `print`: the hash of all that the page depends on."""

    student: str
    notebook: Path
    target: Path
    marks: dict = field(repr=False)
    print: str = ""


@dataclass(frozen=True)
class FeedbackPlan:
    assignment: str
    todo: tuple[Page, ...]
    unchanged: int
    folders: tuple[tuple[Path, Path], ...]
    warnings: tuple[str, ...]


def plan_feedback(course: Course, assignment: str, marks: dict, students=(), force=False) -> FeedbackPlan:
    """Which pages are to be made, from the class's marks: (student, notebook) -> what `page` shows.

    Raises: CourseError if nothing was autograded
    """
    found = autograded(course, assignment, students)
    if not found:
        who = f" by {', '.join(students)}" if students else ""
        raise CourseError(
            f"nothing autograded of {assignment!r}{who}: run `grader autograde {assignment}` first"
        )
    config = _all_that_renders(course)
    known = {} if force else _known(course, assignment)
    pages, warnings = [], []
    for student, folder in found:
        for notebook in sorted(folder.glob("*.ipynb")):
            if (student, notebook.stem) in marks:
                pages.append(
                    _page(course, assignment, student, notebook, marks[student, notebook.stem], config)
                )
            else:
                warnings.append(f"{student}: {notebook.name} is not in the gradebook: no feedback for it")
    todo = [p for p in pages if known.get(str(p.target)) != [p.print, digest_of(p.target)]]
    folders = [(folder, folder_of(course, "feedback", student, assignment)) for student, folder in found]
    return FeedbackPlan(assignment, tuple(todo), len(pages) - len(todo), tuple(folders), tuple(warnings))


def make_feedback(course: Course, plan: FeedbackPlan, jobs=0) -> Iterator[tuple[Page | None, str]]:
    """Copy the files beside the notebooks, render and write the pages; yields (page, what went wrong or "").

    The page is None where it is about a folder whose files could not be copied.

    Raises: CourseError if the disk is full
    """
    mode = 0o664 if course.dirs.groupshared else 0o644
    try:
        for source, target in plan.folders:
            if problem := _attempt(_copy_files, course, source, target, mode):
                yield None, f"{source}: {problem}"
        if plan.todo:
            yield from _pages(course, plan, mode, jobs)
    except OSError as error:
        raise CourseError(_file_sentence(error)) from error


def _pages(course, plan, mode, jobs):
    exporter = feedback_exporter(course)
    warm(exporter)  # compiles the template, for all processes to come
    jobs = min(jobs or os.cpu_count() or 1, 1 + len(plan.todo) // FEW)
    good = []
    try:
        for made, problem, why in each(partial(_make, exporter, plan.assignment, mode), plan.todo, jobs):
            if isinstance(problem, OSError):
                raise problem
            problem = f"it cannot be shown: {why}" if why else problem
            good += [] if problem else [made]
            said = f"{made.student}: no feedback for {made.notebook.name}, {problem}"
            yield made, said if problem else ""
    finally:
        _remember(course, plan.assignment, good)


def published(course: Course, assignment: str, student: str) -> list[Path]:
    """The pages of a submission that `grader feedback` made and nobody changed: what others wrote is not safe
    to hand on."""
    known = _known(course, assignment)
    pages = sorted(folder_of(course, "feedback", student, assignment).glob("*.html"))
    return [path for path in pages if known.get(str(path), [""])[-1] == digest_of(path)]


def digest_of(path: Path) -> str:
    """The hash of a page's bytes; "-" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "-"


def _make(exporter, assignment, mode, what):
    """What went wrong, or ""; an OSError if no other page could be written either."""
    try:
        html = page(exporter, what.notebook, what.student, assignment, what.marks)
    except Exception as error:  # a notebook edited by hand may be anything; the others get their pages
        return f"it cannot be shown ({type(error).__name__}: {str(error)[:500]})"
    try:
        return _attempt(whole_file.write, what.target, html, mode)
    except OSError as error:
        return error


def _attempt(what, *args):
    """Do it; the sentence of what went wrong, or "". Raises: OSError if others would fail as well"""
    try:
        what(*args)
    except OSError as error:
        if error.errno in HOPELESS:
            raise
        return _file_sentence(error)
    return ""


def _file_sentence(error):
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full: free some space and run this again; pages that were made are kept"
    where = error.filename or "a page"
    return f"{where} cannot be written ({error.strerror}): check the permissions of it and of its folder"


def _all_that_renders(course):
    """Changes with our code, the libraries that draw, and the course's choices."""
    made = hashlib.sha256(repr([version(name) for name in ("nbgrader", "nbconvert", "nh3")]).encode())
    for part in ("HTMLExporter", "Grader", "ClearHiddenTests"):
        made.update(repr(sorted(course.config.get(part, {}).items())).encode())
    for path in sorted(HERE.glob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()


def _page(course, assignment, student, notebook, marks, config):
    target = folder_of(course, "feedback", student, assignment) / f"{notebook.stem}.html"
    made = hashlib.sha256(notebook.read_bytes() + json.dumps([marks, config], sort_keys=True).encode())
    return Page(student, notebook, target, marks, made.hexdigest())


def _copy_files(course, source, target, mode):
    target.mkdir(parents=True, exist_ok=True)
    for name in filter(_is_inert, regular_files(source, [*course.dirs.ignore, "*.ipynb"])):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).unlink(missing_ok=True)
        shutil.copyfile(source / name, target / name)
        (target / name).chmod(mode)


def _is_inert(name):
    """Is this a file that a browser only shows? One of no known type may be taken for a page."""
    kind = mimetypes.guess_type(name.lower())[0] or "text/html"
    return not kind.endswith(("html", "xml", "rfc822", "javascript"))


def _file(course, assignment):
    return course.state / "feedback" / f"{assignment}.json"


def _known(course, assignment):
    path = _file(course, assignment)
    return json.loads(path.read_text()) if path.is_file() else {}


def _remember(course, assignment, pages):
    made = {str(p.target): [p.print, digest_of(p.target)] for p in pages}
    whole_file.write(_file(course, assignment), json.dumps(_known(course, assignment) | made))
