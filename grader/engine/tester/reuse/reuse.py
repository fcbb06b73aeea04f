"""One tester for many submissions, one after the other, for as long as no submission could tell.

To fork a process for each costs more than all that a tester does there. So it goes on to the next submission
- where the instructor's cells visibly leave the process alone (see `tidy`): what they bind ends with the
  namespace that they ran in;
- when the submission was graded without trouble;
- where a cell stopped in the middle (a wrong answer, one that raised): if these cells are known to turn
  nothing that they would only have turned back at their end (see `calls`);
- if the process then looks as it did before its first submission (see `Slate`), settings of all libraries
  that it holds included (see `knobs`).
Otherwise the tester ends, and the next submission gets a fresh one.
"""

import ast
import contextlib
import importlib
import operator
import os
import sys
import tempfile
import types
from collections.abc import Callable, Container, Iterable
from functools import lru_cache
from pathlib import Path

from ...job import Job, Result
from ...sandboxed.shell import shell
from ...sandboxed.student import serve
from ..notebook import notebook_file, ownership, rebuild, release
from . import calls, library_state

MOST_GROWTH_MB = 256
BINDS_ELSEWHERE = {"setattr", "delattr", "exec", "eval", "globals", "vars", "__import__", "get_ipython"}
REACHES_ELSEWHERE = {"__dict__", "__setattr__", "__delattr__", "import_module", "reload", "chdir", "putenv"}
MEDDLES = {
    "mock", "builtins", "importlib", "ctypes", "gc", "signal", "atexit", "resource", "faulthandler",
    "threading", "multiprocessing", "concurrent",
}  # fmt: skip
HARMLESS_MAGIC = "get_ipython().run_line_magic('matplotlib', 'inline')"


def serving(grade: Callable[[Job], Result]) -> Callable[[Job], tuple[Result, bool]]:
    """`grade`, for one job after another of a class: (result, whether another job may follow)."""
    slate, served, made = None, 0, serve.warm()

    def serve_one(job: Job) -> tuple[Result, bool]:
        nonlocal slate, served
        if slate is None:
            slate = prepared(shell.connect(made), job)
        served += 1
        made.broke_off = False
        result = grade(job)
        fit = result.state == "graded" and served < job.settings.reuse
        return result, fit and not (made.broke_off and slate.turns) and slate.wiped()

    return serve_one


def prepared(made: shell.Shell, job: Job) -> "Slate | Untidy":
    """Before the first job. Tidy cells cannot change how they are read: that is done once."""
    try:
        cells = instructors_cells(job)
    except (OSError, ValueError, TypeError):  # a broken source: `grade` will name it
        return Untidy()
    if job.settings.reuse <= 1 or not tidy(cells):
        return Untidy()
    for name in ("transform_cell", "should_run_async"):
        setattr(made, name, lru_cache(getattr(made, name)))
    named = modules_named(cells)
    load(named)
    return Slate(named, turns=not calls.turn_nothing(cells))


def load(named: Iterable[str]) -> None:
    """The libraries whose settings must be known before a cell turns one; a cell would load them anyway."""
    tops = {name.partition(".")[0] for name in named}
    for name in library_state.LIBRARIES:
        if name.partition(".")[0] in tops:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def instructors_cells(job: Job) -> list[str]:
    """The sources of all cells that a tester may run: tests, locked cells, and unlocked ones for helpers."""
    found = []
    for path in sorted(Path(job.source).glob("*.ipynb")):
        for cell in notebook_file.read_notebook(path)[1]:
            info = release.grade_info(cell.metadata)
            if cell.kind == "code" and (info is None or rebuild.kind_of(cell, info) in ("test", "locked")):
                found.append(cell.source)
    return found


def tidy(cells: Iterable[str]) -> bool:
    """Whether these cells, read as text, change nothing but what they bind themselves.

    No attribute or item of something imported is set, and nothing is used that could do so unseen. An
    instructor who wants to can hide more from us than this sees; a slip cannot.

    >>> tidy(["import numpy as np", "x = np.ones(3)\\nx[0] = 2\\nassert f(x) == 4"])
    True
    >>> tidy(["import numpy as np", "np.dot = None"])
    False
    """
    statements = [line for cell in cells for line in ownership.parse(cell).body if not _is_harmless(line)]
    nodes = [node for statement in statements for node in ast.walk(statement)]
    imported = {name for node in nodes for name in _imports(node)}
    return not any(_meddles(node, imported) for node in nodes)


