"""The engine must be importable where it cannot run, to say so."""

import subprocess
import sys

PROGRAM = """
import os, platform, signal, socket, sys
for name in ("resource", "fcntl", "pwd", "grp"): sys.modules[name] = None
for module, names in {
    os: ("fork", "memfd_create", "pidfd_open", "geteuid", "setsid", "O_NOFOLLOW", "sysconf", "wait4"),
    socket: ("AF_UNIX", "send_fds", "recv_fds", "MSG_CMSG_CLOEXEC"),
    signal: ("SIGKILL", "pidfd_send_signal"),
}.items():
    for name in names:
        if hasattr(module, name): delattr(module, name)
platform.system = lambda: "Windows"
from grader.engine import Unsafe, open_pool, probe
assert not probe().safe
try:
    with open_pool(1): pass
except Unsafe as refusal: print(refusal)
"""


def test_on_another_system_the_engine_says_that_it_cannot_run():
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert "WSL2" in ran.stdout, ran.stderr
