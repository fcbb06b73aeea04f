"""Torch's compiler is loaded when somebody asks for it, not by every optimizer.

The first step of any optimizer imports `torch._dynamo`, only to tell a compiler that is not at work what to
leave alone: two seconds, 800 modules and 70 MB, which every fork then carries along.
"""

import importlib
import sys
from importlib.machinery import PathFinder
from types import ModuleType

NAME = "torch._dynamo"


class Deferred(ModuleType):
    """What is asked of the compiler where nothing is compiled. Any other name brings the module itself."""

    @staticmethod
    def disable(fn=None, recursive=True, *, reason=None, wrapping=True):
        return fn or (lambda fn: fn)

    @staticmethod
    def graph_break(msg=""):
        pass

    def __getattr__(self, name):
        if name.startswith("__") and name != "__path__":  # asked of all modules, by tracebacks for one
            raise AttributeError(name)
        return getattr(load(), name)


def defer() -> None:
    """If torch is loaded and its compiler is not yet."""
    torch = sys.modules.get("torch")
    if torch is not None and NAME not in sys.modules:
        sys.modules[NAME] = torch._dynamo = Deferred(NAME)
        torch._dynamo.__spec__ = PathFinder.find_spec(NAME, torch.__path__)


def load() -> ModuleType:
    if isinstance(sys.modules.get(NAME), Deferred):
        del sys.modules[NAME]
    return importlib.import_module(NAME)
