"""Settings of this process and its libraries that a cell turns by calling something.

Each is read before the first submission and after each. What differs is turned back where that can be done
(TURNED; DRAWN without a look), and otherwise it is a mark (MARKS). Of a library that came later nobody knows
how it was before: see `loaded`.
"""

import copyreg
import decimal
import gc
import locale
import logging
import os
import random
import resource
import signal
import socket
import sys
import time
import warnings
from typing import Any

OWN_LIMIT = resource.RLIMIT_AS  # each grading sets it
LIBRARIES = ("numpy", "torch", "matplotlib.pyplot", "scipy.special", "pandas", "sympy", "sklearn")
LIMITS = {getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")} - {OWN_LIMIT}
SIGNALS = sorted(signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP})


def loaded() -> set[str]:
    """The libraries with settings that this process holds."""
    return {library for table in (DRAWN, TURNED, MARKS) for library, *_ in table if library in sys.modules}


def settings() -> list[list[tuple]]:
    """For each table: (how to read it, its value now, how to turn it back) of what is loaded."""
    here = loaded()
    return [
        [(read, read(), *turn) for library, read, *turn in table if library in here]
        for table in (DRAWN, TURNED, MARKS)
    ]


def turn_back(before: list[list[tuple]]) -> bool:
    """Whether all is as before again."""
    drawn, turned, marks = before
    for _, value, turn in drawn:
        turn(value)
    for read, value, turn in turned:
        if read() != value:
            turn(value)
    return all(_same(read(), value) for read, value in marks)


def _same(now: Any, before: Any) -> bool:
    """What is new in a dictionary came with a library, and is that library's own."""
    if isinstance(before, dict):
        return all(now.get(name) == value for name, value in before.items())
    return now == before


def _umask() -> int:
    now = os.umask(0o77)
    os.umask(now)
    return now


def _turn_limits(before: Any) -> None:
    for number, limit in before.items():
        if resource.getrlimit(number) != limit:
            resource.setrlimit(number, limit)


def _turn_signals(before: Any) -> None:
    for number, handler in before.items():
        if handler is not None and signal.getsignal(number) != handler:
            signal.signal(number, handler)


def _python():
    """Hooks and limits of the interpreter, most of which nothing but a meddler touches."""
    hooks = sys.excepthook, sys.unraisablehook, sys.breakpointhook, sys.__displayhook__
    traces = sys.gettrace(), sys.getprofile(), sys.getswitchinterval(), sys.get_int_max_str_digits()
    finders = [*map(id, sys.path_hooks)], [*map(id, sys.meta_path)]
    collector = gc.isenabled(), gc.get_threshold(), gc.get_debug(), [*map(id, gc.callbacks)]
    rounded = 5e-324 * 1.0 == 0  # where numbers next to nothing are nothing
    return hooks, traces, finders, collector, rounded, len(copyreg.dispatch_table), os.getpriority(0, 0)


def _loggers():
    found = {"": logging.root, **logging.root.manager.loggerDict}
    return {
        name: (one.level, one.disabled, one.propagate, [*map(id, one.handlers)], [*map(id, one.filters)])
        for name, one in found.items()
        if isinstance(one, logging.Logger)
    }


def _turn_filters(before: Any) -> None:
    if warnings.filters != before:
        vars(warnings)["filters"][:] = before  # in place: Python's own C code holds this list
    vars(warnings)["_filters_mutated"]()  # what was warned of once may be warned of again


def _time():
    return time.tzname, time.timezone


def _numpy():
    np = sys.modules["numpy"]
    return np.geterr(), np.geterrcall(), np.getbufsize(), np.get_printoptions()


def _turn_numpy(before: Any) -> None:
    np = sys.modules["numpy"]
    errors, call, size, printing = before
    np.seterr(**errors)
    np.seterrcall(call)
    np.setbufsize(size)
    np.set_printoptions(**printing)


def _torch():
    torch = sys.modules["torch"]
    printing = sorted(vars(torch._tensor_str.PRINT_OPTS).items())
    return torch.get_default_dtype(), torch.is_grad_enabled(), printing, torch.get_num_threads()


def _turn_torch(before: Any) -> None:
    torch = sys.modules["torch"]
    dtype, grad, printing, threads = before
    torch.set_default_dtype(dtype)
    torch.set_grad_enabled(grad)
    vars(torch._tensor_str.PRINT_OPTS).update(printing)
    if torch.get_num_threads() != threads:  # to set it at all starts threads
        torch.set_num_threads(threads)


