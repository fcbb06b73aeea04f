"""The trusted twin of the jailed zygote: warm too, forked for each job: none sees another's leftovers.

Its children run the instructor's cells; they may ask the jailed zygote for students, and for nothing else.
"""

import gc
import importlib
import json
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
from .jail.warm import preload, settle
from .jail.zygote import take_control
from .unit import Job, Result, Settings


def main() -> None:
    control = take_control()
    order, fds = messages.receive(control)
    if order is None:
        return
    try:
        missing = preload(["grader.engine.tester.grade", *order["preload"]])
        if "grader.engine.tester.grade" in missing:
            importlib.import_module("grader.engine.tester.grade")  # raises again, naming what it lacks
        importlib.import_module("grader.engine.inside.serve").warm()
        rehearse()
        settle()
    except BaseException as problem:
        messages.send(control, {"failed": f"{type(problem).__name__}: {problem}"})
        raise
    messages.send(control, {"ready": {"missing": missing}})
    ForkServer(control, os.fork, live, keep=(fds[0],)).serve()


def live(request: dict, fds: list[int]) -> int:
    """One job: {"result": ...} or {"crashed": traceback} on the line, whole, and then the end."""
    line, opener = (socket.socket(fileno=fd) for fd in fds)
    gc.enable()
    os.setsid()
    work_in(request["folder"])
    try:
        answer = {"result": to_json(grade_here(request["job"], opener))}
    except BaseException:
        answer = {"crashed": traceback.format_exc()}
    line.sendall(json.dumps(answer).encode())
    line.close()
    return 0


def work_in(folder: str) -> None:
    """All temporary files of a job in one folder, which its owner removes even if this process is killed."""
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def grade_here(text: str, opener: socket.socket) -> Result:
    from .tester.grade import grade

    job = from_json(Job, text)
    return grade(job, partial(open_student, opener, job))


def open_student(opener: socket.socket, job: Job, files=None):
    """What the tester knows of the jail: a context manager that yields a Student."""
    return client.open_student(opener, limits_of(job.settings), inside_settings(job), files)


def limits_of(settings: Settings) -> Limits:
    return Limits(
        cpu_s=settings.cpu_s,
        wall_s=settings.total_s,
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
