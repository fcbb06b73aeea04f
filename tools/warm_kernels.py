"""Kernels that need not import what every kernel imports: one process has done so, and each is a fork of it.

    with forked("numpy", "torch"):  # whatever jupyter_client starts in here
        build()

Otherwise a kernel is what `python -m ipykernel_launcher` gives. The process starts with the first of them.
On Linux alone: macOS has libraries that do not survive a fork.
"""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path
from tempfile import mkdtemp

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from kernel_forkserver import NUMBER

SERVER = Path(__file__).with_name("kernel_forkserver.py")


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
            command = [sys.executable, *options, str(SERVER), *self.modules]
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
