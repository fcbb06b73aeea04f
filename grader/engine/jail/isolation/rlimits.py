"""What the kernel itself counts for a process. What it does not count, monitor.py does."""

import resource

from ..limits import Limits

MB = 1 << 20
# Thread stacks and malloc arenas are reserved and never used: they are not what is limited here.
ADDRESS_SPACE_SLACK_MB = 8192
CPU_SLACK_S = 5


def apply(limits: Limits, own_users: bool = True) -> None:
    """Set hard limits: without privileges nothing raises them again.

    own_users: in a user namespace of our own. Elsewhere the number of processes is that of all our user's, on
    the whole machine: there seccomp allows no second one, and threads end with the address space.

    CPU: monitor.py counts the whole family and comes first; this is for when it cannot.
    Memory: RLIMIT_AS counts reservations. It only stops the absurd, with a MemoryError; monitor.py is exact.
    """
    both = {
        resource.RLIMIT_FSIZE: limits.file_mb * MB,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_AS: address_space_now() + (limits.memory_mb + ADDRESS_SPACE_SLACK_MB) * MB,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for kind, value in both.items():
        resource.setrlimit(kind, (value, value))
    if own_users:
        resource.setrlimit(resource.RLIMIT_NPROC, (limits.processes, limits.processes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s + CPU_SLACK_S,) * 2)


def address_space_now() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
