"""Try each means of isolation in a throwaway process, and print what worked. Run by probe.py."""

import json
import os
import sys

from .closed import closed_to, worth_a_look
from .landlock import landlock_abi
from .namespaces import FIRST_USER, become_first, new_user, new_users
from .privileges import NOBODY, become_nobody, no_new_privileges
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
    if os.geteuid() == 0:
        found["closed"] = closed(json.load(sys.stdin), FIRST_USER if found["users"] else NOBODY)
    print(json.dumps(found))


def closed(libraries: dict, user: int) -> dict[str, list[str]]:
    """Of the libraries ({"path", "folders", "ours"}), inside a file tree of one's own and outside."""
    looked_at = worth_a_look([*standard_library(), *libraries["path"]], libraries["ours"])
    return {
        "inside": closed_to(user, looked_at, libraries["folders"]),
        "outside": closed_to(NOBODY, looked_at, []),
    }


def standard_library() -> list[str]:
    return [folder for folder in sys.path if folder.startswith(sys.base_prefix) and os.path.exists(folder)]


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
