"""Run a Python script as nobody, from a test that runs as root: as most people run the grader.

This interpreter may lie where nobody may not look: in the home of root. In a mount namespace of its own, the
folders on the way get a public stand-in, which shows nothing but the interpreter.
"""

import os
import sys
from pathlib import Path

from grader.engine.jail.privileges import become_nobody
from grader.engine.jail.syscalls import NEWNS, PRIVATE, REC, bind, mount, unshare

ROOT = Path(__file__).parents[3]


def main(*command: str) -> None:
    unshare(NEWNS)
    mount(None, "/", flags=REC | PRIVATE)
    for path in {sys.prefix, sys.base_prefix, str(ROOT)}:
        uncover(path)
    become_nobody()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ["PYTHONPATH"], "HOME": "/nonexistent"}
    os.execve(sys.executable, [sys.executable, *command], environment)


def uncover(path: str) -> None:
    """Make a path reachable for everyone by covering its topmost closed parent."""
    closed = [parent for parent in reversed(Path(path).parents) if not parent.stat().st_mode & 0o001]
    if closed:
        real = os.open(path, os.O_PATH)
        mount("tmpfs", str(closed[0]), "tmpfs", data="mode=0755")
        os.makedirs(path)
        bind(f"/proc/self/fd/{real}", path)


if __name__ == "__main__":
    main(*sys.argv[1:])
