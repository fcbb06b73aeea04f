"""Which folders a sandboxed Python needs, and what in them must not be seen. Computed by the trusted side."""

import ast
import os
import re
import site
import sys
import sysconfig
from collections.abc import Iterable
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
OUR_SOURCES = Path(__file__).resolve().parents[3]
FINDERS = "__editable___*_finder.py"  # what setuptools leaves of `pip install -e`
NAMING_SOURCES = ("__editable__*", "*.egg-link", "easy-install.pth")
EXCHANGE = "/usr/local/share/nbgrader"  # where nbgrader's own commands collect submissions
PARTS_OF_A_PREFIX = ("bin", "lib", "lib64", "include", "share", "etc", "ssl", "pyvenv.cfg")


class Exposed(ValueError):
    """The libraries cannot be shown without what must not be seen. The text says what to do."""


@dataclass(frozen=True)
class Libraries:
    """What the jail shows of Python.

    folders: mounted read-only, under the same names
    hidden:  files and folders inside these that appear empty
    path:    added to sys.path after the standard library, in this order
    left_out: folders of this interpreter's path that are not shown, since they hold the course or our sources
    """

    folders: tuple[str, ...]
    hidden: tuple[str, ...]
    path: tuple[str, ...]
    prefix: str
    executable: str
    left_out: tuple[str, ...] = ()


def installed_libraries(secret: Iterable[Path] = ()) -> Libraries:
    """This interpreter's libraries, without our own package and without what leads to its sources.

    secret: files and folders that no submission may see, wherever they lie
    Raises: Exposed if Python itself lies around them
    """
    closed = [Path(path).resolve() for path in secret]
    installed, added = site_folders(), added_folders()
    left_out = tuple(path for path in added if is_ours(path) or touches(path, closed))
    path = tuple(dict.fromkeys(path for path in (*added, *installed) if path not in left_out))
    own = {part for prefix in prefixes() for part in parts_to_show(prefix, closed)}
    in_usr = [str(path) for path in closed if path.is_relative_to("/usr") and path.exists()]
    hidden = (*hidden_in(path, installed), *glob(EXCHANGE), *in_usr)
    return Libraries(outermost({*own, *path}), hidden, path, sys.prefix, sys.executable, left_out)


def is_ours(folder: str) -> bool:
    """A checkout of this project, with tests and answers."""
    return touches(folder, [OUR_SOURCES]) or os.path.isdir(os.path.join(folder, "grader", "engine"))


def touches(folder: str, closed: list[Path]) -> bool:
    """Whether one of these lies in the folder, or the folder in it."""
    here = Path(folder).resolve()
    return holds(here, closed) or any(here.is_relative_to(path) for path in closed)


def holds(folder: Path, closed: list[Path]) -> bool:
    return any(path.is_relative_to(folder) for path in closed)


def prefixes() -> set[str]:
    return {sys.prefix, sys.base_prefix, sys.exec_prefix, *interpreter_folders()}


def parts_to_show(prefix: str, closed: list[Path]) -> list[str]:
    """A Python's folder; where a course was made around it (`python -m venv .`), what belongs to Python."""
    if prefix == "/usr" or not holds(Path(prefix).resolve(), closed):
        return [prefix]
    parts = [os.path.join(prefix, part) for part in PARTS_OF_A_PREFIX]
    for path in closed:
        if around := next((part for part in parts if path.is_relative_to(Path(part).resolve())), None):
            raise Exposed(
                f"{path} lies in Python's own folder {around}, which every submission sees:"
                " move the course, or use a Python that lies elsewhere"
            )
    return [part for part in parts if os.path.exists(part)]


def site_folders() -> tuple[str, ...]:
    folders = site.getsitepackages()
    if site.ENABLE_USER_SITE:
        folders = [site.getusersitepackages(), *folders]
    return tuple(folder for folder in folders if os.path.isdir(folder))


def added_folders() -> tuple[str, ...]:
    """What PYTHONPATH, .pth files and editable installs add to the path: read, not run."""
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    named += [
        path for folder in site_folders() for file in sorted(glob(f"{folder}/*.pth")) for path in lines(file)
    ]
    named += [
        path for folder in site_folders() for file in glob(f"{folder}/{FINDERS}") for path in mapped(file)
    ]
    found = [os.path.abspath(path) for path in named if os.path.isabs(path) and os.path.isdir(path)]
    known = {*site_folders(), *standard_library()}
    return tuple(dict.fromkeys(path for path in found if path not in known))


def lines(file: str) -> list[str]:
    """The folders that a .pth file names; its other lines are programs."""
    try:
        text = Path(file).read_text(errors="replace")
    except OSError:
        return []
    named = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return [
        os.path.join(os.path.dirname(file), name)
        for name in named
        if not name.startswith(("import ", "import\t"))
    ]


def mapped(file: str) -> list[str]:
    """The folders in which the packages of an editable install lie; not of ours."""
    try:
        found = re.search(r"^MAPPING[^=]*= (\{.*\})$", Path(file).read_text(errors="replace"), re.M)
        packages = ast.literal_eval(found[1]) if found else {}
    except (OSError, ValueError, SyntaxError):
        return []
    return [os.path.dirname(path) for name, path in packages.items() if name not in OURS]


def standard_library() -> set[str]:
    return {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}


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
        raise Exposed("this Python's prefix is '/': install it in a folder of its own, to show only that")
    shown = {"/usr"}
    for folder in sorted(folders):
        if not any(Path(folder).is_relative_to(other) for other in shown):
            shown.add(folder)
    return tuple(sorted(shown - {"/usr"}))


def hidden_in(path: tuple[str, ...], installed: tuple[str, ...]) -> tuple[str, ...]:
    """Editable installs (ours or any) name a source folder; our package, installed plainly, is one."""
    found = [glob(f"{folder}/{pattern}") for folder in path for pattern in NAMING_SOURCES]
    found += [glob(f"{folder}/{ours}") for folder in installed for ours in OURS]
    return tuple(sorted(name for names in found for name in names))
