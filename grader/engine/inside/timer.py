"""A limit on how long a cell may run, kept by an alarm in the same process.

Good manners only: the student's code may disarm it. The tester keeps a deadline of its own and kills.
"""

import signal
import threading
from contextlib import contextmanager

AGAIN_S = 1.0


class Clock:
    rang = False


@contextmanager
def limit(seconds):
    """Interrupt the block after so many seconds, and every second from then on until it gives way."""
    clock = Clock()
    if seconds is None or threading.current_thread() is not threading.main_thread():
        yield clock
        return

    def ring(number, frame):
        clock.rang = True
        raise KeyboardInterrupt(f"the cell took longer than {round(seconds, 1):g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), AGAIN_S)
    try:
        yield clock
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
