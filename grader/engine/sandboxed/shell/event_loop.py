"""The event loop of a notebook. As in Jupyter it is one for all cells, and it runs while a cell does: a task
that one cell makes, another may await; `asyncio.run` is refused.

A cell without `await` does not really run in the loop, which costs more than the cell: the loop only stands
there as the running one.
"""

import asyncio
from contextlib import contextmanager

TURNS = 20
current = None


def fresh():
    """For a new notebook; what the last one left waiting is never run, and nothing is said of it."""
    global current
    if current is not None:
        current.set_exception_handler(lambda loop, context: None)
        for task in asyncio.all_tasks(current):
            task._log_destroy_pending = False
        current.close()
    current = standing(asyncio.new_event_loop())


def standing(made):
    """It says that it runs wherever it stands there as the running one."""
    runs = made.is_running
    made.is_running = lambda: runs() or asyncio._get_running_loop() is made
    return made


@contextmanager
def running():
    """In this block the loop is the running one."""
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(before or current)
    try:
        yield
    finally:
        asyncio._set_running_loop(before)


def complete(coroutine):
    """Run it to its end, and meanwhile whatever else waits in the loop; its value."""
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return current.run_until_complete(coroutine)
    finally:
        asyncio._set_running_loop(before)


def turn():
    """What tasks can do between two cells, while a notebook waits for the next."""
    for _ in range(TURNS):
        if current is None or not asyncio.all_tasks(current):
            return
        complete(asyncio.sleep(0))
