"""Settings of libraries that a cell turns by calling something, read and turned back between submissions."""

import decimal
import random
import sys
import warnings


def settings() -> list[tuple]:
    """(how to turn back, what to) of each library that is loaded."""
    return [
        (turn_back, read(sys.modules.get(library)))
        for library, read, turn_back in KNOBS
        if library in sys.modules
    ]


def turn_back(before: list[tuple]) -> None:
    for turn, value in before:
        turn(value)


def _turn_filters(before):
    if warnings.filters != before:
        warnings.filters[:] = before
    warnings._filters_mutated()  # what was warned of once may be warned of again


def _numpy(np):
    return np.random.get_state(), np.geterr(), np.get_printoptions()


def _turn_numpy(before):
    np = sys.modules["numpy"]
    generator, errors, printing = before
    np.random.set_state(generator)
    np.seterr(**errors)
    if np.get_printoptions() != printing:
        np.set_printoptions(**printing)


def _torch(torch):
    return torch.get_rng_state(), torch.get_default_dtype(), torch.is_grad_enabled()


def _turn_torch(before):
    torch = sys.modules["torch"]
    generator, dtype, grad = before
    torch.set_rng_state(generator)
    torch.set_default_dtype(dtype)
    torch.set_grad_enabled(grad)


def _turn_plots(before):
    sys.modules["matplotlib.pyplot"].close("all")
    parameters = sys.modules["matplotlib"].rcParams
    if dict(parameters) != before:
        dict.update(parameters, before)


KNOBS = (
    ("random", lambda _: random.getstate(), random.setstate),
    ("sys", lambda _: sys.getrecursionlimit(), sys.setrecursionlimit),
    ("warnings", lambda _: list(warnings.filters), _turn_filters),
    ("decimal", lambda _: decimal.getcontext().copy(), lambda context: decimal.setcontext(context.copy())),
    ("numpy", _numpy, _turn_numpy),
    ("torch", _torch, _turn_torch),
    ("matplotlib.pyplot", lambda plt: dict(plt.rcParams), _turn_plots),
)
