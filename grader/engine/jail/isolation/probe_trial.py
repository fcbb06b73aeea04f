"""Try each means of isolation in a throwaway process, and print what worked. Run by probe.py."""

import json
import os

from .landlock import landlock_abi
from .namespaces import become_first, new_user, new_users
from .privileges import become_nobody, no_new_privileges
from .rootfs import mount_proc
from .seccomp import assembled, program, restrict_calls
from .syscall_numbers import numbers
from .syscalls import NEWIPC, NEWNET, NEWNS, NEWPID, NEWUTS, PRIVATE, REC, mount, unshare


def main() -> None:
    known = bool(numbers())
    found = {
        "landlock_abi": landlock_abi() if known else 0,
        "seccomp": known and works(refuse_calls),
        "namespaces": known and works(make_namespaces),
        "users": os.geteuid() == 0 and works(make_users),
    }
    print(json.dumps(found))


def works(attempt) -> bool:
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            attempt()
            status = 0
        except OSError:
            status = 2
        finally:
            os._exit(status)
    return os.waitpid(pid, 0)[1] == 0


def refuse_calls() -> None:
    no_new_privileges()
    restrict_calls(assembled(program()))


def make_users() -> None:
    if not new_users(0, 0, become_nobody):
        raise OSError("this root has no other users to give")


def make_namespaces() -> None:
    """The steps of zygote.py and child_in_namespaces.py that a system may forbid."""
    if os.geteuid() == 0:
        unshare(NEWNS)
        mount(None, "/", flags=REC | PRIVATE)
        become_nobody()
    new_user(0, NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS)
    become_first()
    mount(None, "/", flags=REC | PRIVATE)
    mount_proc()
    mount("tmpfs", "/tmp", "tmpfs")
