"""Huge pages for what a zygote has loaded: a fork copies one table entry for each page, and there are fewer.

A fork of a process with torch costs a third then. Only a wish: where the kernel is older than 6.1, or does
not want to, all stays as it is.
"""

import ctypes

from ..isolation.syscalls import libc

COLLAPSE = 25


def collapse() -> None:
    """Ask it for all private memory that belongs to no file."""
    with open("/proc/self/maps") as maps:
        spans = [line.split()[0] for line in maps if is_anonymous(line)]
    for span in spans:
        start, end = (int(edge, 16) for edge in span.split("-"))
        libc().madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), COLLAPSE)


def is_anonymous(line: str) -> bool:
    """A line of /proc/PID/maps: writable and private memory without a file; of a stack there is no need."""
    _, access, _, _, inode, *name = line.split()
    return access.startswith("rw-p") and inode == "0" and name in ([], ["[heap]"])
