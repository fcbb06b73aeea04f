"""A room without doors: the process in which a student's code runs, and the clean one it is forked from.

This folder imports nothing of ours but its own files, by relative imports only: the zygote loads it as the
top-level package `jail`, so that neither the course nor the rest of the grader ever enters its memory.

    client.py      the trusted side: start a zygote, ask it for a student     messages.py  what the two say
    zygote.py      a clean process that goes in, loads the libraries, and forks a child for each submission
    forkserver.py  its loop: fork, watch, kill, tell          warm.py, first_times.py, huge.py  once
    child.py       what a child does before the first line of a student's code; alone.py where it cannot

    libraries.py   which files Python needs             root.py         a file tree of those and no others
    namespaces.py  processes, network, users of its own privileges.py   nobody, without capabilities
    landlock.py    the files again, second lock         seccomp.py      the system calls that remain
    rlimits.py     what the kernel counts               cgroup.py       memory, exactly
    watch.py       what we must count ourselves         files.py        data for the scratch folder
    probe.py       what this machine offers             trial.py        how that is found out
    syscalls.py    the calls that Python lacks          numbers.py      and how the kernel numbers them
"""
