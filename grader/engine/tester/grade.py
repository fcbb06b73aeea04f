"""Grade one submission of one assignment. Runs in a trusted process of its own, forked for this job.

`open_student(files)` opens a sandboxed process with those files beside it: a context manager that gives an
object with `.sock`, `.kill()` and `.wait() -> Exit(code, signal, cpu_s, max_rss_mb, reason)`.
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

from ..inside import serve
from ..inside import shell as shells
from ..unit import GradedNotebook, Result
from . import files, handback, languages, names, read, rebuild, release
from .cells import Run
from .line import Line, StudentGone

ENVIRONMENT = {"NBGRADER_EXECUTION": "autograde"}  # nbgrader's sign that this is no student's own run
SAVE_AGAIN = "Open it in Jupyter, save it there, and hand it in again."
SEVERITY = ("graded", "timed out", "crashed", "out of memory", "invalid notebook", "grader error")


def grade(job, open_student):
    """The Result of a job; whatever the submission is, no exception comes out."""
    started = time.monotonic()
    until = started + job.settings.total_s
    os.environ.update(ENVIRONMENT, GRADER_SEED=job.seed)
    _limit_memory(job.settings.memory_mb)
    try:
        graded = tuple(_grade_all(job, open_student, until))
        worst = max(graded, key=lambda notebook: SEVERITY.index(notebook.state))
        state, sentence = worst.state, worst.sentence
    except Exception as error:  # a bug of ours or a broken source must not cost the class its grades
        graded, state = (), "grader error"
        sentence = f"The grader itself failed on this submission ({type(error).__name__}: {error})."
    return Result(job.assignment, job.student, state, sentence, graded, time.monotonic() - started)


def _limit_memory(mb):
    """An answer may be a number that a test takes for a size: an error then, not the end of the machine."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        most = pages * resource.getpagesize() + (mb << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _grade_all(job, open_student, until):
    sources = sorted(path for path in Path(job.source).glob("*.ipynb") if path.is_file())
    if not sources:
        raise FileNotFoundError(f"the source folder of {job.assignment} holds no notebook: {job.source}")
    with tempfile.TemporaryDirectory(prefix="tester-") as scratch:
        log = []
        beside = files.stage(job, Path(scratch, "student"), log)
        files.stage_instructors(job, Path(scratch, "tester"))
        with contextlib.chdir(Path(scratch, "tester")):
            sys.path.insert(0, os.getcwd())
            for path in sources:
                yield _grade_notebook(job, path, open_student, beside, until, list(log))


def _grade_notebook(job, path, open_student, beside, until, log):
    """One notebook of the assignment; an error of the instructor's is told as such."""
    name = path.stem
    learnt = {what: of_notebook(getattr(job, what), name) for what in ("shared", "shown", "asked")}
    job = replace(job, **learnt)
    try:
        metadata, source = read.read_notebook(path)
        language = languages.language_of(metadata)
        rules = release.rules_for(language, job.release)
        steps = rebuild.rebuild(source, None, rules, [])
        if language != "python" and not job.settings.unsafe:
            return GradedNotebook(name, "grader error", languages.refusal(path.name, language), None)
        try:
            _, submitted = read.read_notebook(job.submission / path.name, job.settings.file_mb)
        except FileNotFoundError:
            return handback.not_run(name, f"{path.name} was not handed in.", metadata, steps, shown=False)
        except read.BadNotebook as bad:
            return handback.not_run(name, f"{bad} {SAVE_AGAIN}", metadata, steps)
        steps = rebuild.rebuild(source, submitted, rules, log, job.shared)
        if language != "python":
            return languages.run(job, name, metadata, steps, until, log, beside or ".")
        return _run(job, name, metadata, source, steps, lambda: open_student(beside), until, log)
    except Exception as error:  # as in `grade`, with the notebook's name
        log += traceback.format_exc().splitlines()
        sentence = f"{path.name} could not be graded: {type(error).__name__}: {error}"
        return GradedNotebook(name, "grader error", sentence, None, log=tuple(log))


def of_notebook(tests, name):
    """The grade_ids in this notebook, of tests named "notebook/grade_id": two notebooks may share an id."""
    return tuple(test.removeprefix(f"{name}/") for test in tests if test.startswith(f"{name}/"))


def _run(job, name, metadata, source, steps, open_student, until, log):
    shell = shells.connect(serve.warm(), job.settings.output_kb * 1000)
    with open_student() as student:
        line = Line(student, job.settings, until, lambda reported: run.show(reported))
        namespace = names.for_source(line, source, lambda cell: _kind(cell))
        shells.use_namespace(shell, namespace)
        line.find_exception = lambda name: _exception(namespace, name)
        run = Run(job, shell, line, namespace, log)
        _begin(line, job)
        run.steps(steps)
        student.sock.close()
        state, sentence = _state(run, line, _how_it_ended(student) if line.dead == "it ended" else None)
    return GradedNotebook(
        name=name,
        state=state,
        sentence=sentence,
        notebook=handback.as_notebook(metadata, steps),
        scores=handback.scores_of(steps, run.scores),
        max_scores=handback.max_scores_of(steps),
        comments=handback.comments_of(steps),
        forgeable=run.forgeable,
        shown=run.shown,
        log=tuple(log),
    )


def _begin(line, job):
    line.give(10)
    with contextlib.suppress(StudentGone):
        line.ask(
            "begin",
            {
                "message_bytes": job.settings.message_mb << 20,
                "message_depth": job.settings.message_depth,
                "output_bytes": job.settings.output_kb * 1000,
                "standins": list(job.absent),
                "environment": ENVIRONMENT,
            },
        )


def _kind(cell):
    info = release.grade_info(cell.metadata)
    return rebuild.kind_of(cell, info) if info else None


def _exception(namespace, name):
    """Python's and the libraries' exceptions, and those that the instructor's own cells define."""
    from ..inside.names import exception_named

    module, _, short = str(name).partition(":")
    if module != "__main__":
        return exception_named(name)
    found = dict.get(namespace, short)
    return found if isinstance(found, type) and issubclass(found, Exception) else None


def _state(run, line, ended):
    """(state, sentence) of a notebook that ran."""
    limits = run.job.settings
    if line.dead is None:
        return ("timed out", run.slow) if run.slow else ("graded", "Graded.")
    where = f" in {run.trouble}" if run.trouble else ""
    reason = getattr(ended, "reason", None)
    if reason == "memory":
        return (
            "out of memory",
            f"The submission used more than {limits.memory_mb} MB of memory{where}.",
        )
    if reason == "cpu":
        return (
            "timed out",
            f"The submission used more than {limits.cpu_s} s of computing time{where}.",
        )
    if line.died_late or reason == "wall":
        return (
            "timed out",
            run.slow or f"The submission took more than {limits.total_s:g} s in all.",
        )
    how = _how(ended) if line.dead == "it ended" else line.dead
    return "crashed", f"The submission's process was lost{where}: {how}."


def _how_it_ended(student):
    """The Exit of a process that hung up. It may have closed the line and live on: not for long."""
    last = threading.Timer(Line.grace_s, student.kill)
    last.start()
    try:
        return student.wait()
    finally:
        last.cancel()


def _how(ended):
    if getattr(ended, "signal", None):
        known = ended.signal in set(signal.Signals)
        return f"it crashed ({signal.Signals(ended.signal).name if known else f'signal {ended.signal}'})"
    code = getattr(ended, "code", None)
    return "it ended" if code is None else f"it ended itself, with exit code {code}"
