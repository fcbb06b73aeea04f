"""Library objects by name: `float`, `numpy.float32`, `math.sin` mean the same on both sides.

A student may name types only, and only from a short list: a function named by a student would run in the
tester. The tester may name anything of a library, for it runs in the student's process at worst.
"""

import builtins
import importlib
import sys

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

_TYPES = {
    f"builtins:{name}": value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and not name.startswith("_")
}
_NUMPY_TYPES = frozenset(
    "bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 "  # noqa: SIM905
    "complex64 complex128 ndarray generic number integer floating str_ bytes_".split()
)


def name_of(value):
    """The name of a type that either side may use, or None."""
    if value.__module__ == "builtins" and _TYPES.get(f"builtins:{value.__qualname__}") is value:
        return f"builtins:{value.__qualname__}"
    numpy = sys.modules.get("numpy")
    for name in _NUMPY_TYPES if numpy is not None and value.__module__ == "numpy" else ():
        if getattr(numpy, name, None) is value:
            return f"numpy:{name}"
    return None


def type_named(name):
    if name in _TYPES:
        return _TYPES[name]
    module, _, short = str(name).partition(":")
    if module == "numpy" and short in _NUMPY_TYPES:
        import numpy

        return getattr(numpy, short)
    raise ValueError("not a type that has a name here")


def library_name(value):
    """ "module:name" of a public function or class of a library, or None."""
    module, name = _home(value), getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if not isinstance(module, str) or not isinstance(name, str) or not callable(value):
        return None
    if module.partition(".")[0] not in _LIBRARIES or module.partition(".")[0] in _PRIVATE:
        return None
    return f"{module}:{name}" if _look_up(sys.modules.get(module), name) is value else None


def _home(value):
    module = getattr(value, "__module__", None)
    numpy = sys.modules.get("numpy")
    return "numpy" if module is None and numpy is not None and isinstance(value, numpy.ufunc) else module


def library_object(name):
    """The object of that name; only for names that the tester sent."""
    module, _, path = name.partition(":")
    found = _look_up(importlib.import_module(module), path)
    if found is None:
        raise AttributeError(f"{module} has no {path}")
    return found


def _look_up(module, path):
    for part in path.split("."):
        module = getattr(module, part, None)
    return module


def exception_named(name):
    """An exception class of Python or of a library that is already loaded, or None.

    Only subclasses of Exception: a student's SystemExit must not end a test.
    """
    module, _, path = str(name).partition(":")
    found = _look_up(sys.modules.get(module), path) if path and module != "__main__" else None
    good = isinstance(found, type) and issubclass(found, Exception) and found.__module__ == module
    return found if good and _is_ordinary(found) else None


def _is_ordinary(kind):
    """Not one that a loop, a debugger or a test runner takes for a message to itself."""
    return kind.__module__.partition(".")[0] in _LIBRARIES - _RUNNERS and not issubclass(kind, _SIGNALS)


def _may_be_given(kind, args):
    """Plain ones. Not a syntax error's: it names a file, and Python shows the error with a line of it."""
    plain = isinstance(args, list) and all(isinstance(arg, bool | int | float | str) for arg in args)
    return plain and not issubclass(kind, SyntaxError)


def make_exception(kind, error):
    """An instance with the text of the one described; some classes cannot be made from a text alone."""
    text = [str(error.get("text", ""))]
    for given in [error["args"], text] if _may_be_given(kind, error.get("args")) else [text]:
        try:
            return kind(*given)
        except Exception:  # a constructor may want anything; the next base class will do
            continue
    return RuntimeError(str(error.get("text", "")))
