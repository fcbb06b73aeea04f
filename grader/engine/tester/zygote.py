"""The twin of the students' zygote, in a jail of the same kind: warm too, and forked for each tester.

A tester runs the instructor's cells and meets what students answer. It may ask the other zygote for students,
and for nothing else; it sees the source of its own assignment and one submission, and writes what goes with
it. A fault in what it understands of an answer costs that submission, and those that this one process is
given after it (see tester/reuse/reuse.py): never the course, which it cannot name.
"""

import gc
import importlib
import json
import os
import shutil
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from .. import bounds, handover
from ..codec import from_json, to_json
from ..jail import control_channel
from ..jail.isolation.rootfs import SCRATCH
from ..jail.lifecycle import client
from ..jail.lifecycle import files as files_in
from ..jail.lifecycle.child_in_namespaces import Walls
from ..jail.lifecycle.forkserver import ForkServer
from ..jail.lifecycle.zygote import go_in, take_control
from ..jail.limits import Limits
from ..jail.warmup.first_use import rehearse
from ..jail.warmup.preload import last_order, preload, settle
from ..jail.warmup.reseed import reseed
from ..job import Job, Result
from .kinds import Foregone

# To ask for a student; to have a pipe among the copies of what was handed in. Devices take a capability.
GRANTED = ("sendmsg", "mknod", "mknodat")


def main() -> None:
    control = take_control()
    order, _ = control_channel.receive(control)
    if order is None:
        return
    try:
        go_on = go_in(order, granted=GRANTED)
        importlib.import_module("grader.engine.tester.grade")
        order, fds = last_order(control)
        if order is None:
            return
        fork, walls, scratch = go_on(order["covers"])
        os.environ.update(order["environment"])
        missing = preload(order["preload"])
        importlib.import_module("grader.engine.sandboxed.student.serve").warm()
        importlib.import_module("grader.engine.tester.session.told_there").watch()
        rehearse()
        settle()
    except BaseException as problem:
        control_channel.send(control, {"failed": f"{type(problem).__name__}: {problem}"})
        raise
    control_channel.send(control, {"ready": {"missing": missing}})
    ForkServer(control, fork, partial(live, walls), keep=(fds[0],), scratch=scratch).serve()


def live(walls: Walls, request: dict, fds: list[int]) -> int:
    """Jobs, one after the other, until one leaves a mark on this process or the line closes.

    Each is a byte that comes with the submission's files, and a line {"job": ..., "verdict": see `told`}.
    Each answer is a line: {"result": ..., "again": whether another may follow} or {"crashed": traceback}.
    """
    line_fd, source, opener_fd = fds
    line, opener = socket.socket(fileno=line_fd), socket.socket(fileno=opener_fd)
    gc.enable()
    scratch = walls.hold(Limits(**request["room"]), source=source)
    reseed()
    from .reuse import reuse

    grade = reuse.serving(partial(grade_here, opener))
    reader = line.makefile("rb")
    while files := received(line):
        order = json.loads(reader.readline())
        work_in(files_in.work_in(scratch))
        judge = partial(told, tuple(order["verdict"])) if order["verdict"] else grade
        answer = answer_to(order["job"], judge, scratch, files[0])
        os.chdir("/")
        if not emptied(scratch):
            answer.pop("again", None)
        line.sendall(json.dumps(answer).encode() + b"\n")
        if not answer.get("again"):
            break
    return 0


def received(line: socket.socket) -> list[int]:
    """The descriptor of a submission's files; nothing at the end."""
    _, fds, _, _ = socket.recv_fds(line, 1, 1)
    for fd in fds:
        os.set_inheritable(fd, False)
    return list(fds)


def emptied(scratch: str) -> bool:
    """Whether nothing is left of a submission, wherever in our own folders it may have been put."""
    for folder in (scratch, f"{scratch}/.tmp", *(["/dev/shm"] if scratch == SCRATCH else [])):
        for entry in os.scandir(folder) if os.path.isdir(folder) else ():
            if folder == scratch and entry.name in (".tmp", "source"):
                continue
            try:
                shutil.rmtree(entry) if entry.is_dir(follow_symlinks=False) else os.remove(entry)
            except OSError:
                return False
    return True


def answer_to(text: str, grade: Callable[[Job], tuple[Result, bool]], scratch: str, files: int) -> dict:
    try:
        submitted = handover.unpack(files, f"{files_in.work_in(scratch)}/submitted")
        job = replace(from_json(Job, text), source=Path(files_in.source_in(scratch)), submission=submitted)
        result, fit = grade(job)
        return {"result": to_json(result), "again": fit}
    except BaseException:
        return {"crashed": traceback.format_exc()}


def told(verdict: Foregone, job: Job) -> tuple[Result, bool]:
    """A submission that is not run: its state and sentence are known. Nobody follows it."""
    from .grade import grade

    return grade(job, nobody, verdict), False


def nobody(files: Path | None) -> NoReturn:
    raise RuntimeError("a submission that is not to be run")


def work_in(folder: str) -> None:
    """All files of a job in one folder, which goes with it."""
    os.makedirs(f"{folder}/submitted", exist_ok=True)
    os.chdir(folder)
    os.environ.update(TMPDIR=folder, HOME=folder)
    tempfile.tempdir = folder


def grade_here(opener: socket.socket, job: Job) -> Result:
    from .grade import grade

    return grade(job, partial(open_student, opener, job))


def open_student(opener: socket.socket, job: Job, files: Path | None = None):
    """What the tester knows of the jail: a context manager that yields a Student."""
    return client.open_student(opener, bounds.of_the_student(job.settings), files)


if __name__ == "__main__":
    sys.exit(main())
