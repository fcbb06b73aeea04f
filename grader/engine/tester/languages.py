"""Notebooks in other languages than Python: run whole, tests and answers together, by the kernel they name.

Nothing locks such a kernel in, and nothing keeps an answer from the tests: so it takes --unsafe, and every
test is reported as forgeable.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Container
from pathlib import Path

from ..job import GradedNotebook, Job, Settings, State
from . import score
from .attempt import Attempt
from .budget import Budget, patience_s
from .kinds import Ended
from .notebook import graded_notebook, outputs
from .notebook.rebuild import Step

STARTS = 3  # a port that is free when a kernel is told of it may be another's when it opens it
START_S = 300  # by the clock, for one start: a busy machine is no student's fault
BECOME_SUBREAPER = 36  # Linux: orphans below us become our children


def language_of(metadata: dict) -> str:
    """The language that a notebook says it is in; python where it says nothing."""
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        info = metadata.get(key)
        if isinstance(info, dict) and isinstance(info.get(name), str):
            return info[name].lower()
    return "python"


def refusal(file: str, language: str) -> str:
    return (
        f"{file} is in {language}: it needs a Jupyter kernel, which nothing keeps from your files."
        " If you trust every submission, grade it with --unsafe."
    )


def run(attempt: Attempt, steps: list[Step]) -> GradedNotebook:
    """The graded notebook."""
    job, log, language = attempt.job, attempt.log, language_of(attempt.metadata)
    kernel = attempt.metadata.get("kernelspec", {}).get("name") or language
    steps = [step for step in steps if step.kind != "shadow"]
    code = [step for step in steps if step.cell.kind == "code" and step.cell.source.strip()]
    sources = [step.cell.source for step in code]
    ran = in_kernel(job.settings, str(kernel), sources, attempt.beside or ".")
    if "missing" in ran:
        return _without_kernel(attempt.name, kernel, language, log)
    room = outputs.Room()
    for number, (step, found) in enumerate(zip(code, ran["outputs"], strict=True), 1):
        step.count = number
        step.outputs = outputs.kept(found, job.settings, job.release, number, room)
    ended = ran["ended"]
    state, sentence = _state(job, code, ended)
    tests = [step for step in steps if step.kind in ("test", "shared test")]
    verdicts = {step.info["grade_id"]: _verdict(step) for step in tests}
    scores = {
        step.info["grade_id"]: _score(step, verdicts[step.info["grade_id"]], job.shown, log) for step in tests
    }
    return GradedNotebook(
        name=attempt.name,
        state=state,
        sentence=sentence,
        notebook=graded_notebook.as_notebook(attempt.metadata, steps),
        scores=graded_notebook.scores_of(steps, scores),
        max_scores=graded_notebook.max_scores_of(steps),
        comments=graded_notebook.comments_of(steps),
        forgeable=dict.fromkeys(scores, f"its notebook is in {language}: answers and tests share a process"),
        shown={test: verdict for test, verdict in verdicts.items() if isinstance(verdict, str)},
        remarks=graded_notebook.remarks_of(steps),
        log=tuple(log),
        by_clock=ended is not None and ended[3] in ("idle", "wall"),
    )


def _without_kernel(name: str, kernel: str, language: str, log: list[str]) -> GradedNotebook:
    sentence = (
        f"{name}.ipynb needs the Jupyter kernel {kernel!r} ({language}), which is not installed here:"
        " install it; `jupyter kernelspec list` shows those that are."
    )
    return GradedNotebook(name, "grader error", sentence, None, log=tuple(log))


def in_kernel(settings: Settings, kernel: str, cells: list[str], folder: Path | str) -> dict:
    """What `kernel` answers, run in a process of its own; nothing that it started outlives this."""
    limits = {"cell_s": settings.cell_s, "total_s": settings.total_s, "memory_mb": settings.memory_mb}
    order = {"kernel": kernel, "cells": cells, "starts": STARTS, "start_s": START_S, **limits}
    inherited = {key: value for key, value in os.environ.items() if key != "GRADER_SEED"}
    private = dict.fromkeys(("JUPYTER_RUNTIME_DIR", "IPYTHONDIR"), str(Path.cwd()))
    command = [sys.executable, "-P", "-m", f"{__package__}.kernel"]
    _adopt_orphans()
    try:
        done = subprocess.run(
            command,
            input=json.dumps(order),
            env=inherited | private,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=patience_s(settings.total_s) + STARTS * START_S,
        )
    finally:
        _end_children()
    if done.returncode:
        raise RuntimeError(f"the kernel {kernel!r} could not be used: {done.stderr[-500:]}")
    return json.loads(done.stdout)


def _state(job: Job, code: list[Step], ended: Ended | None) -> tuple[State, str]:
    """(state, sentence); the cells after the one that ended it say that they were not run."""
    if ended is None:
        return "graded", "Graded."
    how, number, whose, why = ended
    info = code[number].info
    at = f'cell "{info["grade_id"]}"' if info else f"cell [{number + 1}]"
    late = _late(job.settings, f"C{at[1:]}", whose, why)
    said = (
        outputs.error("CellTimeoutError", late)
        if how == "late"
        else outputs.error("DeadKernelError", "the kernel died in this cell")
    )
    code[number].outputs.append(said)
    for step in code[number + 1 :]:
        step.outputs = [outputs.error("SubmissionEnded", f"the kernel ended in {at}; this cell was not run")]
    return ("timed out", late) if how == "late" else ("crashed", f"The kernel died in {at}.")


def _late(settings: Settings, cell: str, whose: str, why: str) -> str:
    if whose == "cell":
        return Budget(settings.cell_s).sentence(cell, why)
    return Budget(settings.total_s).sentence("The submission", why)


def _verdict(step: Step) -> score.Verdict | None:
    return None if outputs.has_error(step.outputs) else score.shown_in(step.outputs)


def _score(step: Step, verdict: score.Verdict | None, pass_or_fail: Container[str], log: list[str]) -> float:
    if verdict is None:
        return 0.0
    test = step.info["grade_id"]
    points, sentence = score.points_for(verdict, step.info["points"], test in pass_or_fail)
    if sentence:
        log.append(f"{test}: {sentence}")
    return points


def _adopt_orphans() -> None:
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(BECOME_SUBREAPER, 1)


def _end_children() -> None:
    """Killing a parent hands its children to us: again, until there are none."""
    listed = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    while listed.exists() and (children := listed.read_text().split()):
        for child in map(int, children):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
