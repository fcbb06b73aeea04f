"""Our commands as processes that can be killed; cheap, as forks of one that has imported all."""

import contextlib
import multiprocessing
import os
import signal
import socket
import threading
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["grader.cli.autograde", "grader.cli.work", "grader.queue"])


def start(log: Path, *words):
    """`grader WORDS`, what it says in a file."""
    process = CONTEXT.Process(target=command, args=(str(log), [str(word) for word in words]))
    process.start()
    return process


def command(log, words):
    with open(log, "ab", buffering=0) as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    from grader.cli import main

    raise SystemExit(main(words))


def kill(process):
    process.kill()
    process.join()


def end(processes):
    for process in processes:
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()


class Line:
    """A network to a server's socket that can stall: nothing is refused, nothing ends, nothing arrives."""

    def __init__(self, path):
        self.path, self.flows, self.pairs = path, threading.Event(), []
        self.flows.set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):  # closed
            while True:
                near, _ = self.listener.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near):
        self.flows.wait()
        far = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(OSError):
            far.connect(self.path)
            self.pairs += [near, far]
            threading.Thread(target=self._pump, args=(far, near), daemon=True).start()
            self._pump(near, far)
        near.close()

    def _pump(self, one, other):
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self.flows.wait()
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.flows.set()
        self.listener.close()
        for each in self.pairs:
            each.close()
