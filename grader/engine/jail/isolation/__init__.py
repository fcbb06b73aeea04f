"""What a child cannot reach: a file for each of the kernel's means.

libraries.py   which files Python needs             rootfs.py           a file tree of those and no others
namespaces.py  processes, network, users of its own privileges.py       nobody, without capabilities
landlock.py    the files again, second lock         seccomp.py          the system calls that remain
rlimits.py     what the kernel counts               cgroup.py           memory, exactly
probe.py       what this machine offers             probe_trial.py      how that is found out
closed.py      what of Python they may not read
syscalls.py    the calls that Python lacks          syscall_numbers.py  and how the kernel numbers them
"""
