"""The files that exist in the jail: a small tree of our own, with the libraries bound into it read-only."""

import os

from .libraries import SYSTEM, Libraries
from .syscalls import (
    BIND,
    NODEV,
    NOEXEC,
    NOSUID,
    PRIVATE,
    RDONLY,
    REC,
    REMOUNT,
    bind,
    make_readonly,
    mount,
    pivot_root_here,
)

CODE = "/sandbox"  # where the project's one visible package, `sandboxed`, is found
SCRATCH = "/scratch"
TERMINALS = 16  # of a few thousand that the machine has
DEVICES = ("null", "zero", "full", "random", "urandom")
DEVICE_LINKS = {
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
    "ptmx": "pts/ptmx",
}
OWN_FILES = {
    "/etc/passwd": "student:x:1000:1000::/scratch:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n",
    "/etc/group": "student:x:1000:\nnogroup:x:65534:\n",
    "/etc/hosts": "127.0.0.1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}


def enter_root(libraries: Libraries, sandboxed: str | None) -> None:
    """Build the tree in a mount namespace of our own and move into it: nothing else can be named then."""
    mount(None, "/", flags=REC | PRIVATE)
    new = mount_point(libraries)
    mount("tmpfs", new, "tmpfs", NOSUID | NODEV, "mode=0755,size=16m")
    for path in SYSTEM:
        show(path, new)
    for path in libraries.folders:
        show(path, new)
    for path in libraries.hidden:
        if os.path.exists(new + path):
            hide(path, new)
    if sandboxed:
        bind_readonly(sandboxed, f"{new}{CODE}/sandboxed")
    make_folders_and_devices(new)
    write_own_files(new)
    mount_proc(new)
    os.chdir(new)
    pivot_root_here()
    mount(None, "/", flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV)


def mount_point(libraries: Libraries) -> str:
    """Any folder that holds nothing of ours will do: mounting over it hides it, in this namespace only."""
    for folder in ("/sys", "/mnt", "/media", "/srv"):
        if os.path.isdir(folder) and not any(path.startswith(folder + "/") for path in libraries.folders):
            return folder
    raise OSError("no folder to build the jail in: tried /sys, /mnt, /media, /srv")


def show(path: str, new: str) -> None:
    """A link stays a link (/bin -> usr/bin); whatever else exists is bound read-only."""
    if os.path.islink(path):
        target = os.path.realpath(path)
        make_parents(new + path)
        if not os.path.lexists(new + path):
            os.symlink(target, new + path)
        if not os.path.lexists(new + target):
            show(target, new)
    elif os.path.exists(path):
        bind_readonly(path, new + path)


def bind_readonly(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        make_parents(target)
        if not os.path.exists(target):
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    bind(source, target)
    make_readonly(target)


def hide(path: str, new: str) -> None:
    """Cover by emptiness: an empty folder, or the null device, which reads as an empty file."""
    if os.path.isdir(path):
        mount("tmpfs", new + path, "tmpfs", RDONLY | NOSUID | NODEV | NOEXEC, "size=4k,mode=0755")
    else:
        bind("/dev/null", new + path)


def cover(places: dict[str, list[str]]) -> None:
    """Cover folders and files of a tree that we are in already, but for what is to be kept of each."""
    for path, kept in sorted(places.items()):
        if not os.path.isdir(path):
            if os.path.exists(path):
                hide(path, "")
            continue
        inner = {part: os.open(part, os.O_PATH | os.O_CLOEXEC) for part in kept if os.path.exists(part)}
        mount("tmpfs", path, "tmpfs", NOSUID | NODEV | NOEXEC, "size=1m,mode=0755")
        for part, fd in inner.items():
            bind_readonly(f"/proc/self/fd/{fd}", part)
            os.close(fd)
        mount(None, path, flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV | NOEXEC)


def make_folders_and_devices(new: str) -> None:
    for folder in ("/proc", SCRATCH, "/tmp", "/dev/shm", "/dev/pts"):
        os.makedirs(new + folder, exist_ok=True)
    for device in DEVICES:
        os.close(os.open(f"{new}/dev/{device}", os.O_CREAT | os.O_WRONLY, 0o644))
        bind(f"/dev/{device}", f"{new}/dev/{device}")
    for name, target in DEVICE_LINKS.items():
        os.symlink(target, f"{new}/dev/{name}")


def write_own_files(new: str) -> None:
    for path, text in OWN_FILES.items():
        make_parents(new + path)
        with open(new + path, "w") as file:
            file.write(text)


def make_parents(path: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)


def mount_proc(below: str = "") -> None:
    """Shows the processes of our own process namespace, and those below it.

    A user namespace may mount it only where it sees a whole one: hence once before we leave the old root.
    """
    mount("proc", f"{below}/proc", "proc", NOSUID | NODEV | NOEXEC)


def mount_scratch(scratch_mb: int, user: int = 0) -> None:
    """What can be written, by a user: memory, counted, gone with its mount namespace."""
    room = f"size={scratch_mb}m,nr_inodes=32768,mode=0700,uid={user},gid={user}"
    mount("tmpfs", SCRATCH, "tmpfs", NOSUID | NODEV, room)
    mount("tmpfs", "/dev/shm", "tmpfs", NOSUID | NODEV | NOEXEC, room)
    terminals = f"newinstance,ptmxmode=0666,mode=0620,max={TERMINALS}"
    mount("devpts", "/dev/pts", "devpts", NOSUID | NOEXEC, terminals)
    if not os.listdir("/tmp"):  # a library may live under /tmp: then programs must do with TMPDIR
        os.mkdir(f"{SCRATCH}/.tmp", 0o700)
        os.chown(f"{SCRATCH}/.tmp", user, user)
        bind(f"{SCRATCH}/.tmp", "/tmp")
