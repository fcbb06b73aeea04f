"""A folder of root's that only root may enter, shown to nobody as if it were nobody's own (Linux 5.12).

Packages often lie in homes and temporary folders. The mount maps who owns the files; on the disk nothing
changes, and whoever else may read it is not asked.
"""

import os
import struct

from .privileges import NOBODY
from .syscalls import NEWUSER, syscall, unshare

HERE, CLONE, RECURSIVE, EMPTY_PATH, FROM_EMPTY_PATH = -100, 1, 0x8000, 0x1000, 4
IDMAP = 0x00100000
ROOT_IS_NOBODY = f"0 {NOBODY} 1\n1 1 {NOBODY - 1}\n"  # as on the disk, as in this mount, how many


def is_closed(path: str) -> bool:
    """Whether its owner is root, and others may not enter."""
    about = os.stat(path)
    return about.st_uid == 0 and not about.st_mode & 0o001


def bind_as_nobodys(source: str, target: str) -> None:
    """Raises OSError where the kernel or the file system cannot; then nothing is mounted."""
    tree = syscall("open_tree", HERE, source.encode(), CLONE | RECURSIVE | os.O_CLOEXEC)
    users = user_namespace(ROOT_IS_NOBODY)
    try:
        attributes = struct.pack("<QQQQ", IDMAP, 0, 0, users)
        syscall("mount_setattr", tree, b"", EMPTY_PATH | RECURSIVE, attributes, len(attributes))
        syscall("move_mount", tree, b"", HERE, target.encode(), FROM_EMPTY_PATH)
    finally:
        os.close(tree)
        os.close(users)


def user_namespace(mapping: str) -> int:
    """A descriptor of a namespace with this map of users and groups, in which nobody lives."""
    ready, go = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        unshare(NEWUSER)
        os.write(
            ready[1], os.readlink("/proc/self").encode()
        )  # its name in this /proc, which may be an outer one
        os.read(go[0], 1)
        os._exit(0)
    try:
        inhabitant = f"/proc/{os.read(ready[0], 20).decode()}"
        for kind in ("uid_map", "gid_map"):
            with open(f"{inhabitant}/{kind}", "w") as file:
                file.write(mapping)
        return os.open(f"{inhabitant}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
    finally:
        os.write(go[1], b".")
        os.waitpid(pid, 0)
        for fd in (*ready, *go):
            os.close(fd)
