"""The few Linux calls that Python's os module lacks, each as a plain function that raises OSError."""

import ctypes
import functools
import os
import struct

from .syscall_numbers import numbers

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET, NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000

RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
DETACH = 2

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 38, 47


@functools.cache
def libc() -> ctypes.CDLL:
    """Loaded at first use: other systems may import this file, they just cannot call it."""
    lib = ctypes.CDLL(None, use_errno=True)
    lib.syscall.restype = ctypes.c_long
    return lib


def checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(name: str, *arguments) -> int:
    """A raw call: ints travel as longs, bytes as pointers, None as NULL."""
    longs = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return checked(libc().syscall(ctypes.c_long(numbers()[name]), *longs), name)


def unshare(flags: int) -> None:
    checked(libc().unshare(ctypes.c_int(flags)), f"unshare({flags:#x})")


def setns(fd: int, kind: int) -> None:
    checked(libc().setns(ctypes.c_int(fd), ctypes.c_int(kind)), f"setns({kind:#x})")


def prctl(option: int, *values: int) -> int:
    longs = [ctypes.c_ulong(v) for v in (*values, 0, 0, 0, 0)[:4]]
    return checked(libc().prctl(ctypes.c_int(option), *longs), f"prctl({option})")


def mount(source: str | None, target: str, kind: str | None = None, flags: int = 0, data: str = "") -> None:
    raw = [text.encode() if text else None for text in (source, target, kind)]
    result = libc().mount(*raw, ctypes.c_ulong(flags), data.encode() or None)
    checked(result, f"mount {source or kind} on {target}")


def unmount(target: str) -> None:
    checked(libc().umount2(target.encode(), ctypes.c_int(DETACH)), f"unmount {target}")


def bind(source: str, target: str) -> None:
    mount(source, target, flags=BIND | REC)


def make_readonly(target: str) -> None:
    """Read-only, no set-uid, no devices, for a mount and all mounts below it (Linux 5.12)."""
    at_fdcwd, recursive, rdonly_nosuid_nodev = -100, 0x8000, 1 | 2 | 4
    attributes = struct.pack("<QQQQ", rdonly_nosuid_nodev, 0, 0, 0)
    syscall("mount_setattr", at_fdcwd, target.encode(), recursive, attributes, len(attributes))


def pivot_root_here() -> None:
    """Make the current folder the root and let go of the old one, which nothing can name any more."""
    syscall("pivot_root", b".", b".")
    unmount(".")
    os.chdir("/")


def capset_none() -> None:
    header, sets = struct.pack("<Ii", 0x20080522, 0), bytes(24)
    checked(libc().capset(header, sets), "capset")
