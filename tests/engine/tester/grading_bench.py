"""What the tests here share: notebooks from cells, a job graded by a plain child process."""

import faulthandler
import functools
import json
import os
import pickle
import signal
import socket
import sys
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

from grader.engine.jail.lifecycle import monitor
from grader.engine.jail.lifecycle.usage import Usage
from grader.engine.job import Job, Settings
from grader.engine.sandboxed.shell import event_loop
from grader.engine.sandboxed.student import serve
from grader.engine.tester.grade import grade


def cell(source, kind="code", **metadata):
    made = {"cell_type": kind, "metadata": metadata, "source": source}
    return made if kind != "code" else {**made, "outputs": [], "execution_count": None}


def graded(grade_id, source, kind="code", tags=(), **flags):
    info = {
        "grade": False,
        "solution": False,
        "locked": False,
        "schema_version": 3,
        "grade_id": grade_id,
        **flags,
    }
    return cell(source, kind, nbgrader=info, **({"tags": list(tags)} if tags else {}))


def answer(grade_id, source):
    return graded(grade_id, source, solution=True)


def locked(grade_id, source):
    return graded(grade_id, source, locked=True)


def check(grade_id, source, points=1, tags=()):
    return graded(grade_id, source, tags=tags, grade=True, locked=True, points=points)


def manual(grade_id, source, points=1, kind="markdown"):
    return graded(grade_id, source, kind, grade=True, solution=True, points=points)


def notebook(*cells, **metadata):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}


def write(folder, name, content):
    folder.mkdir(parents=True, exist_ok=True)
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / name).write_bytes(data)


def job(folder, source, submitted, **options):
    """A job for one notebook `ps`; `submitted` may be bytes, or None for nothing handed in.

    solution: grade the source itself, as the solution
    """
    write(folder / "source", "ps.ipynb", source)
    (folder / "submitted").mkdir(exist_ok=True)
    if submitted is not None:
        write(folder / "submitted", "ps.ipynb", submitted)
    solving = options.pop("solution", False)
    handed_in = folder / ("source" if solving else "submitted")
    settings = Settings(**{"cell_s": 5, "total_s": 30, **options.pop("settings", {})})
    return Job(
        "ps", "ada", folder / "source", handed_in, seed="5eed", settings=settings, solving=solving, **options
    )


@contextmanager
def watched(pid):
    """What the fork server does: look now and then, and say what was used since."""
    usage, over = Usage(time.monotonic()), threading.Event()

    def watching():
        while not over.wait(0.03):
            usage.look(time.monotonic(), monitor.family(pid, monitor.processes()))

    thread = threading.Thread(target=watching)
    thread.start()
    try:
        yield usage.since
    finally:
        over.set()
        thread.join()


@contextmanager
def plain_child(files=None):
    """A student's process without a sandbox, for honest tests of the tester."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        os.closerange(3, theirs.fileno())  # what other tests left open is not the student's
        os.closerange(theirs.fileno() + 1, 4096)
        faulthandler.disable()  # some crash on purpose
        kept, event_loop.current = event_loop.current, None  # noqa: F841 (the tester's, whose descriptors are closed)
        if files is not None:
            os.chdir(files)
        try:
            status = serve.serve(theirs.fileno())
        finally:
            os._exit(status)
    theirs.close()
    ended = []

    def wait():
        if not ended:
            ended.append(os.waitpid(pid, 0)[1])
        code = os.waitstatus_to_exitcode(ended[0])
        killed = {"signal": -code, "code": None} if code < 0 else {"signal": None, "code": code}
        return SimpleNamespace(**killed, cpu_s=0.0, max_rss_mb=0.0, reason=None)

    def kill():
        if not ended:
            os.kill(pid, signal.SIGKILL)

    def interrupt():
        if not ended:
            os.kill(pid, signal.SIGALRM)

    try:
        with watched(pid) as used:
            yield SimpleNamespace(sock=ours, kill=kill, wait=wait, interrupt=interrupt, used=used)
    finally:
        kill()
        wait()


@functools.cache
def warm():
    """Imports and the shell, once for all children; the shell must not stay this process's `__main__`."""
    main = sys.modules["__main__"]
    serve.warm()
    sys.modules["__main__"] = main


def in_child(function, *args):
    """The function's result, computed in a forked process, for grading takes over stdout and the shell."""
    warm()
    read, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try:
            with os.fdopen(write_end, "wb") as pipe:
                pickle.dump(function(*args), pipe)
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read, "rb") as pipe:
        data = pipe.read()
    os.waitpid(pid, 0)
    return pickle.loads(data)


def run(folder, source, submitted, open_student=plain_child, **options):
    """The graded notebook of a submission."""
    result = in_child(grade, job(folder, source, submitted, **options), open_student)
    assert result.notebooks, result.sentence
    return result.notebooks[0]
