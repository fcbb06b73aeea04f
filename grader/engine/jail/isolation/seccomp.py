"""The system calls that remain: a filter in the kernel's classic BPF, written by hand.

A list of what is refused, not of what is allowed: NumPy, torch and a shell use hundreds of harmless calls,
and what matters is kept by namespaces. Refused is what widens the kernel's attack surface or could reach
another process. Calls newer than our table answer "no such call", as an older kernel would.
"""

import ctypes
import errno
import platform
import struct

from .syscall_numbers import numbers
from .syscalls import syscall

REFUSED = (
    "ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "process_madvise", "process_mrelease",
    "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "open_by_handle_at", "name_to_handle_at",
    "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "mount_setattr", "setns",
    "unshare", "fsopen", "fsconfig", "fsmount", "fspick", "mknod", "mknodat", "quotactl", "quotactl_fd",
    "swapon", "swapoff", "bpf", "perf_event_open", "userfaultfd", "memfd_secret", "fanotify_init",
    "io_uring_setup", "io_uring_enter", "io_uring_register", "add_key", "request_key", "keyctl",
    "syslog", "personality", "lookup_dcookie", "acct", "init_module", "finit_module", "delete_module",
    "kexec_load", "kexec_file_load", "reboot", "vhangup", "iopl", "ioperm", "modify_ldt", "mbind",
    "set_mempolicy", "migrate_pages", "move_pages", "settimeofday", "clock_settime", "clock_adjtime",
    "adjtimex", "sethostname", "setdomainname",
    "io_setup", "inotify_init", "inotify_init1",  # of these all of the machine, or of our users, have a few
)  # fmt: skip

# Without namespaces other processes can be named: no second process, and nothing that could reach one.
REFUSED_ALONE = (
    "execve", "execveat", "fork", "vfork", "shmget", "semget", "msgget", "mq_open", "sendmsg", "sendmmsg",
    "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "setxattr", "lsetxattr", "fsetxattr",
    "removexattr", "lremovexattr", "fremovexattr",
)  # fmt: skip

# Landlock does not look at these, and any file of our user's could be meant. Copying a file calls them: let
# it believe that they worked.
PRETENDED_ALONE = (
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat",
    "utime", "utimes", "futimesat", "utimensat",
)  # fmt: skip

# Memory that no process need have mapped: only a control group sees it.
UNCOUNTED = ("memfd_create", "shmget", "msgget")

ONLY_ON_ONESELF = ("prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr")
SETS_AN_OWNER = (8, 10, 15)  # fcntl's F_SETOWN, F_SETSIG, F_SETOWN_EX: a way to have the kernel send a signal
SETS_AN_OWNER_TOO = (0x8901, 0x8902)  # ioctl's FIOSETOWN, SIOCSPGRP

NEWEST_KNOWN = 463  # setxattrat, Linux 6.13, is the first that we do not know
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000
NEW_NAMESPACES = 0x7E020080  # CLONE_NEW*, CLONE_NEWTIME included
CLONE_THREAD = 0x00010000
AF_UNIX = 1

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
CALL, ARCH, FIRST, SECOND = 0, 4, 16, 24  # offsets in struct seccomp_data; arguments: their low halves
SET_MODE_FILTER = 1


def refuse(number: int) -> tuple:
    return (RETURN, 0, 0, ERRNO | number)


def program(
    machine: str = "", alone: int = 0, refused: tuple[str, ...] = (), granted: tuple[str, ...] = ()
) -> list[tuple[int, int, int, int]]:
    """The filter as (code, jump if true, jump if false, operand).

    alone: 0, or our process id: then no other process may be made or signalled.
    refused: further calls; granted: calls that are not refused after all.
    """
    machine = machine or platform.machine()
    table = numbers(machine)
    steps = [*check_machine(machine), (AT_LEAST, 0, 1, NEWEST_KNOWN), refuse(errno.ENOSYS)]
    never = tuple(name for name in (*REFUSED, *refused) if name not in granted)
    steps += answer_all(never, table, errno.EPERM)
    # clone3 keeps its flags where no filter sees them; told that there is no such call, glibc uses clone.
    steps += [(EQUAL, 0, 1, table["clone3"]), refuse(errno.ENOSYS)]
    steps += clone_rule(table["clone"], bool(alone))
    steps += socket_rule(table["socket"], bool(alone))
    if alone:
        steps += rules_alone(table, alone, granted)
    return [*steps, (RETURN, 0, 0, ALLOW)]


