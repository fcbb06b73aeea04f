"""A submission's process, from its birth to the first line of a student's code."""

import os

from . import files, rlimits, root, seccomp
from .landlock import landlock_abi, restrict_files
from .limits import Limits
from .namespaces import new_user
from .privileges import drop_capabilities, no_new_privileges
from .reseed import reseed
from .syscalls import NEWIPC, NEWNET, NEWNS, unshare

STUDENT = 1000
FILTER = seccomp.assembled(seccomp.program())  # once, in the zygote
WRITABLE = (root.SCRATCH, "/tmp", "/dev/shm", "/dev/pts", "/dev/null", "/dev/zero", "/dev/full")


def live(request: dict, fds: list[int]) -> int:
    """request: {"settings": for serve, "limits": see Limits}; fds: the line to the tester, perhaps files."""
    bounds = Limits(**request["limits"])
    os.setsid()
    enter_scratch(bounds)
    for fd in fds[1:]:
        files.unpack(fd, root.SCRATCH)
    lock(bounds)
    reseed()
    from inside.serve import serve

    return serve(fds[0], request["settings"])


def enter_scratch(bounds: Limits) -> None:
    """Mounts, network, queues and memory segments of its own, before it gives up the power to make them."""
    unshare(NEWNS | NEWIPC | NEWNET)
    root.mount_proc()
    root.mount_scratch(bounds.scratch_mb)
    os.chdir(root.SCRATCH)
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # should memory run out, the kernel takes a student's process before the teacher's


def lock(bounds: Limits) -> None:
    """A user namespace for each child: its processes are counted apart, and it owns none of its mounts."""
    new_user(STUDENT)
    rlimits.apply(bounds)
    no_new_privileges()
    drop_capabilities()
    if landlock_abi():
        restrict_files(("/",), WRITABLE)
    seccomp.restrict_calls(FILTER)
