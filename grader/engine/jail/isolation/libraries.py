"""Which folders a sandboxed Python needs, and what in them must not be seen. Computed by the trusted side."""

import os
import site
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from glob import glob
from importlib.machinery import EXTENSION_SUFFIXES, PathFinder
from pathlib import Path

# Of the system: programs and libraries, fonts, the time zone, certificates. No user, no host, no secret.
SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/mime.types",
    "/etc/fonts", "/etc/localtime", "/etc/timezone",
    "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls/certs", "/etc/ca-certificates",
)  # fmt: skip

OURS = ("grader", "convolution_book")  # installed as ordinary packages, they would show the tests
EXCHANGE = "/usr/local/share/nbgrader"  # where nbgrader's own commands collect submissions
OUR_ROOT = Path(__file__).resolve().parents[4]
# Of an interpreter's folder, which may be any folder: a course, with an environment made in its midst.
PARTS = ("bin", "lib", "lib32", "lib64", "libexec", "include", "share", "etc", "ssl", "pyvenv.cfg")
MODULES = (".py", ".dist-info", ".egg-info", *EXTENSION_SUFFIXES)
COVERED_AT_MOST = 400  # modules of folders that nothing was installed into


@dataclass(frozen=True)
class Libraries:
    """What the jail shows of Python.

    folders: mounted read-only, under the same names; files too
    parts:   the same, with those that lie within another one
    added:   those of them that PYTHONPATH, a .pth file or an editable install names
    hidden:  files and folders inside these that appear empty
    path:    added to sys.path after the standard library
    """

    folders: tuple[str, ...]
    parts: tuple[str, ...]
    added: tuple[str, ...]
    hidden: tuple[str, ...]
    path: tuple[str, ...]
    prefix: str
    executable: str


def installed_libraries() -> Libraries:
    """This interpreter's libraries, without our own package and without what leads to its sources."""
    sites = site_folders()
    first, last = added_folders(os.environ.get("PYTHONPATH", "").split(os.pathsep)), named_in_sites(sites)
    added = {**first, **last}
    path = tuple(dict.fromkeys([*first, *sites, *last]))
    entries = tuple(dict.fromkeys(entry for entries in added.values() for entry in entries))
    folders = {*prefix_parts(), *sites, *interpreter_links(), *entries}
    parts = tuple(sorted(folders))
    return Libraries(outermost(folders), parts, entries, hidden_in(path), path, sys.prefix, sys.executable)


def for_testers(libraries: Libraries) -> Libraries:
    """The same and our own package: a tester judges, it does not answer."""
    parts = {*libraries.parts, str(OUR_ROOT / OURS[0])}
    return replace(
        libraries, folders=outermost(parts), parts=tuple(sorted(parts)), hidden=tuple(glob(EXCHANGE))
    )


def site_folders() -> tuple[str, ...]:
    folders = site.getsitepackages()
    if site.ENABLE_USER_SITE:
        folders = [site.getusersitepackages(), *folders]
    return tuple(folder for folder in folders if os.path.isdir(folder))


def prefix_parts() -> list[str]:
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix}
    if "/" in prefixes:
        raise ValueError("this Python's prefix is '/': install it in a folder of its own, to show only that")
    parts = [os.path.join(prefix, part) for prefix in prefixes for part in PARTS]
    return [part for part in parts if os.path.exists(part)]


def interpreter_links() -> list[str]:
    """A virtual environment's `python` is a chain of links; every step of it must exist inside."""
    steps, step = [], sys.executable
    while os.path.islink(step):
        step = os.path.normpath(os.path.join(os.path.dirname(step), os.readlink(step)))
        steps.append(step)
    return steps


def outermost(folders: set[str]) -> tuple[str, ...]:
    """Drop what lies within another one or within /usr."""
    shown = {"/usr"}
    for folder in sorted(folders):
        if not any(Path(folder).is_relative_to(other) for other in shown):
            shown.add(folder)
    return tuple(sorted(shown - {"/usr"}))


def added_folders(named: Iterable[str]) -> dict[str, list[str]]:
    """Folder -> what of it can be imported; without those that hold our own sources."""
    folders = [os.path.normpath(folder) for folder in named if os.path.isabs(folder)]
    return {
        folder: importable(folder) for folder in folders if os.path.exists(folder) and not is_ours(folder)
    }


def is_ours(folder: str) -> bool:
    return OUR_ROOT.is_relative_to(os.path.realpath(folder)) or any(
        os.path.isdir(os.path.join(folder, name, "engine")) for name in OURS
    )


def importable(folder: str) -> list[str]:
    """All of a folder that something was installed into (`pip install --target`), or of an archive.

    Of any other, which may be somebody's home, the modules and packages alone.
    """
    if os.path.isfile(folder) or (is_open(folder) and glob(f"{glob_escaped(folder)}/*.dist-info")):
        return [folder]
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    found = [os.path.join(folder, name) for name in names if is_module(folder, name)]
    return found[:COVERED_AT_MOST]


def is_open(folder: str) -> bool:
    """Whether anybody may enter it, as the nobody that root becomes in the jail."""
    return os.stat(folder).st_mode & 0o005 == 0o005


def glob_escaped(folder: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in folder)


