"""A room without doors: the process in which a student's code runs, and the clean one it is forked from.

This folder imports nothing of ours but its own files, by relative imports only: the zygote loads it as the
top-level package `jail`, so that neither the course nor the rest of the grader ever enters its memory.

    zygote.py      a clean process that loads the libraries once and forks a child for each submission
    child.py       what the child does between its birth and the first line of a student's code
    root.py        the files that exist in there       libraries.py   which of them Python needs
    namespaces.py  its own processes, network, users   privileges.py  nobody, without capabilities
    landlock.py    the files again, second lock        seccomp.py     the system calls that remain
    limits.py      what the kernel counts              watch.py       what we must count ourselves
    forkserver.py  one loop: fork, watch, kill, tell   client.py      the trusted side of the conversation
    probe.py       what this machine offers
"""
