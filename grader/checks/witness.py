"""Put a question to a function and write down all that happened."""

import contextlib
import copy
import io
import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.checks.exercise import Wrong


@dataclass(frozen=True)
class Call:
    args: tuple
    kwargs: dict
    result: Any
    printed: str


@dataclass(frozen=True)
class Outcome:
    """What came of a question: a value, or an exception's name and message, or the reason why it is wrong."""

    value: Any = None
    error: str = ""
    message: str = ""
    wrong: Wrong | None = None
    calls: tuple[Call, ...] = field(default=(), compare=False)


class Raised(Exception):
    """The function raised; told apart from a fault of the question's own."""


def put(question, f):
    """Ask, never fail."""
    calls = []
    try:
        return Outcome(value=question.ask(witnessed(f, calls)), calls=tuple(calls))
    except Raised as raised:
        name, message = raised.args
        return Outcome(error=name, message=message, calls=tuple(calls))
    except Wrong as wrong:
        return Outcome(wrong=wrong, calls=tuple(calls))


def witnessed(f, calls):
    """f on copies of its arguments, silent, each call noted, and no argument changed.

    Under autograding f is a stand-in; of its `_in_place` we see what happened to the copies, too.
    """
    f = getattr(f, "_in_place", f)

    def ask(*args, **kwargs):
        own_args, own_kwargs = copy.deepcopy((args, kwargs))
        printed, result = io.StringIO(), None
        try:
            with quiet(printed):
                result = f(*own_args, **own_kwargs)
        # SystemExit: an answer that calls exit() must not end the notebook.
        except (Exception, SystemExit) as error:
            raise Raised(error_name(error), error_message(error)) from None
        finally:
            calls.append(Call(args, kwargs, result, printed.getvalue()[:2000]))
        refuse_changes((args, kwargs), (own_args, own_kwargs))
        return result

    return ask


@contextlib.contextmanager
def quiet(printed):
    """Nothing of the answer's may reach the cell's stderr: nbgrader takes a line there for a failure."""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def error_name(error):
    """The exception's own name, or the one it had in the student's process."""
    return str(getattr(error, "ename", None) or type(error).__name__)


def error_message(error):
    if error_name(error) == "RecursionError":
        return "it calls itself without end"  # Python's own words differ from call to call
    return str(getattr(error, "evalue", None) or error)[:300]


def refuse_changes(before, after):
    (args, kwargs), (own_args, own_kwargs) = before, after
    for old, new in zip([*args, *kwargs.values()], [*own_args, *own_kwargs.values()], strict=True):
        if isinstance(old, np.ndarray) and not np.array_equal(old, new):
            raise Wrong("changes the array that it is given: work on a copy, `X.copy()`")
