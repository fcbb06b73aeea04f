"""One address for everything: the book at /, JupyterLab at /lab, the class at /class/.

    python tools/serve.py [--port 8888] [--root FOLDER] [--open] [--check]

One Jupyter server does it all, with its own token; it listens to this machine only. Ctrl-C stops it.
"""

import argparse
import os
import re
import secrets
import sys
from pathlib import Path

import files

ROOT = Path(__file__).resolve().parents[1]
LAST_PORT = 65535


def settings(port, root, open_browser):
    """Jupyter's settings: on this machine only, the next free port, our extension, no news from outside."""
    from jupyterlab.handlers.announcements import NeverCheckForUpdate
    from traitlets.config import Config

    config = Config()
    config.ServerApp.ip = "127.0.0.1"
    config.ServerApp.port = port
    config.ServerApp.port_retries = retries(port)
    config.ServerApp.root_dir = str(root)
    config.ServerApp.default_url = "/"
    config.ServerApp.open_browser = open_browser
    config.ServerApp.allow_root = True
    config.ServerApp.answer_yes = True  # Ctrl-C means it
    config.Application.log_level = "ERROR"
    config.ServerApp.jpserver_extensions = {"book_server": True}
    # a token of our own: Jupyter would print a screenful about one that it made
    config.IdentityProvider.token = secrets.token_hex(16)
    config.KernelManager.transport_encryption = "auto"
    config.LabApp.app_settings_dir = str(ROOT / "tools" / "lab_settings")
    config.LabApp.news_url = None
    config.LabApp.check_for_updates_class = NeverCheckForUpdate
    return config


def retries(port, at_most=50):
    """How many other ports to try. Jupyter tries up to twice as many numbers above the first one, and no
    port has a number above 65535: it would announce one at which nobody answers."""
    return max(0, min(at_most, (LAST_PORT - port) // 2 - 1))


def port_number(text):
    """The port that a reader names. Raises: ValueError with the sentence"""
    if re.fullmatch("[0-9]{1,5}", text) and int(text) <= LAST_PORT:
        return int(text)
    raise ValueError(
        f"a port is a whole number from 1 to {LAST_PORT}, or 0 for any free one, got {text!r}: try PORT=8888"
    )


def announce(server):
    """What is where, in three lines."""
    address = f"http://127.0.0.1:{server.port}"
    login = f"?token={server.identity_provider.token}"
    print(f"the book     {address}/{login}")
    print(f"JupyterLab   {address}/lab/tree/work{login}")
    graded = Path(os.environ["CLASS_HTML"], "index.html").is_file()
    print(f"the class    {address}/class/{login}" if graded else "the class    not graded: run `make grade`")
    print("Ctrl-C stops the server.", flush=True)


def environment(root):
    """Where the extension finds its folders; what kernels need of this environment."""
    os.environ["BOOK_HTML"] = str(ROOT / "_build" / "html")
    os.environ["CLASS_HTML"] = str(root / "course" / "scores")
    # nbgrader runs `jupyter` and `alembic` by name
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    sys.path.insert(0, str(ROOT / "tools"))
    os.chdir(root)  # nbgrader reads nbgrader_config.py from here


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--port", default="8888", help="the first port to try")
    parser.add_argument("--check", action="store_true", help="only look whether the port can be one")
    parser.add_argument("--open", action="store_true", help="open a browser at the book")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that JupyterLab shows")
    options = parser.parse_args()
    try:
        port = port_number(options.port)
    except ValueError as error:
        sys.exit(f"serve: {error}")
    if options.check:
        return

    environment(options.root)
    from jupyter_server.serverapp import ServerApp
    from tornado.ioloop import IOLoop

    server = ServerApp.instance(config=settings(port, options.root, options.open))
    server.initialize([])
    IOLoop.current().add_callback(announce, server)
    server.start()


if __name__ == "__main__":
    with files.explained("serve"):
        main()
