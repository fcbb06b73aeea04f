"""Feedback for a class: pages rendered side by side in processes that share one warm exporter."""

import ctypes
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..course import Course, CourseError, autograded, folder_of, regular_files
from .render import feedback_exporter, page

FEW = 8  # pages that one process renders sooner than others could start
_exporter = None  # of a rendering process, inherited warm from its parent


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
    config = hashlib.sha256(repr(sorted(course.config.get("HTMLExporter", {}).items())).encode()).hexdigest()
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
    todo = [p for p in pages if known.get(str(p.target)) != p.print or not p.target.is_file()]
    folders = [(folder, folder_of(course, "feedback", student, assignment)) for student, folder in found]
    return FeedbackPlan(assignment, tuple(todo), len(pages) - len(todo), tuple(folders), tuple(warnings))


def make_feedback(course: Course, plan: FeedbackPlan, jobs=0) -> Iterator[tuple[Page, str]]:
    """Render and write the pages, copy the files beside the notebooks; yields (page, what went wrong or "").

    Raises: CourseError if a folder cannot be written
    """
    mode = 0o664 if course.dirs.groupshared else 0o644
    try:
        for source, target in plan.folders:
            _copy_files(course, source, target, mode)
        good = []
        for made, problem in _rendered(course, plan, mode, min(jobs or os.cpu_count() or 1, len(plan.todo))):
            good += [made] if not problem else []
            yield made, problem
        _remember(course, plan.assignment, good)
    except OSError as error:
        raise CourseError(
            f"{error.filename} cannot be written ({error.strerror}): check its permissions"
        ) from error


def _rendered(course, plan, mode, jobs):
    global _exporter
    _exporter = feedback_exporter(course)
    if jobs < 2 or len(plan.todo) < FEW:
        yield from (_make((p, plan.assignment, mode)) for p in plan.todo)
        return
    yield _make((plan.todo[0], plan.assignment, mode))  # compiles the template, for all processes to come
    with multiprocessing.get_context("fork").Pool(jobs, _die_with_parent, (os.getpid(),)) as pool:
        yield from pool.imap_unordered(
            _make, [(p, plan.assignment, mode) for p in plan.todo[1:]], chunksize=4
        )


def _make(task):
    what, assignment, mode = task
    try:
        html = page(_exporter, what.notebook, what.student, assignment, what.marks)
    except Exception as error:  # a notebook edited by hand may be anything; the others get their pages
        return (
            what,
            f"{what.student}: no feedback, {what.notebook} cannot be shown ({type(error).__name__}: {error})",
        )
    what.target.parent.mkdir(parents=True, exist_ok=True)
    new = what.target.with_name(f".{what.target.name}.{os.getpid()}")
    new.write_text(html, encoding="utf-8")
    new.chmod(mode)
    os.replace(new, what.target)
    return what, ""


def _die_with_parent(parent):
    """Ctrl-C is for the parent to handle; and a killed parent takes its renderers along."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux
    if prctl:
        prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _page(course, assignment, student, notebook, marks, config):
    target = folder_of(course, "feedback", student, assignment) / f"{notebook.stem}.html"
    made = hashlib.sha256(notebook.read_bytes() + json.dumps([marks, config], sort_keys=True).encode())
    return Page(student, notebook, target, marks, made.hexdigest())


def _copy_files(course, source, target, mode):
    target.mkdir(parents=True, exist_ok=True)
    for name in regular_files(source, [*course.dirs.ignore, "*.ipynb"]):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).unlink(missing_ok=True)
        shutil.copyfile(source / name, target / name)
        (target / name).chmod(mode)


def _file(course, assignment):
    return course.state / "feedback" / f"{assignment}.json"


def _known(course, assignment):
    path = _file(course, assignment)
    return json.loads(path.read_text()) if path.is_file() else {}


def _remember(course, assignment, pages):
    path = _file(course, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(_known(course, assignment) | {str(p.target): p.print for p in pages}))
    os.replace(new, path)