def is_module(folder: str, name: str) -> bool:
    path = os.path.join(folder, name)
    return name.endswith(MODULES) or os.path.isfile(os.path.join(path, "__init__.py"))


def named_in_sites(sites: tuple[str, ...]) -> dict[str, list[str]]:
    """What .pth files and editable installs add: a folder, or single packages of one."""
    lines = [
        os.path.join(folder, line.strip())
        for folder in sites
        for file in sorted(glob(f"{glob_escaped(folder)}/*.pth"))
        for line in read_lines(file)
        if line.strip() and not line.startswith(("#", "import ", "import\t"))
    ]
    inside = [line for line in lines if any(Path(line).is_relative_to(folder) for folder in sites)]
    found = added_folders(line for line in lines if line not in inside)
    found |= {line: [] for line in inside if os.path.isdir(line)}  # shown with the rest already
    for name, path in editable_packages().items():
        folder = os.path.dirname(path)
        if os.path.basename(path) in (name, f"{name}.py") and not is_ours(folder):
            found.setdefault(folder, []).append(path)
    return found


def read_lines(file: str) -> list[str]:
    try:
        return Path(file).read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def editable_packages() -> dict[str, str]:
    """Package -> its folder, from the finders that setuptools installs for `pip install -e`."""
    found = {}
    for name, module in sys.modules.copy().items():  # other threads import meanwhile
        if name.startswith("__editable__") and isinstance(getattr(module, "MAPPING", None), dict):
            found |= {package: path for package, path in module.MAPPING.items() if "." not in package}
    return found


def hidden_in(path: tuple[str, ...]) -> tuple[str, ...]:
    """Editable installs (ours or any) name a source folder; our package, installed plainly, is one."""
    patterns = ("__editable__*", "*.egg-link", "easy-install.pth", *OURS)
    found = [glob(f"{glob_escaped(folder)}/{pattern}") for folder in path for pattern in patterns]
    return tuple(sorted({name for names in (*found, glob(EXCHANGE)) for name in names}))


def covers(libraries: Libraries, course: Iterable[Path]) -> dict[str, list[str]]:
    """Where, in what is shown, a course would be seen -> what of it is shown all the same.

    course: its own folder, then all that it keeps from students.

    An environment that lies in the course is shown all the same, and so are the packages of a folder in it
    that is named to Python; but no file of the course's own folder, and nothing of the others.
    """
    real = [os.path.realpath(path) for path in course]
    found = []
    for folder in (*SYSTEM, *libraries.parts):
        here = os.path.realpath(folder)
        holds = [path for path in real if is_within(path, here)]
        found += [folder + path[len(here) :] for path in holds]
        if folder in libraries.added and real and not holds:
            own = os.path.dirname(here) == real[0] and os.path.isfile(here)
            found += [folder] if own or any(is_within(here, path) for path in real[1:]) else []
    return {path: kept(libraries, path, found) for path in sorted(set(found))}


def kept(libraries: Libraries, path: str, covered: list[str]) -> list[str]:
    inner = [part for part in libraries.parts if is_within(part, path)]
    return sorted(part for part in inner if part not in covered)


def is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def seen(libraries: Libraries, covered: dict[str, list[str]], path: str) -> bool:
    """Whether a file or folder of this machine is there in the jail."""
    if any(is_within(path, each) for each in libraries.hidden):
        return False
    within = [cover for cover in covered if is_within(path, cover)]
    shown = covered[max(within, key=len)] if within else (*SYSTEM, *libraries.folders)
    return any(is_within(path, folder) for folder in shown)


def unseen_packages(names: Iterable[str], course: Iterable[Path]) -> dict[str, str]:
    """Package -> its file, of those that a notebook's kernel would find and a submission does not see."""
    libraries = installed_libraries()
    covered = covers(libraries, course)
    found = places_of(names, libraries.path)
    return {name: place for name, place in found.items() if not seen(libraries, covered, place)}


def closed_packages(names: Iterable[str]) -> dict[str, str]:
    """Package -> its folder or file, of those that root may read and the user of a submission may not."""
    if os.geteuid() != 0:
        return {}
    found = {name: package_at(place) for name, place in places_of(names, installed_libraries().path).items()}
    return {name: place for name, place in found.items() if not is_open_to_all(place)}


def places_of(names: Iterable[str], path: tuple[str, ...]) -> dict[str, str]:
    """Package -> its file, where there is one."""
    named = [folder for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if os.path.isabs(folder)]
    path = tuple(folder for folder in dict.fromkeys((*named, *path)) if not is_ours(folder))
    found = {}
    for name in sorted(set(names) - set(OURS)):
        spec = PathFinder.find_spec(name, path)
        place = spec.origin if spec else editable_packages().get(name)
        if place:
            found[name] = place
    return found


def package_at(place: str) -> str:
    return os.path.dirname(place) if os.path.basename(place) == "__init__.py" else place


def is_open_to_all(place: str) -> bool:
    """A file, or a folder and the file that makes it a package."""
    if not os.path.isdir(place):
        return not os.path.exists(place) or bool(os.stat(place).st_mode & 0o004)
    return is_open(place) and is_open_to_all(os.path.join(place, "__init__.py"))
