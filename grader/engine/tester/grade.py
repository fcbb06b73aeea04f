"""Grade one submission of one assignment. Runs in a trusted process of its own, forked for this job.

`open_student(files)` opens a sandboxed process with those files beside it: a context manager that gives an
object with `.sock`, `.kill()`, `.wait()`, `.used(since)` and `.interrupt()` (see jail/lifecycle/client.py).
"""

import contextlib
import os
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
from dataclasses import replace
from pathlib import Path

from .. import bounds
from ..job import GradedNotebook, Job, Result, State
from ..sandboxed.rpc.library_objects import exceptions
from ..sandboxed.shell import shell as shells
from ..sandboxed.student import serve
from . import languages
from .attempt import Attempt
from .budget import Budget, patience_s
from .kinds import Exit, Foregone, OpenStudent, Student
from .notebook import companions, files, find, graded_notebook, notebook_file, rebuild, release
from .notebook.notebook_file import Cell
from .notebook.rebuild import Step
from .runner import Run
from .session import namespace as namespaces
from .session import types_asked
from .session.answers import Answers
from .session.namespace import Names
from .session.session import GREEDY, Session, StudentGone

ENVIRONMENT = {"NBGRADER_EXECUTION": "autograde"}  # nbgrader's sign that this is no student's own run
SAVE_AGAIN = "Open it in Jupyter, save it there, and hand it in again."
SEVERITY: tuple[State, ...] = (
    "graded", "timed out", "crashed", "out of memory", "invalid notebook", "grader error",
)  # fmt: skip


def grade(job: Job, open_student: OpenStudent, verdict: Foregone | None = None) -> Result:
    """The Result of a job; whatever the submission is, no exception comes out.

    verdict: (state, sentence) of a submission that is not to be run, as no tester outlives its answers
    """
    started = time.monotonic()
    os.environ.update(ENVIRONMENT, GRADER_SEED=job.seed)
    _limit_memory(job.settings.memory_mb + bounds.LIBRARIES_MB)
    try:
        graded, remarks = _grade_all(job, open_student, verdict)
        worst = max(graded, key=lambda notebook: SEVERITY.index(notebook.state))
        state, sentence = worst.state, worst.sentence
    except Exception as error:  # a bug of ours or a broken source must not cost the class its grades
        graded, remarks, state = (), (), "grader error"
        sentence = f"The grader itself failed on this submission ({type(error).__name__}: {error})."
    took = time.monotonic() - started
    return Result(job.assignment, job.student, state, sentence, graded, took, remarks=remarks)