def _torch_modes():
    torch = sys.modules["torch"]
    exact = (
        torch.are_deterministic_algorithms_enabled(),
        torch.is_deterministic_algorithms_warn_only_enabled(),
        torch.get_deterministic_debug_mode(),
        torch.get_float32_matmul_precision(),
        torch.is_warn_always_enabled(),
    )
    modes = (
        torch.get_default_device(),
        torch._C._len_torch_function_stack(),
        torch._C._len_torch_dispatch_stack(),
        torch.is_autocast_enabled("cpu"),
        torch.get_autocast_dtype("cpu"),
        torch.is_autocast_cache_enabled(),
        torch.is_inference_mode_enabled(),
        torch.is_anomaly_enabled(),
        torch.is_anomaly_check_nan_enabled(),
        torch.multiprocessing.get_sharing_strategy(),
    )
    hooks = vars(sys.modules["torch.nn.modules.module"])
    return exact, modes, {name: repr(hooks[name]) for name in hooks if name.startswith("_global_")}


def _numbers_of_figures():
    return sys.modules["matplotlib.pyplot"].get_fignums()


def _turn_figures(before: Any) -> None:
    for number in set(_numbers_of_figures()) - set(before):
        sys.modules["matplotlib.pyplot"].close(number)


def _parameters() -> dict:
    """Not by its own items: to read the backend would choose one."""
    return dict(dict.items(sys.modules["matplotlib"].rcParams))


def _turn_parameters(before: Any) -> None:
    dict.clear(sys.modules["matplotlib"].rcParams)
    dict.update(sys.modules["matplotlib"].rcParams, before)


def _pandas() -> str:
    return repr(sys.modules["pandas"]._config.config._global_config)


def _formatters() -> dict:
    """How values are displayed. What is registered by a name is the same once its library is loaded."""
    shells = sys.modules["IPython.core.interactiveshell"].InteractiveShell
    found = {}
    for mime, one in shells.instance().display_formatter.formatters.items() if shells.initialized() else ():
        types = {(kind.__module__, kind.__name__): id(f) for kind, f in one.type_printers.items()}
        named = {name: id(function) for name, function in one.deferred_printers.items()}
        single = {key: id(function) for key, function in one.singleton_printers.items()}
        plain = (one.float_format, one.pprint, one.max_width) if mime == "text/plain" else ()
        found[mime] = types | named, single, one.enabled, plain
    return found


def _numpy_numbers(before: Any) -> None:
    sys.modules["numpy"].random.set_state(before)


def _torch_numbers(before: Any) -> None:
    sys.modules["torch"].set_rng_state(before)


DRAWN = (  # differ after every submission, or cannot be compared
    ("random", random.getstate, random.setstate),
    ("numpy", lambda: sys.modules["numpy"].random.get_state(), _numpy_numbers),
    ("torch", lambda: sys.modules["torch"].get_rng_state(), _torch_numbers),
    ("warnings", lambda: list(warnings.filters), _turn_filters),
    ("decimal", lambda: decimal.getcontext().copy(), lambda before: decimal.setcontext(before.copy())),
)
TURNED = (
    ("sys", sys.getrecursionlimit, sys.setrecursionlimit),
    ("os", _umask, os.umask),
    ("resource", lambda: {number: resource.getrlimit(number) for number in LIMITS}, _turn_limits),
    ("signal", lambda: {number: signal.getsignal(number) for number in SIGNALS}, _turn_signals),
    (
        "locale",
        lambda: locale.setlocale(locale.LC_ALL),
        lambda before: locale.setlocale(locale.LC_ALL, before),
    ),
    ("logging", lambda: logging.root.manager.disable, logging.disable),
    ("socket", socket.getdefaulttimeout, socket.setdefaulttimeout),
    ("numpy", _numpy, _turn_numpy),
    ("torch", _torch, _turn_torch),
    ("matplotlib.pyplot", _numbers_of_figures, _turn_figures),
    ("matplotlib", _parameters, _turn_parameters),
)
MARKS = (
    ("sys", _python),
    ("logging", _loggers),
    ("time", _time),
    ("warnings", lambda: (warnings.showwarning, warnings.formatwarning)),
    ("torch", _torch_modes),
    ("matplotlib", lambda: len(sys.modules["matplotlib"].colormaps)),
    ("scipy.special", lambda: sys.modules["scipy.special"].geterr()),
    ("pandas", _pandas),
    ("sympy", lambda: repr(sys.modules["sympy"].printing.printer.Printer._global_settings)),
    ("sklearn", lambda: sys.modules["sklearn"].get_config()),
    ("IPython.core.interactiveshell", _formatters),
)