def check_machine(machine: str) -> list[tuple]:
    """A call made through another machine's entry has other numbers: such a process is killed."""
    steps = [(LOAD, 0, 0, ARCH), (EQUAL, 1, 0, AUDIT_ARCH[machine]), (RETURN, 0, 0, KILL), (LOAD, 0, 0, CALL)]
    if machine == "x86_64":
        steps += [(AT_LEAST, 0, 1, X32_BIT), (RETURN, 0, 0, KILL)]
    return steps


def only_for(number: int, rule: list[tuple]) -> list[tuple]:
    """The rule if the call is this one; afterwards the call's number is loaded again."""
    return [(EQUAL, 0, len(rule), number), *rule, (LOAD, 0, 0, CALL)]


def clone_rule(number: int, threads_only: bool) -> list[tuple]:
    rule = [(LOAD, 0, 0, FIRST), (ANY_BIT, 0, 1, NEW_NAMESPACES), refuse(errno.EPERM)]
    if threads_only:
        rule += [(ANY_BIT, 1, 0, CLONE_THREAD), refuse(errno.EPERM)]
    return only_for(number, rule)


def socket_rule(number: int, none: bool) -> list[tuple]:
    """Local sockets only. None at all without namespaces: Landlock sees no connect() to a socket's path."""
    if none:
        return only_for(number, [refuse(errno.EAFNOSUPPORT)])
    return only_for(number, [(LOAD, 0, 0, FIRST), (EQUAL, 1, 0, AF_UNIX), refuse(errno.EAFNOSUPPORT)])


def rules_alone(table: dict[str, int], own: int, granted: tuple[str, ...] = ()) -> list[tuple]:
    """What namespaces do otherwise: nobody but ourselves can be meant by a call."""
    refused = tuple(name for name in REFUSED_ALONE if name not in granted)
    steps = answer_all(refused, table, errno.EPERM) + answer_all(PRETENDED_ALONE, table, 0)
    for name in ("kill", *ONLY_ON_ONESELF):
        steps += only_for(table[name], only_if(FIRST, (0, own)))
    steps += only_for(table["tgkill"], only_if(FIRST, (own,)))
    for name in ("setpriority", "ioprio_set"):
        steps += only_for(table[name], only_if(SECOND, (0,)))
    steps += only_for(table["fcntl"], unless(SECOND, SETS_AN_OWNER))
    return steps + only_for(table["ioctl"], unless(SECOND, SETS_AN_OWNER_TOO))


def answer_all(names: tuple[str, ...], table: dict[str, int], number: int) -> list[tuple]:
    """The same answer to each of these calls, where the machine has it."""
    calls = sorted(table[name] for name in names if name in table)
    return [step for call in calls for step in ((EQUAL, 0, 1, call), refuse(number))]


def only_if(argument: int, values: tuple[int, ...]) -> list[tuple]:
    """Refuse unless the argument is one of the values."""
    jumps = [(EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [(LOAD, 0, 0, argument), *jumps, refuse(errno.EPERM)]


def unless(argument: int, values: tuple[int, ...]) -> list[tuple]:
    """Refuse if the argument is one of the values."""
    rules = [step for value in values for step in ((EQUAL, 0, 1, value), refuse(errno.EPERM))]
    return [(LOAD, 0, 0, argument), *rules]


def assembled(steps: list[tuple]) -> bytes:
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def restrict_calls(steps: bytes) -> None:
    """For us and all our descendants; needs no_new_privileges first. Nothing undoes it."""
    code = ctypes.create_string_buffer(steps, len(steps))
    header = struct.pack("<HxxxxxxQ", len(steps) // 8, ctypes.addressof(code))
    syscall("seccomp", SET_MODE_FILTER, 0, header)
