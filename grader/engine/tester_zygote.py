"""The trusted twin of the jailed zygote: warm too, and forked for each job, so that no job sees another's leftovers.

Its children run the instructor's cells; they may ask the jailed zygote for students, and for nothing else.
"""

import gc
import importlib
import json
import os
import socket
import sys
import traceback
from functools import partial

from .as_json import job_from_json, result_to_json
from .jail import client, messages
from .jail.forkserver import ForkServer
from .jail.limits import Limits
from .jail.zygote import preload, settle, take_control
from .unit import Settings


def main() -> None:
    control = take_control()
    order, fds = messages.receive(control)
    if order is None:
        return
    try:
        missing = preload(["grader.engine.tester.grade", *order["preload"]])
        if "grader.engine.tester.grade" in missing:
            importlib.import_module("grader.engine.tester.grade")  # says which of its own imports is not there
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
    os.chdir(request["folder"])
    try:
        answer = {"result": result_to_json(grade_here(request["job"], opener))}
    except BaseException:
        answer = {"crashed": traceback.format_exc()}
    line.sendall(json.dumps(answer).encode())
    line.close()
    return 0


def grade_here(data: dict, opener: socket.socket):
    from .tester.grade import grade

    job = job_from_json(data)
    return grade(job, partial(open_student, opener, job.settings))


def open_student(opener: socket.socket, settings: Settings, files=None):
    """What the tester knows of the jail: a context manager that yields a Student. files: folders of data files."""
    return client.open_student(opener, limits_of(settings), inside_settings(settings), files)


def limits_of(settings: Settings) -> Limits:
    return Limits(
        cpu_s=settings.cpu_s,
        wall_s=settings.total_s,
        memory_mb=settings.memory_mb,
        processes=settings.processes,
        file_mb=settings.file_mb,
        scratch_mb=4 * settings.file_mb,
    )


def inside_settings(settings: Settings) -> dict:
    """What the student's side must know to keep within bounds by itself; the tester checks them again."""
    return {
        "output_bytes": settings.output_kb * 1000,
        "message_bytes": settings.message_mb << 20,
        "message_depth": settings.message_depth,
    }


if __name__ == "__main__":
    sys.exit(main())
