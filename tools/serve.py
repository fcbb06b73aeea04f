"""One address for everything: the book at /, JupyterLab at /lab, the class at /class/.

    python tools/serve.py [--port 8888] [--open]

One Jupyter server does it all, with its own token; it listens to this machine only. Ctrl-C stops it.
"""

import argparse
import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def settings(port, open_browser):
    """Jupyter's command line: quiet, on this machine only, on the next free port, with our extension."""
    return [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=50",
        f"--ServerApp.root_dir={ROOT}",
        "--ServerApp.default_url=/",
        f"--ServerApp.open_browser={open_browser}",
        "--ServerApp.allow_root=True",
        "--ServerApp.log_level=ERROR",
        "--Application.log_level=ERROR",
        # a token of our own: Jupyter would print a screenful about one that it made
        f"--IdentityProvider.token={secrets.token_hex(16)}",
        "--ServerApp.jpserver_extensions={'book_server': True}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",
        "--ServerApp.answer_yes=True",
    ]


def announce(server):
    """What is where, in three lines."""
    address = f"http://127.0.0.1:{server.port}"
    login = f"?token={server.identity_provider.token}"
    print(f"the book     {address}/{login}")
    print(f"JupyterLab   {address}/lab/tree/work{login}")
    print(f"the class    {address}/class/{login}")
    print("Ctrl-C stops the server.", flush=True)


def environment():
    """Where the extension finds its folders; what kernels need of this environment."""
    os.environ["BOOK_HTML"] = str(ROOT / "_build" / "html")
    os.environ["CLASS_HTML"] = str(ROOT / "course" / "scores")
    # nbgrader runs `jupyter` and `alembic` by name
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    sys.path.insert(0, str(ROOT / "tools"))
    os.chdir(ROOT)  # nbgrader reads nbgrader_config.py from here


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, default=8888, help="the first port to try")
    parser.add_argument("--open", action="store_true", help="open a browser at the book")
    options = parser.parse_args()

    environment()
    from jupyter_server.serverapp import ServerApp
    from tornado.ioloop import IOLoop

    server = ServerApp.instance()
    server.initialize(settings(options.port, options.open))
    IOLoop.current().add_callback(announce, server)
    server.start()


if __name__ == "__main__":
    main()
