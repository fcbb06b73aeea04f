"""Store each verdict as it comes: notebooks, then rows, then ledger, in batches that Ctrl-C cannot split."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from errno import EILSEQ, EINVAL, EISDIR, ELOOP, ENAMETOOLONG, ENOTDIR, ENOTEMPTY

import nbformat

from ..course import CourseError, file_sentence, folder_of, ledger
from ..engine.job import GradedNotebook, Result
from ..engine.shown import shown
from ..gradebook import auto_scores, holds, is_no_verdict, readings, submission_rows, write_verdict
from .autograded_folder import write_autograded
from .plan import Plan

ATTEMPT = ("student", "work", "handed_in", "auto")  # what is kept when the student hands in again
BATCH, BATCH_S = 32, 0.25  # verdicts stored at once: at most so many, or so many seconds' worth


class Alone:
    """What a grader that shares its assignment with nobody has to settle with the others: nothing.

    Whoever shares it (grader/queue) overrides both, which belong to the transaction that writes the rows.
    """

    def already_written(self, gb, students) -> set[str]:
        """Whose verdict another grader has written; from here on nobody else writes any."""
        return set()

    def written(self, gb, students) -> dict[str, dict]:
        """student -> what is to be remembered of how the verdict came about."""
        return {}


ALONE = Alone()


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


def carry_out(plan: Plan, results: Iterable[Result], others: Alone = ALONE) -> Iterator[dict]:
    """Store each result in small batches, and yield its ledger entry once it is safe.

    Raises: CourseError if the disk or the database refuses; what was yielded is kept
    """
    waiting, since = [], time.monotonic()
    try:
        for result in results:
            waiting.append(result)
            if len(waiting) >= BATCH or time.monotonic() - since >= BATCH_S:
                batch, waiting, since = waiting, [], time.monotonic()
                yield from _store(plan, batch, others)
    finally:  # also when Ctrl-C stops us: what is graded is kept
        stored = _store(plan, waiting, others)
    plan.finish()
    yield from stored


def _store(plan, results, others) -> list[dict]:
    """Notebooks first, then the gradebook, then the ledger: a kill leaves work that is done again."""
    if not results:
        return []
    with uninterrupted():
        return _store_all(plan, results, others)


def _store_all(plan, results, others):
    students = [result.student for result in results]
    try:
        with plan.gb.db.no_autoflush:  # rows go to the database when they are complete
            stands = others.already_written(plan.gb, students)
            rows = submission_rows(plan.gb, plan.row, students)
            entries = [_store_one(plan, _completed(plan, result), rows, stands) for result in results]
        about = others.written(plan.gb, students)
        entries = [entry | about.get(entry["student"], {}) for entry in entries]
        plan.gb.db.commit()
        ledger.append(plan.ledger, [{k: v for k, v in e.items() if k != "log"} for e in entries])
        now = {"graded": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"}
        ledger.append(plan.history, [{key: e[key] for key in ATTEMPT} | now for e in entries])
    except OSError as error:
        plan.gb.db.rollback()
        raise CourseError(file_sentence(error)) from error
    return entries


def _store_one(plan, result, rows, stands):
    submission = next(s for s in plan.todo if s.student == result.student)
    row, left_out = rows[result.student], ()
    read = readings(plan.course, plan.master.assignment, row)
    try:
        if not _leaves_all_as_it_was(plan, result):
            left_out = write_autograded(plan.course, plan.master, submission, result, plan.steps)
    except CourseError:
        raise
    except Exception as error:  # of the student's files, a preprocessor of the teacher's, a bug of ours
        if isinstance(error, OSError) and not _is_its_own(error):
            raise
        result = _failed(result, error)
        bare = replace(submission, folder=None)
        write_autograded(plan.course, plan.master, bare, result, replace(plan.steps, finish=_as_it_is))
    if result.student in stands and holds(row, result):
        auto = auto_scores(row)
    else:
        auto = write_verdict(row, submission, result, plan.steps.late_penalty, read)
    return _entry(plan, submission, result, auto, submission.remarks + result.remarks + left_out)


def _is_its_own(error):
    """No other submission would meet it: a name that no disk takes, a file where a folder must be."""
    return error.errno in (ENAMETOOLONG, ELOOP, ENOTDIR, EISDIR, EILSEQ, EINVAL, ENOTEMPTY)


def _leaves_all_as_it_was(plan, result):
    """The grader failed, and there is an earlier verdict: better than none."""
    earlier = folder_of(plan.course, "autograded", result.student, plan.master.assignment)
    return all(map(is_no_verdict, result.notebooks)) and earlier.is_dir()


def _completed(plan, result):
    """A verdict for each notebook, also if the engine spoke of the submission as a whole.

    A notebook left out of an otherwise present submission gets nbgrader's zero and no file.
    """
    if result.notebooks:
        return result
    names = plan.master.notebooks
    folder = next(s.folder for s in plan.todo if s.student == result.student)
    present = [n for n in names if os.path.lexists(folder / f"{n}.ipynb")] or names
    verdicts = [GradedNotebook(n, result.state, result.sentence, None) for n in present]
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


def _entry(plan, submission, result: Result, auto, remarks) -> dict:
    """What the table, the JSON and the next run need to know; plain data."""
    forgeable = {f"{n.name}/{cell}": why for n in result.notebooks for cell, why in n.forgeable.items()}
    return {
        "student": result.student,
        # no fingerprint: what the grader failed on is tried again
        "fingerprint": plan.prints[result.student] if result.state != "grader error" else "",
        "state": result.state,
        "sentence": result.sentence,
        "remarks": list(map(shown, remarks)),
        "seconds": round(result.seconds, 4),
        "forgeable": sum(n.scores.get(cell) or 0 for n in result.notebooks for cell in n.forgeable),
        "why_forgeable": forgeable,
        "notebooks": [n.name for n in result.notebooks],
        "auto": auto,
        "work": plan.contents[result.student],
        "handed_in": str(submission.timestamp or ""),
        "run": plan.run,
        "log": {n.name: list(n.log) for n in result.notebooks},
    }
