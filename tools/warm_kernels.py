"""Kernels that need not import what every kernel imports: one process has done so, and each is a fork of it.

    with forked("numpy", "torch"):  # whatever jupyter_client starts in here
        build()

Otherwise a kernel is what `python -m ipykernel_launcher` gives. The process starts with the first of them.
On Linux alone: macOS has libraries that do not survive a fork.
"""

import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import warnings
from contextlib import contextmanager, suppress
from importlib.metadata import EntryPoint
from pathlib import Path
from tempfile import mkdtemp

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NUMBER = struct.Struct("i")


class Warm:
    """The process that imports, and the socket at which it is asked for kernels."""

    def __init__(self, *modules):
        self.folder = mkdtemp(prefix="kernels-")  # no TemporaryDirectory: a fork's end would remove it
        self.address = str(Path(self.folder, "socket"))
        self.modules, self.process = modules, None

    def start(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen()
            options = [f"-W{option}" for option in sys.warnoptions]
            command = [sys.executable, *options, __file__, *self.modules]
            self.process = subprocess.Popen(command, stdin=listener)

    def fork(self, arguments, cwd, env):
        """A connection on which a kernel's process id comes, and its status once it has ended."""
        if not self.process:
            self.start()
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.address)
        connection.sendall(json.dumps([arguments, cwd, env]).encode() + b"\n")
        return connection

    def end(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Kernel:
    """One fork, with what jupyter_client asks of a subprocess.Popen."""

    stdin = stdout = stderr = returncode = None

    def __init__(self, connection):
        self.connection = connection
        self.pid = self.number()

    def number(self):
        """The next one; if the process that sends them is gone, so are its kernels."""
        read = self.connection.recv(NUMBER.size, socket.MSG_WAITALL)
        return NUMBER.unpack(read)[0] if len(read) == NUMBER.size else -signal.SIGKILL

    def poll(self):
        if self.returncode is None and select.select([self.connection], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self):
        if self.returncode is None:
            self.returncode = self.number()
            self.connection.close()
        return self.returncode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


class Forked(LocalProvisioner):
    """A Python kernel of this environment is a fork; any other starts as always."""

    async def launch_kernel(self, cmd, **kwargs):
        if cmd[0] != sys.executable or "ipykernel_launcher" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        env, cwd = kwargs.get("env") or os.environ, kwargs.get("cwd") or Path.cwd()
        self.process = Kernel(self.warm.fork(arguments, str(cwd), dict(env)))
        self.pid = self.pgid = self.process.pid
        return self.connection_info


@contextmanager
def forked(*modules):
    """Kernels are forks of one process that has imported these; yields it."""
    factory = KernelProvisionerFactory.instance()
    if sys.platform != "linux":
        yield None
        return
    before = factory.default_provisioner_name
    factory.provisioners["forked"] = EntryPoint("forked", f"{__name__}:Forked", factory.GROUP_NAME)
    factory.default_provisioner_name = "forked"
    Forked.warm = warm = Warm(*modules)
    try:
        yield warm
    finally:
        factory.default_provisioner_name = before
        warm.end()


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
