"""A PostgreSQL server of the tests' own: in a folder, on a socket, gone with the tests."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

QUICK = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses="]
WHO_MAY = "local all guarded scram-sha-256\nlocal all all trust\n"


@contextlib.contextmanager
def running(binaries: Path):
    """Start a server; yields `url(database, user)`."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # short: the path of a socket may have 107 bytes
    nobody = {}
    if os.geteuid() == 0:  # it refuses to run as root
        _, _, user, group, *_ = pwd.getpwnam("nobody")
        nobody = {"user": user, "group": group, "extra_groups": []}
        os.chown(folder, user, group)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"} | nobody
    make = ["initdb", "-D", folder / "data", "-U", "teacher", "-A", "trust", "--no-sync"]
    settings = [f"--{setting}" for setting in [*QUICK, f"unix_socket_directories={folder}"]]
    subprocess.run([binaries / make[0], *make[1:], "--no-locale", "--encoding=UTF8"], check=True, **quiet)
    (folder / "data/pg_hba.conf").write_text(WHO_MAY)
    server = subprocess.Popen([binaries / "postgres", "-D", folder / "data", *settings], **quiet)
    try:
        yield _await(lambda name, user="teacher": f"postgresql://{user}@/{name}?host={folder}")
    finally:
        server.send_signal(signal.SIGINT)  # "fast": sessions are ended
        server.wait(timeout=60)
        shutil.rmtree(folder)


def sql(url: str, *statements: str) -> list:
    """Run statements, each at once for good; the rows of the last."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            done = [connection.execute(text(statement)) for statement in statements]
            return [tuple(row) for row in done[-1]] if done[-1].returns_rows else []
    finally:
        engine.dispose()


def _await(url):
    until = time.monotonic() + 30
    while True:
        try:
            sql(url("postgres"), "SELECT 1")
            return url
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
