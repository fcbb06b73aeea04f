"""Inert stand-ins for modules that only the tester has.

A locked cell `from grader import check` runs in both worlds; in the student's, `check(...)` does nothing.
"""

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec


class Inert:
    """Can be called, and gives None; anything more is a mistake that Python will name."""

    def __init__(self, name):
        self.__name__ = name

    def __call__(self, *args, **kwargs):
        return None

    def __repr__(self):
        return f"<{self.__name__}: answers only while grading>"


class Finder(MetaPathFinder, Loader):
    def __init__(self, names):
        self.names = frozenset(names)

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            return ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        def missing(name):
            if name.startswith("__"):
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            return Inert(f"{module.__name__}.{name}")

        module.__getattr__ = missing
        module.__all__ = []


def install(names):
    """Stand in for these top-level modules and no others, whether or not they could be imported."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, Finder)]
    if any(name in sys.modules for name in names):  # to look at all would copy the page of each name
        for loaded in [name for name in sys.modules if name.partition(".")[0] in names]:
            del sys.modules[loaded]
    sys.meta_path.insert(0, Finder(names))