def _is_harmless(statement: ast.AST) -> bool:
    """The one magic that many notebooks begin with, and that is in force already."""
    return ast.unparse(statement) == HARMLESS_MAGIC


def _imports(node: ast.AST) -> Iterable[str]:
    return ownership.imported(node) if isinstance(node, ast.Import | ast.ImportFrom) else ()


def _meddles(node: ast.AST, imported: Container[str | None]) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        module = getattr(node, "module", None) or ""
        names = {part for alias in node.names for part in alias.name.split(".")}
        return bool(MEDDLES & {*names, *module.split(".")})
    if isinstance(node, ast.Name):
        return node.id in BINDS_ELSEWHERE
    if isinstance(node, ast.Attribute | ast.Subscript):
        sets = isinstance(node.ctx, ast.Store | ast.Del) and _root(node) in imported
        return sets or (isinstance(node, ast.Attribute) and node.attr in REACHES_ELSEWHERE)
    return False


def _root(node: ast.AST) -> str | None:
    """The name that `a` is in `a.b[c].d`, or None."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def modules_named(cells: Iterable[str]) -> set[str]:
    """What the cells import, with the packages that it lies in: "a.b" means "a", too."""
    found = set()
    for cell in cells:
        for node in ast.walk(ownership.parse(cell)):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    parts = [name.split(".") for name in found]
    return {".".join(part[:depth]) for part in parts for depth in range(1, len(part) + 1)}


class Untidy:
    """Of a process in which anything may have been changed."""

    turns = True

    def wiped(self) -> bool:
        return False


class Slate:
    """How this process looks. wiped: whether it looks so again, what can be turned back being turned back.

    turns: whether a cell that stops in the middle may leave something turned
    """

    def __init__(self, names: Iterable[str], turns: bool = False):
        self.turns = turns
        self.modules, self.path = dict(sys.modules), list(sys.path)
        self.watched = [(module, public(module)) for module in watched_modules(names)]
        self.environment = dict(os.environ)
        self.knobs, self.libraries = library_state.settings(), library_state.loaded()
        self.threads, self.descriptors, self.pages = threads(), descriptors(), pages()

    def wiped(self) -> bool:
        return (
            self.turn_back()
            and library_state.loaded() == self.libraries
            and threads() == self.threads
            and descriptors() == self.descriptors
            and not has_children()
            and (pages() - self.pages) * os.sysconf("SC_PAGE_SIZE") < MOST_GROWTH_MB << 20
            and all(map(operator.is_, map(sys.modules.get, self.modules), self.modules.values()))
            and not any(map(from_the_course, sys.modules.keys() - self.modules.keys()))
            and all(is_as_before(module, before) for module, before in self.watched)
        )

    def turn_back(self) -> bool:
        sys.path[:] = self.path
        if os.environ != self.environment:
            os.environ.clear()
            os.environ.update(self.environment)
        sys.modules["__main__"] = self.modules["__main__"]
        return library_state.turn_back(self.knobs)


def watched_modules(names: Iterable[str]) -> list[types.ModuleType]:
    """Those named and loaded, what they directly consist of, and Python's builtins."""
    names = {"builtins", *names}
    found = {name for name in sys.modules if name in names or name.rpartition(".")[0] in names}
    return [sys.modules[name] for name in sorted(found) if isinstance(sys.modules[name], types.ModuleType)]


def public(module: types.ModuleType) -> dict:
    """Private names are a library's own, and often caches."""
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


def is_as_before(module: types.ModuleType, before: dict) -> bool:
    """Thousands of names after each submission: hence without a loop of our own."""
    return all(map(operator.is_, map(vars(module).get, before), before.values()))


def from_the_course(name: str) -> bool:
    """A module that lay beside the notebook, in the job's folder: its state is not a library's."""
    module, folder = sys.modules[name], os.path.join(os.path.realpath(tempfile.gettempdir()), "")
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
    return any(place and os.path.realpath(place).startswith(folder) for place in places)


def threads() -> int:
    return len(os.listdir("/proc/self/task"))


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def pages() -> int:
    """In memory, of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1])


def has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True
