"""What a student's code tries to reach, and cannot.

To show that a wall stops it and not a mistake in the attempt, the same lines first run outside, as root,
where each of them succeeds.
"""

import ctypes
import os
import site
import socket
import subprocess
import sys
from contextlib import contextmanager
from glob import glob
from pathlib import Path

import pytest
from snippets import given, snippets

import grader.engine

REPOSITORY = Path(grader.engine.__file__).parents[2]
ATTEMPTS = snippets("attempts.txt")
OWN_MOUNTS = (
    "import ctypes; ctypes.CDLL(None).unshare(0x20000)\n"  # so that no attempt does lasting harm outside
)


@pytest.fixture(scope="module")
def baits(tmp_path_factory):
    """Things that exist on this machine, each within reach of an ordinary process."""
    folder = tmp_path_factory.mktemp("baits")
    (folder / "submitted").mkdir()
    (folder / "gradebook.db").write_text("a classmate's grade")
    name = f"bait-{os.getpid()}"
    with shared_file(name), shared_segment(os.getpid()), listeners(folder, name) as port:
        yield {
            "BAIT": str(folder),
            "REPOSITORY": str(REPOSITORY),
            "FINDER": str(editable_finder(folder)),
            "SHARED": name,
            "GRADER": os.getpid(),
            "PORT": port,
            "ABSTRACT": name,
            "SEGMENT": os.getpid(),
            "DISK": next(filter(os.path.exists, ("/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/tty"))),
        }


def editable_finder(folder):
    """What an editable install of ours leaves in site-packages; else something to the same effect."""
    (folder / "finder.py").write_text(f"{REPOSITORY}")
    found = [name for path in site.getsitepackages() for name in glob(f"{path}/__editable__*finder.py")]
    return (found or [folder / "finder.py"])[0]


@contextmanager
def shared_file(name):
    path = Path("/dev/shm", name)
    path.write_text("shared")
    yield
    path.unlink()


@contextmanager
def shared_segment(key):
    libc, create, remove = ctypes.CDLL(None), 0o1600, 0
    segment = libc.shmget(key, 4096, create)
    yield
    libc.shmctl(segment, remove, None)


@contextmanager
def listeners(folder, name):
    """At a port, at an abstract name, at a path."""
    local = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    with socket.create_server(("127.0.0.1", 0)) as tcp, local[0], local[1]:
        for server, address in zip(local, (f"\0{name}", str(folder / "socket")), strict=True):
            server.bind(address)
            server.listen()
        yield tcp.getsockname()[1]


@pytest.mark.parametrize("goal", ATTEMPTS)
def test_a_student_does_not_reach(goal, baits, room):
    attempt = given(baits) + ATTEMPTS[goal]
    if os.geteuid() == 0:
        outside = subprocess.run([sys.executable, "-c", OWN_MOUNTS + attempt], capture_output=True, text=True)
        assert "done" in outside.stdout, f"the attempt itself is wrong: {outside.stderr}"
    said = room.run(attempt)
    assert said.error
    assert "done" not in said.out
