"""Run a Python script as nobody, from a test that runs as root: as most people run the grader.

This interpreter may lie where nobody may not look: in the home of root. In a mount namespace of its own, the
folders on the way get a public stand-in, which shows nothing but the interpreter.
"""

import os
import shutil
import sys
from pathlib import Path

from grader.engine.jail.isolation.privileges import become_nobody
from grader.engine.jail.isolation.syscalls import NEWNS, PRIVATE, REC, bind, mount, unshare

ROOT = Path(__file__).parents[3]


def main(*command: str) -> None:
    unshare(NEWNS)
    mount(None, "/", flags=REC | PRIVATE)
    uncover({sys.prefix, sys.base_prefix, str(ROOT)})
    become_nobody()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ["PYTHONPATH"], "HOME": "/nonexistent"}
    os.execve(sys.executable, [sys.executable, *command], environment)


def uncover(paths: set[str]) -> None:
    """Make these folders reachable for everyone: what is closed on the way gets a public stand-in.

    One stand-in may cover several of them: all are opened before any is covered, the outer ones shown first.
    """
    real = {path: os.open(path, os.O_PATH) for path in sorted(paths)}
    for closed in {first for path in real if (first := first_closed(path))}:
        mount("tmpfs", closed, "tmpfs", data="mode=0755")
    for path, fd in real.items():
        if not shown_already(path, fd):
            show(f"/proc/self/fd/{fd}", path)


def shown_already(path: str, fd: int) -> bool:
    return os.path.exists(path) and os.path.samestat(os.stat(path), os.fstat(fd))


def first_closed(path: str) -> str | None:
    """The topmost folder on the way to a path, itself included, that not everyone may enter."""
    ways = [*reversed(Path(path).parents), Path(path)]
    return next((str(way) for way in ways if not way.stat().st_mode & 0o001), None)


def show(real: str, path: str) -> None:
    """The folder at its place; a closed one as an open folder with the same entries."""
    os.makedirs(path, exist_ok=True)
    if os.stat(real).st_mode & 0o001:
        bind(real, path)
        return
    for name in os.listdir(real):
        if os.path.isdir(f"{real}/{name}"):
            os.makedirs(f"{path}/{name}", exist_ok=True)
            bind(f"{real}/{name}", f"{path}/{name}")
        else:
            shutil.copy(f"{real}/{name}", f"{path}/{name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
