"""Find a PostgreSQL server for the tests, or get one: `python tools/postgres.py`. Says what it did.

In this order: one on PATH, Debian's folders, the distribution's package. Without one the tests that need it
are skipped, and say so: all else works.
"""

import shutil
import tempfile
from pathlib import Path

import debian

DEBIANS = Path("/usr/lib/postgresql")
# the package would make a database and start a server for good; the tests make their own, in a folder
NO_SERVER = Path("/etc/postgresql-common/createcluster.d/no-server.conf")


def find():
    """The folder with `initdb` and `postgres`, of the newest version; None if there is none."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    versions = [path for path in DEBIANS.glob("*") if path.name.isdigit()]
    folders += [path / "bin" for path in sorted(versions, key=lambda path: int(path.name), reverse=True)]
    return next((f for f in folders if (f / "initdb").is_file() and (f / "postgres").is_file()), None)


def from_distribution():
    """Install the distribution's server if we may; it is not started."""
    if not debian.may_install():
        return
    print("postgres: none found, installing the distribution's package", flush=True)
    with tempfile.NamedTemporaryFile("w") as setting:
        print("create_main_cluster = false", file=setting, flush=True)
        debian.run("install", "-D", "--mode=644", setting.name, NO_SERVER, **debian.QUIET)
    try:
        debian.install("postgresql", **debian.QUIET)
    finally:
        debian.run("rm", "--force", NO_SERVER, **debian.QUIET)


def ensure():
    """A sentence that says which server the tests will use; None if none could be had."""
    if folder := find():
        return f"using {folder}"
    from_distribution()
    if folder := find():
        return f"installed {folder}"
    return None


if __name__ == "__main__":
    print(f"postgres: {ensure() or 'none here, its tests are skipped. Debian: apt-get install postgresql'}")
