"""Grade an assignment: decide what changed, hand it to the engine, store each verdict as it comes."""

import contextlib
import errno
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import nbformat

from ..course import (
    Course,
    CourseError,
    Master,
    Submission,
    fingerprint,
    folder_of,
    imported_names,
    ledger,
    prepare_master,
)
from ..course import submissions as handed_in
from ..engine.pool import PRELOAD
from ..engine.unit import GradedNotebook, Job, Result, Settings
from .assignment import find_or_register, released, require_known
from .database import check_writable, open_gradebook
from .files import sweep, write_autograded
from .rows import add_students, write_verdict
from .scores import max_scores, roster, standings
from .steps import Steps, course_steps, release_rules

BATCH, BATCH_S = 32, 0.25  # verdicts stored at once: at most so many, or so many seconds' worth


@dataclass(frozen=True)
class Plan:
    """What is to be graded and what stays. `prints`: student -> hash of all that a verdict depends on."""

    course: Course
    gb: object
    row: object
    master: Master
    steps: Steps
    points: dict[str, float]
    todo: tuple[Submission, ...]
    unchanged: dict[str, dict]
    prints: dict[str, str]
    jobs: tuple[Job, ...]
    warnings: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def ledger(self) -> Path:
        return ledger_file(self.course, self.master.assignment)


def ledger_file(course: Course, assignment: str) -> Path:
    return course.state / "ledger" / f"{assignment}.jsonl"


@contextlib.contextmanager
def planned(course: Course, assignment: str, students=(), force=False, settings=None) -> Iterator[Plan]:
    """Everything ready to be graded, with the gradebook open and the course reserved for us.

    Raises: CourseError with the sentence for a teacher, before anything is graded
    """
    require_known(course, assignment)
    with reserved(course), open_gradebook(course) as gb, contextlib.chdir(course.root):
        row = find_or_register(gb, course, assignment)
        found = handed_in(course, assignment, students)
        check_writable(gb)
        sweep(course, assignment)
        yield _plan(course, gb, row, assignment, found, force, settings or Settings())


