"""What both zygotes do once, so that no submission has to wait for it."""

import gc
import importlib
import os
import socket
import time

from ..control_channel import receive
from . import compiler
from .huge_pages import collapse


def preload(modules: list[str]) -> list[str]:
    """Import what submissions will import; what is not installed is not there for them either."""
    missing = []
    for name in modules:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            missing.append(name)
    if compiler.NAME in modules and compiler.NAME not in missing:
        compiler.load()
    compiler.defer()
    return missing


def last_order(control: socket.socket) -> tuple[dict | None, list[int]]:
    """What is to be loaded in the end. Guesses of it may come first, as {"soon": [modules]}."""
    order, fds = receive(control)
    while order is not None and "soon" in order:
        preload(order["soon"])
        order, fds = receive(control)
    return order, fds


def settle() -> None:
    """One thread (a fork copies the one that forks, and the locks of all); no garbage; few, large pages."""
    deadline = time.monotonic() + 5
    while (threads := len(os.listdir("/proc/self/task"))) > 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    if threads > 1:
        raise RuntimeError(f"{threads} threads after loading the libraries: a fork would hang at a held lock")
    gc.collect()
    gc.freeze()
    gc.disable()
    collapse()