def _limit_memory(mb: int) -> None:
    """An answer may be a number that a test takes for a size: an error then, not the end of the machine.

    The jail's limit is higher, so that this one comes first. What is reserved counts here, stacks of threads
    too: a course with little room for answers has room for tests.
    """
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        most = pages * resource.getpagesize() + (mb << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _grade_all(
    job: Job, open_student: OpenStudent, verdict: Foregone | None
) -> tuple[tuple[GradedNotebook, ...], tuple[str, ...]]:
    """(verdicts, remarks): of the notebooks that were handed in, or of all if none was."""
    paths = sorted(path for path in Path(job.source).glob("*.ipynb") if path.is_file())
    if not paths:
        raise FileNotFoundError(f"the source folder of {job.assignment} holds no notebook")
    sources = {path.stem: _read_source(path) for path in paths}
    wanted = {name: cells for name, (_, cells, _) in sources.items()}
    with tempfile.TemporaryDirectory(prefix="tester-") as scratch:
        log = []
        found = find.notebooks(job.submission, wanted, job.release, job.settings.file_mb)
        whole = {name: (about, cells) for name, (about, cells, broken) in sources.items() if not broken}
        notebooks = companions.beside(whole, found, job)
        beside = files.stage(job, Path(scratch, "student"), log, find.folder_of(found), notebooks)
        files.stage_instructors(job, Path(scratch, "tester"), companions.ungraded(whole))
        with contextlib.chdir(Path(scratch, "tester")):
            sys.path.insert(0, os.getcwd())
            verdicts = {}
            for name, (metadata, cells, broken) in sources.items():
                parts = {"metadata": metadata, "cells": cells, "found": found[name], "beside": beside}
                attempt = Attempt.of(job, name, **parts, open_student=open_student, log=list(log))
                verdicts[name] = _grade_notebook(attempt, broken, verdict)
    absent = {n for n, v in verdicts.items() if not found[n].path and v.state == "invalid notebook"}
    there = {name: verdict for name, verdict in verdicts.items() if name not in absent} or verdicts
    remarks = [(name, remark) for name, verdict in there.items() for remark in verdict.remarks]
    counts = {name for name, cells in wanted.items() if any(cell.grade_id for cell in cells)}
    remarks += [(n, v.sentence) for n, v in verdicts.items() if n not in there and n in counts]
    several = len(verdicts) > 1
    named = (f"{name}: {text}" if several and name not in text else text for name, text in remarks)
    return tuple(there.values()), tuple(named)


def _read_source(path: Path) -> tuple[dict, list[Cell], Exception | None]:
    """(metadata, cells, None) of an instructor's notebook; or what is wrong with it, last."""
    try:
        return *notebook_file.read_notebook(path), None
    except (notebook_file.BadNotebook, OSError) as error:
        return {}, [], error


def _grade_notebook(attempt: Attempt, broken: Exception | None, verdict: Foregone | None) -> GradedNotebook:
    """One notebook of the assignment; an error of the instructor's is told as such."""
    try:
        if broken:
            raise broken
        language = languages.language_of(attempt.metadata)
        if language != "python" and not attempt.job.settings.unsafe:
            sentence = languages.refusal(f"{attempt.name}.ipynb", language)
            return GradedNotebook(attempt.name, "grader error", sentence, None)
        graded = _judged(attempt, language, verdict)
    except Exception as error:  # as in `grade`, with the notebook's name
        attempt.log.extend(traceback.format_exc().splitlines())
        sentence = f"{attempt.name}.ipynb could not be graded: {type(error).__name__}: {error}"
        return GradedNotebook(attempt.name, "grader error", sentence, None, log=tuple(attempt.log))
    said = (attempt.found.said,) if attempt.found.said and attempt.found.path else ()
    return replace(graded, remarks=said + graded.remarks)


def _judged(attempt: Attempt, language: str, verdict: Foregone | None) -> GradedNotebook:
    """What was handed in, put into the instructor's notebook and run."""
    job, name, found = attempt.job, attempt.name, attempt.found
    rules = release.rules_for(language, job.release)
    unanswered = rebuild.rebuild(attempt.cells, None, rules, [])
    if found.path is None:
        said = "; ".join(filter(None, [f"{name}.ipynb was not handed in", found.said]))
        return graded_notebook.not_run(name, f"{said}.", attempt.metadata, unanswered, shown=False)
    try:
        path = Path(job.submission, found.path)
        _, submitted = notebook_file.read_notebook(path, job.settings.file_mb, job.submission)
    except FileNotFoundError:
        said = f"{name}.ipynb was not handed in."
        return graded_notebook.not_run(name, said, attempt.metadata, unanswered, shown=False)
    except notebook_file.BadNotebook as bad:
        return graded_notebook.not_run(name, f"{bad} {SAVE_AGAIN}", attempt.metadata, unanswered)
    if job.solving:
        submitted = [release.without_marks(cell, rules) for cell in submitted]
    steps = rebuild.rebuild(attempt.cells, submitted, rules, attempt.log, job.shared)
    if verdict:
        return graded_notebook.lost(name, *verdict, attempt.metadata, steps)
    if language != "python":
        return languages.run(attempt, steps)
    before, began = list(attempt.log), time.process_time()
    graded, disbelieved = _run(attempt, steps)
    fits = time.process_time() - began < job.settings.total_s / 2  # of what one submission may take
    if not (disbelieved and fits and graded.state == "graded"):
        return graded
    again = rebuild.rebuild(attempt.cells, submitted, rules, [], job.shared)
    return _lower(graded, _run(replace(attempt, log=before), again, believing=True)[0])


def _lower(graded: GradedNotebook, believed: GradedNotebook) -> GradedNotebook:
    """What was done to arguments may cost points, and time, and the process; it earns none."""
    lost = [name for name, score in believed.scores.items() if (score or 0) < (graded.scores[name] or 0)]
    if not lost:
        return graded
    scores = graded.scores | {name: believed.scores[name] for name in lost}
    return replace(believed, scores=scores, forgeable=believed.forgeable | graded.forgeable)


def _run(attempt: Attempt, steps: list[Step], believing: bool = False) -> tuple[GradedNotebook, bool]:
    """The notebook, and whether what an answer did was not believed somewhere (see session/answers.py)."""
    job = attempt.job
    shell = shells.connect(serve.warm(), bounds.output_bytes(job.settings))
    with attempt.open_student(attempt.beside) as student:
        total = Budget(job.settings.total_s)
        line = Session(student, job.settings, total, lambda reported: run.show(reported))
        namespace = namespaces.for_source(line, attempt.cells, lambda cell: _kind(cell))
        shells.use_namespace(shell, namespace)
        line.answers = Answers(job.asked, job.solving, namespace, believing)
        asked = types_asked.ASKED | {types_asked.TEXT: line.answers.runs}
        shell.user_ns_hidden.update(asked)
        dict.update(namespace, asked)
        shell.ast_transformers[:] = [types_asked.AskForTypes()]
        line.exceptions = lambda: exceptions() | _instructors(namespace)
        run = Run(job, shell, line, namespace, attempt.log)
        _begin(line, job)
        run.steps(steps)
        student.sock.close()
        state, sentence = _state(run, line, student)
    graded = GradedNotebook(
        name=attempt.name,
        state=state,
        sentence=sentence,
        notebook=graded_notebook.as_notebook(attempt.metadata, steps),
        scores=graded_notebook.scores_of(steps, run.scores),
        max_scores=graded_notebook.max_scores_of(steps),
        comments=graded_notebook.comments_of(steps),
        forgeable=run.forgeable,
        by_clock=run.by_clock or line.late in ("idle", "wall"),
        shown=run.shown,
        remarks=graded_notebook.remarks_of(steps),
        log=tuple(attempt.log),
        asked=tuple(line.answers.seen) if line.answers.solving else (),
    )
    return graded, line.answers.disbelieved


def _begin(line: Session, job: Job) -> None:
    line.give(10)
    with contextlib.suppress(StudentGone):
        line.ask("begin", bounds.told(job, ENVIRONMENT))


def _kind(cell: Cell) -> str | None:
    info = release.grade_info(cell.metadata)
    return rebuild.kind_of(cell, info) if info else None


def _instructors(namespace: Names) -> dict[str, type[Exception]]:
    """{"__main__:name": class} of the exceptions that the instructor's own cells define."""
    return {
        f"__main__:{name}": found
        for name, found in namespace.items()
        if isinstance(found, type) and issubclass(found, Exception) and found.__module__ == "__main__"
    }


def _state(run: Run, line: Session, student: Student) -> tuple[State, str]:
    """(state, sentence) of a notebook that ran.

    What was counted decides, then what the tester noticed; whoever was quicker is the same.
    """
    limits = run.job.settings
    if line.dead is None:
        return ("timed out", run.slow) if run.slow else ("graded", "Graded.")
    ended, lived_on = _how_it_ended(student, line)
    where = f" in {run.trouble}" if run.trouble else ""
    if ended.reason == "memory" or line.dead == GREEDY:
        return "out of memory", f"The submission used more than {limits.memory_mb} MB of memory{where}."
    if line.late:
        return "timed out", run.slow or line.cell.sentence("The submission", line.late)
    if ended.reason == "cpu":
        return "timed out", f"The submission used more than {limits.total_s:g} s of computing time{where}."
    if ended.reason == "wall":
        run.by_clock = True
        return "timed out", f"The submission did not end within {patience_s(limits.total_s):g} s."
    how = line.dead
    if how == "it ended":
        how = (
            "it went on without an answer to give (its line to the tests is closed)"
            if lived_on
            else _how(ended)
        )
    return "crashed", f"The submission's process was lost{where}: {how}."


def _how_it_ended(student: Student, line: Session) -> tuple[Exit, bool]:
    """The Exit of a process that was lost. True if it only closed the line and lived on, for a while."""
    lived_on = threading.Event()

    def end() -> None:
        lived_on.set()
        student.kill()

    last = threading.Timer(line.grace_s if line.dead == "it ended" else 0, end)
    last.start()
    try:
        return student.wait(), lived_on.is_set()
    finally:
        last.cancel()


def _how(ended: Exit) -> str:
    if ended.signal == signal.SIGKILL:
        return "it was killed (SIGKILL), though it had passed none of its limits"
    if ended.signal:
        known = ended.signal in set(signal.Signals)
        return f"it crashed ({signal.Signals(ended.signal).name if known else f'signal {ended.signal}'})"
    return "it ended itself"  # its exit code could be what a hidden test asked