@contextlib.contextmanager
def reserved(course: Course):
    """One writer a course: a second grader is told so instead of racing the first."""
    try:
        course.state.mkdir(parents=True, exist_ok=True)
        lock = (course.state / "lock").open("w")
    except OSError as error:
        raise CourseError(
            f"{course.state} cannot be written ({error.strerror}): check its permissions"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CourseError(
                f"another grader is at work in {course.root}: wait until it has finished"
            ) from error
        yield


def libraries(plan: Plan) -> tuple[str, ...]:
    """The heavy libraries that this class uses: without torch, a run starts seconds sooner."""
    names = imported_names([plan.master.folder, *(s.folder for s in plan.todo)])
    names |= {"numpy"} if "grader" in names else set()
    return tuple(library for library in PRELOAD if library.partition(".")[0] in {*names, "IPython"})


@contextlib.contextmanager
def uninterrupted():
    """Ctrl-C waits until the batch is whole."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = []
    before = signal.signal(signal.SIGINT, lambda *_: came.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def carry_out(plan: Plan, results: Iterable[Result]) -> Iterator[dict]:
    """Store each result in small batches, and yield its ledger entry once it is safe.

    Raises: CourseError if the disk or the database refuses; what was yielded is kept
    """
    waiting, since = [], time.monotonic()
    try:
        for result in results:
            waiting.append(result)
            if len(waiting) >= BATCH or time.monotonic() - since >= BATCH_S:
                batch, waiting, since = waiting, [], time.monotonic()
                yield from _store(plan, batch)
    finally:  # also when Ctrl-C stops us: what is graded is kept
        stored = _store(plan, waiting)
    yield from stored


def _plan(course, gb, row, assignment, found, force, settings):
    steps = course_steps(course)
    master = prepare_master(course, assignment, released(row))
    found, refused = _on_roster(gb, found, steps.create_student)
    add_students(gb, [s.student for s in found])
    ledger.compact(ledger_file(course, assignment))
    known = {} if force else ledger.read(ledger_file(course, assignment))
    now = standings(gb, assignment)
    contents = {s.student: fingerprint.submission_digest(s.folder) for s in found}
    common = fingerprint.digest(master.digest, fingerprint.code_digest(), asdict(settings))
    due = {s: now[s].due if s in now else str(row.duedate or "") for s in contents}
    prints = {s: fingerprint.digest(common, contents[s], due[s]) for s in contents}
    unchanged = {
        s: known[s] for s in prints if _is_done(course, master, s, known.get(s), prints[s], now.get(s))
    }
    todo = tuple(s for s in found if s.student not in unchanged)
    jobs = _jobs(course, master, todo, contents, settings)
    notes = tuple(f"{s.student}: {s.note}" for s in found if s.note)
    points = max_scores(gb, assignment)
    return Plan(
        course,
        gb,
        row,
        master,
        steps,
        points,
        todo,
        unchanged,
        prints,
        jobs,
        master.warnings + notes,
        refused,
    )


def _jobs(course, master, todo, contents, settings):
    secret, rules = fingerprint.course_secret(course.state), release_rules(course)
    return tuple(
        Job(
            assignment=master.assignment,
            student=s.student,
            source=master.folder,
            submission=s.folder,
            seed=fingerprint.seed(secret, master.assignment, contents[s.student]),
            settings=settings,
            release=rules,
        )
        for s in todo
    )


def _on_roster(gb, found, create_student):
    """Submissions that the gradebook may hold; and a sentence for each that it may not."""
    known = roster(gb)
    welcome = [s for s in found if create_student or s.student in known]
    refused = [
        f"{s.student}: not in the gradebook, and c.Autograde.create_student is False:"
        " not graded; add the student with `nbgrader db student add`"
        for s in found
        if s not in welcome
    ]
    return welcome, tuple(refused)


def _is_done(course, master, student, entry, print_now, standing):
    """The verdict still stands, and nobody has removed what it left."""
    if not entry or entry["fingerprint"] != print_now or standing is None or standing.auto != entry["auto"]:
        return False
    folder = folder_of(course, "autograded", student, master.assignment)
    return all((folder / f"{name}.ipynb").is_file() for name in entry["notebooks"])


def _store(plan, results) -> list[dict]:
    """Notebooks first, then the gradebook, then the ledger: a kill leaves work that is done again."""
    if not results:
        return []
    with uninterrupted():
        return _store_all(plan, results)


def _store_all(plan, results):
    try:
        entries = [_store_one(plan, _completed(plan, result)) for result in results]
        plan.gb.db.commit()
        ledger.append(plan.ledger, [{k: v for k, v in e.items() if k != "log"} for e in entries])
    except OSError as error:
        plan.gb.db.rollback()
        raise CourseError(_file_sentence(error)) from error
    return entries


def _store_one(plan, result):
    submission = next(s for s in plan.todo if s.student == result.student)
    try:
        write_autograded(plan.course, plan.master, submission, result, plan.steps)
    except (OSError, CourseError):
        raise
    except (
        Exception
    ) as error:  # a preprocessor of the teacher's, or a bug of ours: this student's verdict alone
        result = _failed(result, error)
        write_autograded(plan.course, plan.master, submission, result, replace(plan.steps, finish=_as_it_is))
    auto = write_verdict(plan.gb, plan.row, submission, result, plan.steps.late_penalty)
    return _entry(plan, result, auto)


def _completed(plan, result):
    """A verdict for each notebook that was handed in, also if the engine spoke of all of it at once.

    A notebook left out of an otherwise present submission gets nbgrader's zero and no file.
    """
    folder = next(s.folder for s in plan.todo if s.student == result.student)
    names = plan.master.notebooks
    present = [n for n in names if os.path.lexists(folder / f"{n}.ipynb")] or names
    said = {n.name: n for n in result.notebooks}
    verdicts = [said.get(n) or GradedNotebook(n, result.state, result.sentence, None) for n in present]
    return replace(result, notebooks=tuple(verdicts))


def _as_it_is(notebook, about):
    return nbformat.from_dict(notebook)


def _failed(result, error):
    """The verdict when its notebook could not be written: a person must look."""
    why = f"{type(error).__name__}: {error}"
    sentence = f"The graded notebook could not be written ({why}); please tell your teacher."
    notebooks = [
        replace(n, state="grader error", sentence=sentence, notebook=None, scores={}, comments={})
        for n in result.notebooks
    ]
    return replace(result, state="grader error", sentence=sentence, notebooks=tuple(notebooks))


def _file_sentence(error):
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full: free some space and run this again; what was graded is kept"
    where = error.filename or "a file of the course"
    return f"{where} cannot be written ({error.strerror}): check the permissions of it and of its folder"


def _entry(plan, result: Result, auto) -> dict:
    """What the table, the JSON and the next run need to know; plain data."""
    forgeable = [f"{n.name}/{cell}" for n in result.notebooks for cell in n.forgeable]
    return {
        "student": result.student,
        "fingerprint": plan.prints[result.student],
        "state": result.state,
        "sentence": result.sentence,
        "seconds": round(result.seconds, 4),
        "forgeable": sum(plan.points.get(cell, 0) for cell in forgeable),
        "forgeable_cells": forgeable,
        "notebooks": [n.name for n in result.notebooks],
        "auto": auto,
        "log": {n.name: list(n.log) for n in result.notebooks},
    }
