"""The trusted twin of the jailed zygote: warm too, and forked for each tester.

A tester runs the instructor's cells; it may ask the jailed zygote for students, and for nothing else.
"""

import gc
import importlib
import json
import math
import os
import socket
import sys
import tempfile
import traceback
from functools import partial

from .as_json import from_json, to_json
from .jail import client, messages
from .jail.first_times import rehearse
from .jail.forkserver import ForkServer
from .jail.limits import Limits
from .jail.warm import last_order, preload, settle
from .jail.zygote import take_control
from .tester.budget import patience_s
from .unit import Job, Result, Settings

LATER_S = 2  # the tester keeps the total, and is told why; this is for what goes on behind its back


def main() -> None:
    control = take_control()
    try:
        importlib.import_module("grader.engine.tester.grade")
        order, fds = last_order(control)
        if order is None:
            return
        missing = preload(order["preload"])
        importlib.import_module("grader.engine.inside.serve").warm()
        rehearse()
        settle()
    except BaseException as problem:
        messages.send(control, {"failed": f"{type(problem).__name__}: {problem}"})
        raise
    messages.send(control, {"ready": {"missing": missing}})
    ForkServer(control, os.fork, live, keep=(fds[0],)).serve()


def live(request: dict, fds: list[int]) -> int:
    """Jobs, one after the other, until one leaves a mark on this process or the line closes.

    Each is a line {"job": ..., "folder": ..., "verdict": see `told`}, each answer one: {"result": ...,
    "again": whether another may follow} or {"crashed": traceback}.
    """
    line, opener = (socket.socket(fileno=fd) for fd in fds)
    gc.enable()
    os.setsid()
    from .tester import again

    grade = again.serving(partial(grade_here, opener))
    for text in line.makefile("rb"):
        order = json.loads(text)
        work_in(order["folder"])
        answer = answer_to(order["job"], partial(told, order["verdict"]) if order["verdict"] else grade)
        os.chdir("/")  # the folder goes
        line.sendall(json.dumps(answer).encode() + b"\n")
        if not answer.get("again"):
            break
    return 0


def answer_to(text: str, grade) -> dict:
    try:
        result, fit = grade(from_json(Job, text))
        return {"result": to_json(result), "again": fit}
    except BaseException:
        return {"crashed": traceback.format_exc()}


def told(verdict: list[str], job: Job) -> tuple[Result, bool]:
    """A submission that is not run: its state and sentence are known. Nobody follows it."""
    from .tester.grade import grade

    return grade(job, None, verdict), False


def work_in(folder: str) -> None:
    """All temporary files of a job in one folder, which its owner removes even if this process is killed."""
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def grade_here(opener: socket.socket, job: Job) -> Result:
    from .tester.grade import grade

    return grade(job, partial(open_student, opener, job))


def open_student(opener: socket.socket, job: Job, files=None):
    """What the tester knows of the jail: a context manager that yields a Student."""
    return client.open_student(opener, limits_of(job.settings), inside_settings(job), files)


def limits_of(settings: Settings) -> Limits:
    return Limits(
        cpu_s=math.ceil(settings.total_s) + LATER_S,
        wall_s=patience_s(settings.total_s) + LATER_S,
        memory_mb=settings.memory_mb,
        processes=settings.processes,
        file_mb=settings.file_mb,
        scratch_mb=4 * settings.file_mb,
    )


def inside_settings(job: Job) -> dict:
    """What the student's side must know to keep within bounds by itself; the tester checks them again."""
    return {
        "output_bytes": job.settings.output_kb * 1000,
        "message_bytes": job.settings.message_mb << 20,
        "message_depth": job.settings.message_depth,
        "standins": job.absent,
    }


if __name__ == "__main__":
    sys.exit(main())
