"""Things that exist on this machine, each within reach of an ordinary process."""

import ctypes
import os
import site
import socket
from contextlib import contextmanager
from glob import glob
from pathlib import Path

import grader.engine

REPOSITORY = Path(grader.engine.__file__).parents[2]


@contextmanager
def laid_out(folder):
    """The names of attempts.txt, of things that are there."""
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
