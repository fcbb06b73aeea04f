"""What a test sets up in the libraries of its own process, and means for the answers, too.

`np.random.seed(3)` is told to the student's process with the next question, and what `unittest.mock.patch`
has put in the place of a library's function is called from there for as long as it is in place. Both go one
way: nothing that the student's process does comes back.

Who knows a seed knows what the test will draw: one that is made of GRADER_SEED stays here. Told is what
stands in a cell of the instructor's, and what is small.
"""

import ast
import functools
import importlib
import sys
import unittest.mock
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..notebook import ownership

SMALL = 1_000_000
SEEDS = {"random": "seed", "numpy.random": "seed", "torch": "manual_seed"}

seeded: dict[str, object] = {}  # module -> what its generator was last seeded with, not yet told
patched: dict[str, object] = {}  # "module:name" -> what stands there instead
written: set[object] = set()  # numbers and texts in the instructor's cells so far
_watched = set()


def watch() -> None:
    """Notice seeds and patches from now on; once for each module that is loaded."""
    if "numpy" in sys.modules:  # its random numbers are loaded when somebody asks for them: too late for us
        importlib.import_module("numpy.random")
    for module, name in SEEDS.items():
        if module in sys.modules and module not in _watched:
            _watched.add(module)
            setattr(sys.modules[module], name, _noting(module, getattr(sys.modules[module], name)))
    if "patch" not in _watched:
        _watched.add("patch")
        patch: Any = unittest.mock._patch
        patch.__enter__, patch.__exit__ = _entering(patch.__enter__), _leaving(patch.__exit__)


def _noting(module: str, seed: Callable) -> Callable:
    @functools.wraps(seed)
    def noting(*args: Any, **kwargs: Any):
        made = seed(*args, **kwargs)
        seeded.pop(module, None)
        if len(args) == 1 and not kwargs and _may_be_told(args[0]):
            seeded[module] = args[0]
        return made

    return noting


def _may_be_told(seed: Any) -> bool:
    if type(seed) not in (int, float, str):
        return False
    return seed in written or (type(seed) is int and abs(seed) < SMALL)


def _entering(enter: Callable) -> Callable:
    @functools.wraps(enter)
    def entering(self: Any):
        made = enter(self)
        function = getattr(self.target, self.attribute, None)
        if isinstance(self.target, ModuleType) and self.target.__name__ != "__main__" and callable(function):
            patched[f"{self.target.__name__}:{self.attribute}"] = function
        return made

    return entering


def _leaving(leave: Callable) -> Callable:
    @functools.wraps(leave)
    def leaving(self: Any, *error: Any):
        if isinstance(getattr(self, "target", None), ModuleType):
            patched.pop(f"{self.target.__name__}:{self.attribute}", None)
        return leave(self, *error)

    return leaving


def start(source: str = "") -> None:
    """A cell of the instructor's begins."""
    watch()
    found = (node.value for node in ast.walk(ownership.parse(source)) if isinstance(node, ast.Constant))
    written.update(value for value in found if type(value) in (int, float, str))
    seeded.clear()
    patched.clear()
