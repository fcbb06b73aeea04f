"""Ends a block that takes too long with a KeyboardInterrupt.

In the tester a timer of its own does it. In the student's process nothing counts: the tester has the whole
family watched from outside, and sends a signal when its time is up. That is good manners only, for a process
may be deaf to it; then it is killed.
"""

import signal
import threading
from contextlib import contextmanager

AGAIN_S = 1.0


class Clock:
    """why: None, or what ran out: "cpu" or "wall" ("asked": somebody outside has counted)."""

    why = None


def _main():
    return threading.current_thread() is threading.main_thread()


@contextmanager
def limit(cpu_s, wall_s):
    """Interrupt the block after so much computing of this process, or so much time by the clock; and every
    second from then on until it gives way."""
    clock = Clock()
    if not _main():
        yield clock
        return

    def ring(number, frame):
        clock.why = clock.why or ("cpu" if number == signal.SIGPROF else "wall")
        raise KeyboardInterrupt("the cell's time was up")

    timers = ((signal.SIGPROF, signal.ITIMER_PROF, cpu_s), (signal.SIGALRM, signal.ITIMER_REAL, wall_s))
    before = [(number, signal.signal(number, ring)) for number, _, _ in timers]
    for _, timer, seconds in timers:
        signal.setitimer(timer, max(seconds, 0.001), AGAIN_S)
    try:
        yield clock
    finally:
        for _, timer, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def interruptible():
    """The tester may interrupt the block. Outside of such blocks the signal is heard and means nothing: it
    came when the work was done."""
    clock = Clock()
    if not _main():
        yield clock
        return

    def ring(number, frame):
        clock.why = "asked"
        raise KeyboardInterrupt("the cell's time was up")

    before = signal.signal(signal.SIGALRM, ring)
    try:
        yield clock
    finally:
        signal.signal(signal.SIGALRM, before)


def ignore():
    """The signal, until the first block."""
    signal.signal(signal.SIGALRM, lambda number, frame: None)
