"""The clean process: jailed first, then warmed, then forked from. Started by client.py; speaks on fd 0.

Nothing of the course, the teacher or another submission enters its memory, for every child is a copy of it.
"""

import importlib
import os
import site
import socket
import sys
from collections.abc import Callable
from functools import partial

from . import child, root
from .alone import Alone, Scratch, readable
from .cgroup import Groups
from .first_times import rehearse
from .forkserver import ForkServer
from .libraries import Libraries
from .messages import receive, send
from .namespaces import PidNamespace, become_first, new_user
from .privileges import become_nobody, die_with_parent
from .probe import WITHOUT_NAMESPACES
from .syscalls import NEWIPC, NEWNET, NEWNS, NEWPID, NEWUTS, unshare
from .warm import last_order, preload, settle

OWN_SCRATCH_MB = 64
INNER_ROOT = 0  # what we call ourselves in our own user namespace; outside we are nobody


def main() -> None:
    control = take_control()
    order, fds = receive(control)
    if order is None:
        return
    try:
        server = prepare(order, control, fds)
        use_libraries(order["libraries"], order["inside"])
        serve = importlib.import_module("inside.serve")
        order, _ = last_order(control)
        if order is None:
            return
        missing = preload(order["preload"])
        serve.warm()
        rehearse()
        settle()
    except BaseException as problem:
        send(control, {"failed": f"{type(problem).__name__}: {problem}"})
        raise
    send(control, {"ready": {"missing": missing}})
    server().serve()


def prepare(order: dict, control: socket.socket, fds: list[int]) -> Callable[[], ForkServer]:
    """Go where the tier says; what will serve from there."""
    libraries, groups = Libraries(**order["libraries"]), Groups(fds[0]) if fds else None
    if order["tier"] in WITHOUT_NAMESPACES:
        return partial(ForkServer, control, os.fork, **stay_outside(libraries, order), groups=groups)
    enter_jail(libraries, order["inside"])
    return partial(ForkServer, control, PidNamespace().fork, child.live, groups=groups)


def stay_outside(libraries: Libraries, order: dict) -> dict:
    """Without namespaces there is nowhere to go: the children will be held one by one, or not at all."""
    held = order["tier"] == "landlock"
    if held and os.geteuid() == 0:
        become_nobody()
    os.chdir(order["scratch"])
    os.environ.update(HOME=order["scratch"], TMPDIR=order["scratch"], MPLCONFIGDIR=order["scratch"])
    scratch = Scratch(order["scratch"])
    shown = readable(libraries, order["inside"]) if held else None
    return {"live": Alone(scratch, shown).live, "scratch": scratch}


def take_control() -> socket.socket:
    """Keep the socket out of the way of children's standard input."""
    control = socket.socket(fileno=os.dup(0))
    nowhere = os.open("/dev/null", os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return control


def enter_jail(libraries: Libraries, inside: str) -> None:
    """As root: build with root's sight of the files, then become nobody. Else: as root of our own namespace.

    Either way we end as process 1 of a process namespace that our own user namespace owns.
    """
    spaces = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    started_as_root = os.geteuid() == 0
    if started_as_root:
        unshare(spaces)
        become_first()
        root.enter_root(libraries, inside)
        become_nobody()
    new_user(INNER_ROOT, spaces)
    if started_as_root:
        die_with_parent()  # as the stub that we now become
    become_first()
    if not started_as_root:
        root.enter_root(libraries, inside)
    root.mount_proc()  # ours: the one that root mounted shows one process more
    root.mount_scratch(OWN_SCRATCH_MB)
    os.chdir(root.SCRATCH)
    socket.sethostname("sandbox")


def use_libraries(libraries: dict, inside: str) -> None:
    """What Python's site module does at start, without the .pth files, which may lead to a source folder."""
    code = root.CODE if os.path.isdir(root.CODE) else os.path.dirname(inside)
    sys.path[:] = [*standard_library(), *libraries["path"], code]
    sys.prefix = sys.exec_prefix = libraries["prefix"]
    sys.executable = libraries["executable"]
    sys.argv = [""]
    site.PREFIXES[:] = list(dict.fromkeys([sys.prefix, *site.PREFIXES]))
    site.setquit()
    site.setcopyright()
    site.sethelper()


def standard_library() -> list[str]:
    """All that an isolated Python without site knows, but for the folder we were started from."""
    return [folder for folder in sys.path if folder.startswith(sys.base_prefix)]
