"""An answer may take its time, but not for ever; and who presses Interrupt wants to know where it was."""

import contextlib
import linecache
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

SECONDS = 10.0  # of computing, for one call: the inputs are tiny, so even slow answers need milliseconds
SLEEPERS = 10  # times as long by the clock: whoever computes nothing is stopped, too
AGAIN_S = 1.0  # an answer may swallow the first ring
TIMERS = ("ITIMER_PROF", "SIGPROF", 1), ("ITIMER_REAL", "SIGALRM", SLEEPERS)


class TooLate(BaseException):
    """The call took too long. No Exception: `except Exception` in the answer must not swallow it."""


@contextlib.contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise TooLate in the block after so many seconds of computing, where this process has clocks to spare.

    A busy machine costs nobody an answer. There are none in a thread, on Windows, in the page, and where
    somebody else's clock runs: the engine keeps time itself.
    """
    if not (hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()):
        yield
        return
    timers = [(getattr(signal, timer), getattr(signal, name), times) for timer, name, times in TIMERS]
    if any(signal.getitimer(timer)[0] for timer, _, _ in timers):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> NoReturn:
        raise TooLate

    before = [(number, signal.signal(number, ring)) for _, number, _ in timers]
    for timer, _, times in timers:
        signal.setitimer(timer, times * seconds, AGAIN_S)
    try:
        yield
    finally:
        for timer, _, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)


def line_of(error: BaseException, function: Callable) -> str:
    """Where the answer's own code stood: "line 4, `Y[i, j] = 0`"; empty where that cannot be known.

    Its own code is what shares its global names: helpers in other cells too, libraries and the check not.
    An answer in another process tells no line.
    """
    names = getattr(function, "__globals__", None)
    frames = [step for step in traceback.walk_tb(error.__traceback__) if step[0].f_globals is names]
    if names is None or not frames:
        return ""
    frame, number = frames[-1]
    if number is None:  # a jump that Python made itself belongs to no line; an alarm may ring there
        return ""
    code = frame.f_code
    text = linecache.getline(code.co_filename, number, frame.f_globals).strip()
    helper = "" if code.co_filename == function.__code__.co_filename else f" of {code.co_name}"
    return f"line {number}{helper}, `{text[:60]}`" if text else f"line {number}{helper}"
