"""What attacks would like to reach: files, listeners, processes. And how to see whether they did."""

import contextlib
import hashlib
import os
import secrets
import socket
from pathlib import Path

SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/")
LATER_S = 6  # when a daemon would strike; the class takes longer


@contextlib.contextmanager
def laid_out(folder, course):
    """Baits and listeners: {name: what stands for @NAME@ in an attack's lines}, and the listening sockets."""
    bait, home = folder / "bait", folder / "home"
    secret = f"secret {secrets.token_hex(16)}"
    for place in (bait, home, home / ".ssh", home / ".config"):
        place.mkdir()
        (place / "secret.txt").write_text(f"{secret}\n")
    name = f"bait-{secrets.token_hex(8)}"
    with listeners(bait, name) as (sockets, ports):
        yield (
            {
                **ports,
                "COURSE": course,
                "BAIT": bait,
                "HOME": home,
                "SECRET": secret,
                "ABSTRACT": name,
                "PID": os.getpid(),
                "LATER": LATER_S,
                "MARK": 86_400 + secrets.randbelow(10**9),
            },
            sockets,
        )


@contextlib.contextmanager
def listeners(folder, name):
    """At a port, for packets, at a path, at an abstract name."""
    with contextlib.ExitStack() as opened:
        tcp = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = opened.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        local = [opened.enter_context(socket.socket(socket.AF_UNIX)) for _ in range(2)]
        for one, address in zip(local, (str(folder / "socket"), f"\0{name}"), strict=True):
            one.bind(address)
            one.listen()
        yield [tcp, udp, *local], {"TCP": tcp.getsockname()[1], "UDP": udp.getsockname()[1]}


def visitors(sockets):
    """What came to the listeners: nothing, if all is well."""
    came = []
    for one in sockets:
        one.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            came.append(one.recv(100) if one.type == socket.SOCK_DGRAM else one.accept())
    return came


def contents(folder, leave_out=()):
    """{path: digest of what is there} of all that lies in a folder, links as links."""
    return {
        path.relative_to(folder).as_posix(): content(path)
        for path in sorted(Path(folder).rglob("*"))
        if not any(path.is_relative_to(Path(folder, name)) for name in leave_out)
    }


def content(path):
    if path.is_symlink():
        return f"link to {os.readlink(path)}"
    if path.is_file() and path.stat().st_size < 1 << 30:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return oct(path.stat().st_mode)


def planted():
    """Files of the attackers' names in the places that everybody can write to."""
    found = []
    for folder in SHARED_FOLDERS:
        found += [f"{folder}/{name}" for name in os.listdir(folder) if "mallory" in name]
    return found


def running(mark):
    """Processes of this machine with the mark in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(mark).encode() in path.read_bytes():
                found.append(path.parent.name)
    return found
