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

from ..control_channel import receive, send
from ..isolation import rootfs, seccomp
from ..isolation.cgroup import Groups
from ..isolation.libraries import Libraries
from ..isolation.namespaces import PidNamespace, become_first, new_user, new_users
from ..isolation.privileges import become_nobody, die_with_parent
from ..isolation.probe import WITHOUT_NAMESPACES
from ..isolation.syscalls import NEWIPC, NEWNET, NEWNS, NEWPID, NEWUTS, unshare
from ..limits import Limits
from ..warmup.first_use import rehearse
from ..warmup.preload import last_order, preload, settle
from ..warmup.reseed import reseed
from . import child_in_namespaces
from .child_without_namespaces import Alone, Scratch, readable
from .forkserver import ForkServer

OWN_SCRATCH_MB = 64
INNER_ROOT = 0  # what we call ourselves in our own user namespace; outside we are nobody


def main() -> None:
    control = take_control()
    order, fds = receive(control)
    if order is None:
        return
    try:
        groups = Groups(fds[0]) if fds else None
        go_on = go_in(order, () if groups else seccomp.UNCOUNTED)
        use_libraries(order["libraries"], order["sandboxed"])
        serve = importlib.import_module("sandboxed.student.serve")
        order, _ = last_order(control)
        if order is None:
            return
        fork, walls, scratch = go_on(order["covers"])
        missing = preload(order["preload"])
        serve.warm()
        rehearse()
        settle()
    except BaseException as problem:
        send(control, {"failed": f"{type(problem).__name__}: {problem}"})
        raise
    send(control, {"ready": {"missing": missing}})
    ForkServer(control, fork, partial(live, walls), groups=groups, scratch=scratch).serve()


def live(walls, request: dict, fds: list[int]) -> int:
    """request: {"limits": see Limits}; fds: the line to the tester, perhaps files."""
    walls.hold(Limits(**request["limits"]), fds[1:])
    reseed()
    from sandboxed.student.serve import serve

    return serve(fds[0])


def go_in(order: dict, refused: tuple[str, ...] = (), granted: tuple[str, ...] = ()) -> Callable:
    """Go where the tier says, before any library is loaded; what goes on when it is known what to cover.

    order: {"libraries", "sandboxed", "tier", without namespaces "scratch"}; refused, granted: see seccomp.
    It gives (how to fork a child, how to hold it, its scratch folders if they lie on the disk).
    """
    os.umask(0o022)  # whoever starts us may keep all files to themselves; our children are other users
    libraries = Libraries(**order["libraries"])
    if order["tier"] in WITHOUT_NAMESPACES:
        stay_outside(order)
        return partial(outside, order, libraries, refused, granted)
    many_users = enter_jail(libraries, order["sandboxed"])
    spaces = PidNamespace()
    steps = seccomp.assembled(seccomp.program(refused=refused, granted=granted))

    def go_on(covers: dict[str, list[str]]):
        rootfs.cover(covers)
        return spaces.fork, child_in_namespaces.Walls(spaces, many_users, steps), None

    return go_on


def stay_outside(order: dict) -> None:
    """Without namespaces there is nowhere to go: the children will be held one by one, or not at all."""
    if order["tier"] == "landlock" and os.geteuid() == 0:
        become_nobody()
    os.chdir(order["scratch"])
    os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR", "IPYTHONDIR"), order["scratch"]))


def outside(order, libraries, refused, granted, covers):
    scratch, shown = Scratch(order["scratch"]), None
    if order["tier"] == "landlock":
        shown = readable(libraries, covers, *filter(None, [order["sandboxed"]]))
    return os.fork, Alone(scratch, shown, granted, refused), scratch


def take_control() -> socket.socket:
    """Keep the socket out of the way of children's standard input."""
    control = socket.socket(fileno=os.dup(0))
    nowhere = os.open("/dev/null", os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return control


def enter_jail(libraries: Libraries, sandboxed: str | None) -> bool:
    """As root: build with root's sight of the files, then become nobody. Else: as root of our own namespace.

    Either way we end as process 1 of a process namespace that our own user namespace owns. Whether there are
    users enough for each child to be one.
    """
    spaces = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    started_as_root, many_users = os.geteuid() == 0, False
    if started_as_root:
        unshare(spaces)
        become_first()
        rootfs.enter_root(libraries, sandboxed)
        many_users = new_users(INNER_ROOT, spaces, become_nobody)
        die_with_parent()  # as the stub that we now become
    else:
        new_user(INNER_ROOT, spaces)
    become_first()
    if not started_as_root:
        rootfs.enter_root(libraries, sandboxed)
    rootfs.mount_proc()  # ours: the one that root mounted shows one process more
    rootfs.mount_scratch(OWN_SCRATCH_MB)
    os.chdir(rootfs.SCRATCH)
    socket.sethostname("sandbox")
    return many_users


def use_libraries(libraries: dict, sandboxed: str) -> None:
    """What Python's site module does at start, without the .pth files, which may lead to a source folder."""
    code = rootfs.CODE if os.path.isdir(rootfs.CODE) else os.path.dirname(sandboxed)
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
