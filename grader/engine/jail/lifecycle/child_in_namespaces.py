"""A submission's process, from its birth to the first line of a student's code; and a tester's, the same."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from ..isolation import rlimits, rootfs, seccomp
from ..isolation.landlock import landlock_abi, restrict_files
from ..isolation.namespaces import USERS, PidNamespace, new_user
from ..isolation.privileges import become, drop_capabilities, no_new_privileges
from ..isolation.syscalls import NEWCGROUP, NEWIPC, NEWNET, NEWNS, unshare
from ..limits import Limits
from . import files

STUDENT = 1000
LIBRARIES = ("/",)
WRITABLE = ("/tmp", "/dev/shm", "/dev/pts", "/dev/null", "/dev/zero", "/dev/full")


@dataclass(frozen=True)
class Walls:
    """How a child is held. spaces: gives each its own processes, and a number.

    many_users: each child is a user of its own, so that what the kernel counts for a user (descriptors in
    flight, pipes, locked memory) nobody shares; otherwise, without root, all are the one user that we are.
    filter: the system calls; one that may hold files in memory only where a control group counts them.
    """

    spaces: PidNamespace
    many_users: bool
    filter: bytes

    def hold(self, bounds: Limits, packed: Iterable[int] = (), source: int | None = None) -> str:
        """Go in for good; the scratch folder, with the packed files. source: files that cannot be changed."""
        os.setsid()
        user = 1 + self.spaces.number % USERS if self.many_users else 0
        enter_scratch(bounds, user)
        if source is not None:
            unpack_source(source)
        if user:
            become(user)
        for fd in packed:
            files.unpack(fd, rootfs.SCRATCH)
        lock(bounds, self.filter)
        return rootfs.SCRATCH


def unpack_source(fd: int) -> None:
    folder = files.source_in(rootfs.SCRATCH)
    os.mkdir(folder, 0o755)
    os.chmod(rootfs.SCRATCH, 0o755)
    files.unpack(fd, folder)
    rootfs.bind_readonly(folder, folder)


def enter_scratch(bounds: Limits, user: int) -> None:
    """Mounts, network, queues and memory segments of its own, before it gives up the power to make them."""
    unshare(NEWNS | NEWIPC | NEWNET)
    with suppress(OSError):  # a kernel without control groups
        unshare(NEWCGROUP)  # their names are nobody's business
    rootfs.mount_proc()
    rootfs.mount_scratch(bounds.scratch_mb, user)
    os.chdir(rootfs.SCRATCH)
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # should memory run out, the kernel takes a student's process before the teacher's


def lock(bounds: Limits, steps: bytes) -> None:
    """A user namespace for each child: its processes are counted apart, and it owns none of its mounts."""
    new_user(STUDENT)
    rlimits.apply(bounds)
    no_new_privileges()
    drop_capabilities()
    if landlock_abi():
        restrict_files(LIBRARIES, (rootfs.SCRATCH, *WRITABLE))
    seccomp.restrict_calls(steps)
