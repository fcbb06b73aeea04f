"""Which folders a sandboxed Python needs, and what in them must not be seen. Computed by the trusted side."""

import os
import site
import sys
from dataclasses import dataclass
from glob import glob
from pathlib import Path

# Of the system: programs and libraries, fonts, the time zone, certificates. No user, no host, no secret.
SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/mime.types",
    "/etc/fonts", "/etc/localtime", "/etc/timezone",
    "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls/certs", "/etc/ca-certificates",
)  # fmt: skip

OURS = ("grader", "book")  # installed as ordinary packages, they would show the tests


@dataclass(frozen=True)
class Libraries:
    """What the jail shows of Python.

    folders: mounted read-only, under the same names
    hidden:  files and folders inside these that appear empty
    path:    added to sys.path after the standard library
    """

    folders: tuple[str, ...]
    hidden: tuple[str, ...]
    path: tuple[str, ...]
    prefix: str
    executable: str


def installed_libraries() -> Libraries:
    """This interpreter's libraries, without our own package and without what leads to its sources."""
    path = site_folders()
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, *path, *interpreter_folders()}
    return Libraries(outermost(folders), hidden_in(path), path, sys.prefix, sys.executable)


def site_folders() -> tuple[str, ...]:
    folders = site.getsitepackages()
    if site.ENABLE_USER_SITE:
        folders = [site.getusersitepackages(), *folders]
    return tuple(folder for folder in folders if os.path.isdir(folder))


def interpreter_folders() -> list[str]:
    """A virtual environment's `python` is a chain of links; every step of it must exist inside."""
    steps, step = [], sys.executable
    while os.path.islink(step):
        step = os.path.join(os.path.dirname(step), os.readlink(step))
        steps.append(os.path.dirname(os.path.dirname(os.path.normpath(step))))
    return steps


def outermost(folders: set[str]) -> tuple[str, ...]:
    """Drop what lies within another one or within /usr; refuse what would show everything."""
    if "/" in folders:
        raise ValueError("this Python's prefix is '/': install it in a folder of its own, to show only that")
    shown = {"/usr"}
    for folder in sorted(folders):
        if not any(Path(folder).is_relative_to(other) for other in shown):
            shown.add(folder)
    return tuple(sorted(shown - {"/usr"}))


def hidden_in(path: tuple[str, ...]) -> tuple[str, ...]:
    """Editable installs (ours or any) name a source folder; our package, installed plainly, is one."""
    patterns = ("__editable__*", "*.egg-link", "easy-install.pth", *OURS)
    found = [glob(f"{folder}/{pattern}") for folder in path for pattern in patterns]
    return tuple(sorted(name for names in found for name in names))
