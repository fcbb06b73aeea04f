"""Library objects by name: `float`, `numpy.float32`, `math.sin` mean the same on both sides.

The rule: nothing that a student's process says is ever used as an attribute path, an import, a format string,
a dtype expression, a file name or program text. What it may name stands in a table that was made of our own
objects; its word is a key of that table, and no more. The tables here hold types and exception classes,
those of `arrays` the dtypes. tests/test_architecture.py keeps the rule.

The tester may name anything of a library (`library_object`), for that runs in the student's process.
"""

import builtins
import functools
import importlib
import sys
import types
from collections.abc import Iterable, Mapping, Sequence
from types import FunctionType
from typing import Any

from .kinds import Head

_LIBRARIES = sys.stdlib_module_names | {
    "builtins",
    "numpy",
    "scipy",
    "torch",
    "pandas",
    "sklearn",
    "sympy",
    "matplotlib",
}
_RUNNERS = {"unittest", "doctest", "bdb", "pdb", "asyncio", "concurrent"}
_SIGNALS = (StopIteration, StopAsyncIteration)
_PRIVATE = {"os", "subprocess", "shutil", "socket", "ctypes", "__main__"}

_UNNAMED = (  # types that Python has no name for in `builtins`
    types.FunctionType, types.GeneratorType, types.MethodType, types.CoroutineType, types.CodeType,
    types.BuiltinFunctionType, types.ModuleType, types.AsyncGeneratorType,
)  # fmt: skip
_NUMPY_TYPES = (
    "bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 "  # noqa: SIM905
    "complex64 complex128 ndarray generic number integer floating str_ bytes_".split()
)


_TYPES = {
    f"builtins:{name}": value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and not name.startswith("_")
} | {f"builtins:{kind.__name__}": kind for kind in _UNNAMED}


@functools.cache
def _numpy_types() -> dict[str, type]:
    import numpy

    return {f"numpy:{name}": vars(numpy)[name] for name in _NUMPY_TYPES}


def name_of(value: type) -> str | None:
    """The name of a type that either side may use, or None."""
    table = {"builtins": lambda: _TYPES, "numpy": _numpy_types}.get(value.__module__, dict)()
    return next((name for name, known in table.items() if known is value), None)


def type_named(name: str) -> type:
    return _TYPES[name] if name in _TYPES else _numpy_types()[name]


def library_name(value: object) -> str | None:
    """ "module:name" of a public function or class of a library, or None."""
    module, name = _home(value), getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if not isinstance(module, str) or not isinstance(name, str) or not callable(value):
        return None
    if module.partition(".")[0] not in _LIBRARIES or module.partition(".")[0] in _PRIVATE:
        return None
    return f"{module}:{name}" if _look_up(sys.modules.get(module), name) is value else None


def _home(value: object):
    module = getattr(value, "__module__", None)
    numpy = sys.modules.get("numpy")
    return "numpy" if module is None and numpy is not None and isinstance(value, numpy.ufunc) else module


def library_object(name: str) -> Any:
    """The object of that name; only for names that the tester sent."""
    module, _, path = name.partition(":")
    found = _look_up(importlib.import_module(module), path)
    if found is None:
        raise AttributeError(f"{module} has no {path}")
    return found


def _look_up(module: object, path: str) -> object:
    for part in path.split("."):
        module = getattr(module, part, None)
    return module


def exceptions() -> dict[str, type[Exception]]:
    """{"module:name": class} of Python's exceptions and of those of libraries that are loaded here.

    Only subclasses of Exception: a student's SystemExit must not end a test.
    """
    return _exceptions(len(sys.modules))


@functools.lru_cache(maxsize=1)
def _exceptions(modules: int) -> dict[str, type[Exception]]:
    found, waiting = {}, [Exception]
    while waiting:
        kind = waiting.pop()
        waiting += type.__subclasses__(kind)
        if _is_ordinary(kind):
            found.setdefault(_full_name(kind), kind)
    return found


def _is_ordinary(kind: type) -> bool:
    """Not one that a loop, a debugger or a test runner takes for a message to itself."""
    return kind.__module__.partition(".")[0] in _LIBRARIES - _RUNNERS and not issubclass(kind, _SIGNALS)


def known(family: Iterable[object], table: Mapping[str, type[Exception]]) -> list[type[Exception]]:
    """The classes that the table has of a family of names, nearest first."""
    return [table[name] for name in family if isinstance(name, str) and name in table]


_NOT_GIVEN = (
    SyntaxError,
    UnicodeError,
)  # a file that Python shows a line of, an index into a text: not checked
_OWN_CONSTRUCTORS = ("numpy.exceptions:AxisError",)  # harmless, and their text needs what they keep


def make_exception(kinds: Sequence[type[Exception]], error: Head) -> Exception:
    """An instance with the text of the one described, of the first of these classes that lets one be made."""
    text, args = [str(error.get("text", ""))], error.get("args")
    plain = isinstance(args, list) and all(isinstance(arg, bool | int | float | str) for arg in args)
    for kind in kinds:
        as_given = plain and kind is kinds[0] and not issubclass(kind, _NOT_GIVEN)
        for given in [args, text] if as_given else [text]:
            try:
                return _made(kind, given)
            except Exception:  # a constructor may want anything; the next class will do
                continue
    return RuntimeError(*text)


def _made(kind: type[Exception], args: Sequence[object]) -> Exception:
    """Without a library's own constructor, which could do anything with what it gets; an instructor's may."""
    trusted = kind.__module__ == "__main__" or _full_name(kind) in _OWN_CONSTRUCTORS
    if trusted or not isinstance(kind.__init__, FunctionType):
        return kind(*args)
    if isinstance(kind.__new__, FunctionType) or isinstance(kind.__str__, FunctionType):
        raise TypeError("this class keeps more than its arguments")
    return kind.__new__(kind, *args)


def _full_name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"
