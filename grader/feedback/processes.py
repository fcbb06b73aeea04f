"""Work on one item after another in processes that may die of it: an item costs itself, never the run."""

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import wait

CPU_S = 20.0  # of an item; a page takes 0.05


def each(work: Callable, items, jobs: int, cpu_s=None) -> Iterator[tuple]:
    """(item, result, "") or (item, None, why there is none), as they come, `jobs` at a time.

    Work is done in forks of this process. One that uses more than cpu_s seconds of CPU, or dies, is replaced.
    """
    waiting = iter(items)
    running = {}
    try:
        for item in (item for _, item in zip(range(jobs), waiting, strict=False)):
            _start(work, item, cpu_s or CPU_S, running)
        while running:
            for pipe in wait(list(running)):
                process, item = running[pipe]
                try:
                    result, why = pipe.recv(), ""
                except EOFError:
                    process.join()
                    result, why = None, _reason(process.exitcode, cpu_s or CPU_S)
                yield item, result, why
                following = next(waiting, None)
                if why or following is None:
                    _stop(running.pop(pipe)[0], pipe)
                    if following is not None:
                        _start(work, following, cpu_s or CPU_S, running)
                else:
                    running[pipe] = process, following
                    pipe.send(following)
    finally:
        for pipe, (process, _) in running.items():
            _stop(process, pipe)


def _stop(process, pipe):
    process.kill()
    process.join()
    pipe.close()


def _start(work, item, cpu_s, running):
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs, cpu_s, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    running[ours] = process, item
    ours.send(item)


def _serve(work, pipe, cpu_s, parent):
    _die_with_parent(parent)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process, in a library's loop as well
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, cpu_s)
        result = work(item)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send(result)


def _reason(exitcode, cpu_s):
    if exitcode == -signal.SIGPROF:
        return f"it took more than {cpu_s:g} s of computing"
    return f"the process that made it ended with {exitcode}"


def _die_with_parent(parent):
    """Ctrl-C is for the parent to handle; and a killed parent takes its renderers along."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux
    if prctl:
        prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
