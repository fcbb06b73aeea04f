"""The local server, running on a course folder of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(root, tmp):
    """The server on a free port; its process and the three addresses that it prints."""
    private = {"JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTER_CONFIG_DIR": "config"}
    environment = {**os.environ, **{name: str(tmp / folder) for name, folder in private.items()}}
    command = [sys.executable, str(ROOT / "tools" / "serve.py"), "--root", str(root), "--port", "8900"]
    pipes = {"stdout": subprocess.PIPE, "text": True, "env": environment, "cwd": root}
    process = subprocess.Popen(command, preexec_fn=hear_ctrl_c, **pipes)
    lines = [process.stdout.readline() for _ in range(3)]
    book, lab, scores = (re.search(r"http\S+", line)[0] for line in lines)
    address, _, token = book.partition("/?token=")
    return SimpleNamespace(process=process, address=address, token=token, book=book, lab=lab, scores=scores)


def hear_ctrl_c():
    """Also where the tests run in a shell's background, which has its children ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def stop(server):
    """Ctrl-C; its exit status."""
    server.process.send_signal(signal.SIGINT)
    server.process.stdout.close()
    return server.process.wait(timeout=600)


@pytest.fixture(scope="session")
def served(book_html, tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(book_html / "notebooks", root / "work")  # as `make notebooks` leaves them
    shutil.copy(ROOT / "nbgrader_config.py", root)
    scores = root / "course" / "scores"
    scores.mkdir(parents=True)
    (scores / "index.html").write_text("<!doctype html><title>Scores</title><h1>Scores</h1>")
    server = start(root, tmp_path_factory.mktemp("jupyter"))
    server.root = root
    yield server
    assert stop(server) == 0


@pytest.fixture
def small_notebook(served):
    """Write a notebook into work/; its path below the root."""

    def write(name, *sources):
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        python = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=python), served.root / "work" / name)
        return f"work/{name}"

    return write
