"""A PostgreSQL server of the tests' own: in a folder, on a socket, gone with the tests."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path

from classroom import TABLES
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

QUICK = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses="]
WHO_MAY = "local all guarded scram-sha-256\nlocal all all trust\n"


class Server:
    """Call it with the name of a database, and of a user: the address of that."""

    def __init__(self, binaries: Path, settings):
        self.binaries, self.settings = binaries, settings
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # short: a socket's path may have 107 bytes
        self.quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
        if os.geteuid() == 0:  # it refuses to run as root
            _, _, user, group, *_ = pwd.getpwnam("nobody")
            self.quiet |= {"user": user, "group": group, "extra_groups": []}
            os.chown(self.folder, user, group)
        make = ["initdb", "-D", self.folder / "data", "-U", "teacher", "-A", "trust", "--no-sync"]
        make += ["--no-locale", "--encoding=UTF8"]
        subprocess.run([binaries / make[0], *make[1:]], check=True, **self.quiet)
        (self.folder / "data/pg_hba.conf").write_text(WHO_MAY)

    def __call__(self, name, user="teacher"):
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def start(self):
        """A killed one's memory and socket are free a moment after it: till then the new one ends at once."""
        settings = [f"--{setting}" for setting in [*self.settings, f"unix_socket_directories={self.folder}"]]
        for _ in range(600):
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "data", *settings], **self.quiet
            )
            if self._answers():
                return
            time.sleep(0.1)
        raise TimeoutError("the server does not start")

    def _answers(self):
        while self.process.poll() is None:
            with contextlib.suppress(OperationalError):
                sql(self("postgres"), "SELECT 1")
                return True
            time.sleep(0.05)
        return False

    def stop(self, how=signal.SIGINT):
        """SIGINT, "fast": sessions are ended."""
        self.process.send_signal(how)
        self.process.wait(timeout=600)


@contextlib.contextmanager
def running(binaries: Path, settings=QUICK):
    """Start a server; yields it: `server(database, user)` is an address."""
    server = Server(binaries, settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder)


def sql(url: str, *statements: str) -> list:
    """Run statements, each at once for good; the rows of the last."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            done = [connection.execute(text(statement)) for statement in statements]
            return [tuple(row) for row in done[-1]] if done[-1].returns_rows else []
    finally:
        engine.dispose()


def rows(url, names=tuple(TABLES)):
    """As `classroom.tables` reads them from a file, where a date is a text."""
    found = {name: sql(url, TABLES[name]) for name in names}
    return {name: [tuple(map(_plain, row)) for row in found[name]] for name in names}


def _plain(value):
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value
