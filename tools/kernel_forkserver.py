"""The process that has imported what every kernel imports: each kernel is a fork of it (see warm_kernels.py).

    python kernel_forkserver.py numpy torch < socket

A line of JSON on a connection asks for a kernel: its arguments, folder and environment. Two numbers come
back: the kernel's process id, and its exit status once it has ended.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
import warnings
from contextlib import suppress

NUMBER = struct.Struct("i")


def serve(modules):
    """Standard input is the socket; ends with whoever started it."""
    from ipykernel import kernelapp  # noqa: F401

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for module in modules:
            importlib.import_module(module)
    gc.freeze()
    listener, parent, alive = socket.socket(fileno=0), os.getppid(), {}
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while os.getppid() == parent:
        ready, _, _ = select.select([listener, wake], [], [], 1)
        if wake in ready:
            os.read(wake, 4096)
            tell_of_the_dead(alive)
        if listener in ready:
            connection, _ = listener.accept()
            with connection.makefile() as lines:
                order = json.loads(lines.readline())
            pid = fork()
            if pid == 0:
                os.close(wake)
                os.close(woken)
                become(*order)
            alive[pid] = connection
            connection.sendall(NUMBER.pack(pid))


def fork():
    with warnings.catch_warnings():  # NumPy has threads, but expects forks
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def tell_of_the_dead(alive):
    """To whoever asked for them: with what status these forks have ended."""
    while alive:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            break
        with alive.pop(pid) as connection, suppress(OSError):  # nobody asks any more
            connection.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))


def become(arguments, cwd, env):
    """This fork is the kernel; never returns."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = os.getppid()
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # otherwise all forks draw the same numbers
    from ipykernel import kernelapp

    sys.argv = ["ipykernel_launcher", *arguments, f"--IPKernelApp.parent_handle={parent}"]
    kernelapp.launch_new_instance()
    sys.exit()


if __name__ == "__main__":
    del sys.path[0]  # as ipykernel_launcher does: no kernel imports what lies beside this file
    serve(sys.argv[1:])
