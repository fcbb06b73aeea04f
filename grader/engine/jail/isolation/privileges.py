"""Become nobody, hold no capability, gain none."""

import os
import signal

from .syscalls import (
    PR_CAP_AMBIENT,
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    capset_none,
    libc,
    prctl,
)

NOBODY = 65534
AMBIENT_CLEAR_ALL = 4


def become_nobody() -> None:
    """Root gives itself up for good: RLIMIT_NPROC does not bind root, and root may read everything."""
    become(NOBODY)


def become(user: int) -> None:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    prctl(PR_SET_DUMPABLE, 1)  # a change of user makes /proc/self root's: we must still write our own uid_map


def die_with_parent() -> None:
    """Ask for SIGKILL at our parent's end. To be repeated after each change of user, which clears it."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def drop_capabilities() -> None:
    """Empty the bounding set until the kernel knows no further capability, then the sets in force."""
    for capability in range(64):
        if libc().prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    prctl(PR_CAP_AMBIENT, AMBIENT_CLEAR_ALL)
    capset_none()


def no_new_privileges() -> None:
    """From here on no exec can add a privilege: set-uid bits and file capabilities count for nothing."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
