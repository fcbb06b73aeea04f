"""One address for everything: the book at /, JupyterLab at /lab, the class at /class/.

    python tools/serve.py [--port 8888] [--root FOLDER] [--open]

One Jupyter server does it all, with its own token; it listens to this machine only. Ctrl-C stops it.
"""

import argparse
import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def settings(port, root, open_browser):
    """Jupyter's settings: on this machine only, the next free port, our extension, no news from outside."""
    from jupyterlab.handlers.announcements import NeverCheckForUpdate
    from traitlets.config import Config

    config = Config()
    config.ServerApp.ip = "127.0.0.1"
    config.ServerApp.port = port
    config.ServerApp.port_retries = 50
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


def announce(server):
    """What is where, in three lines."""
    address = f"http://127.0.0.1:{server.port}"
    login = f"?token={server.identity_provider.token}"
    print(f"the book     {address}/{login}")
    print(f"JupyterLab   {address}/lab/tree/work{login}")
    print(f"the class    {address}/class/{login}")
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
    parser.add_argument("--port", type=int, default=8888, help="the first port to try")
    parser.add_argument("--open", action="store_true", help="open a browser at the book")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that JupyterLab shows")
    options = parser.parse_args()

    environment(options.root)
    from jupyter_server.serverapp import ServerApp
    from tornado.ioloop import IOLoop

    server = ServerApp.instance(config=settings(options.port, options.root, options.open))
    server.initialize([])
    IOLoop.current().add_callback(announce, server)
    server.start()


if __name__ == "__main__":
    main()
