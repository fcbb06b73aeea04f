"""The files again, as a second lock that needs no privilege: read below some folders, write below others.

Source: Linux kernel documentation, userspace-api/landlock; the ABI number says which rights the kernel knows.
"""

import os
import stat
import struct

from .syscalls import libc, syscall

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
MAKE_CHAR, MAKE_BLOCK, TRUNCATE, IOCTL_DEV = 1 << 6, 1 << 11, 1 << 14, 1 << 15
READ = EXECUTE | READ_FILE | READ_DIR
ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

TCP_BIND_AND_CONNECT = 3
ABSTRACT_SOCKETS_AND_SIGNALS = 3
RULE_PATH_BENEATH = 1


def landlock_abi() -> int:
    """0 where the kernel has no Landlock, or was started without it."""
    from .syscall_numbers import numbers

    number = numbers().get("landlock_create_ruleset")
    if number is None:
        return 0
    return max(0, libc().syscall(number, None, 0, 1))


def restrict_files(read: tuple[str, ...], write: tuple[str, ...]) -> None:
    """From here on only these, for our descendants too; needs no_new_privileges first. Nothing undoes it."""
    rights = known_rights(landlock_abi())
    ruleset = syscall("landlock_create_ruleset", *ruleset_attributes(landlock_abi(), rights), 0)
    for path in read:
        allow(ruleset, path, READ & rights)
    for path in write:
        allow(ruleset, path, rights & ~MAKE_CHAR & ~MAKE_BLOCK)
    syscall("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)


def known_rights(abi: int) -> int:
    """Each ABI of the first five appends rights; a right that the kernel does not know is an error."""
    return (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)) - 1


def ruleset_attributes(abi: int, rights: int) -> tuple[bytes, int]:
    """Handled and not allowed is denied: TCP from ABI 4, abstract sockets and signals outward from ABI 6."""
    fields = [rights]
    if abi >= 4:
        fields.append(TCP_BIND_AND_CONNECT)
    if abi >= 6:
        fields.append(ABSTRACT_SOCKETS_AND_SIGNALS)
    attributes = struct.pack(f"<{len(fields)}Q", *fields)
    return attributes, len(attributes)


def allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(os.fstat(fd).st_mode):
        rights &= ON_A_FILE
    syscall("landlock_add_rule", ruleset, RULE_PATH_BENEATH, struct.pack("<Qi", rights, fd), 0)
    os.close(fd)
