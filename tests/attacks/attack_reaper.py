"""Run a command; then fail if any process that it started still lives, however it hid from its parent.

Orphans of our descendants become our children (Linux: PR_SET_CHILD_SUBREAPER), so none can leave unseen.
"""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
GRACE_S = 5


def main(command):
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    status = subprocess.run(command).returncode
    left = survivors(time.monotonic() + GRACE_S)
    if left:
        print("still running:", *left, sep="\n  ", file=sys.stderr)
    return 99 if left else status


def survivors(until):
    """Command lines of the children that do not end by themselves at once."""
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return []
        if ended == 0 and time.monotonic() > until:
            return [f"{pid}: {command_line(pid)}" for pid in children(os.getpid())]
        time.sleep(0.02 if ended == 0 else 0)


def children(parent):
    return [int(stat.parent.name) for stat in Path("/proc").glob("[0-9]*/stat") if parent_of(stat) == parent]


def parent_of(stat):
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended meanwhile
        return None


def command_line(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
