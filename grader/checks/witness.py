"""Put a question to a function and write down all that happened."""

import builtins
import contextlib
import copy
import io
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np

from grader.checks import patience
from grader.checks.exercise import Question, Wrong


@dataclass(frozen=True)
class Call:
    args: tuple
    kwargs: dict
    result: Any
    printed: str


@dataclass(frozen=True)
class Outcome:
    """What came of a question: a value, or an exception's class and message, or the reason why it is wrong.

    line: where the answer stood when it raised, if that is known
    late: it did not come to an end
    """

    value: Any = None
    error: type | None = None
    message: str = ""
    line: str = ""
    wrong: Wrong | None = None
    late: bool = False
    calls: tuple[Call, ...] = field(default=(), compare=False)

    @property
    def error_name(self) -> str:
        return self.error.__name__ if self.error else ""


class Raised(Exception):
    """The function raised; told apart from a fault of the question's own."""


class Stopped(Exception):
    """The function was stopped: its time was up, or somebody pressed Interrupt."""


def put(question: Question, f: Callable) -> Outcome:
    """Ask, never fail."""
    calls = []
    try:
        return Outcome(value=question.ask(witnessed(f, calls)), calls=tuple(calls))
    except Raised as raised:
        error, line = raised.args
        return Outcome(error=type(error), message=message(error), line=line, calls=tuple(calls))
    except Stopped as stopped:
        return Outcome(wrong=Wrong(str(stopped)), late=True, calls=tuple(calls))
    except Wrong as wrong:
        return Outcome(wrong=wrong, calls=tuple(calls))


def witnessed(f: Callable, calls: list[Call]) -> Callable:
    """f on copies of its arguments, silent, in limited time, each call noted, and no argument changed.

    Under autograding f is a stand-in; of its `_in_place` we see what happened to the copies, too.
    """
    inner = getattr(f, "_in_place", f)

    def ask(*args: Any, **kwargs: Any) -> Any:
        own_args, own_kwargs = copy.deepcopy((args, kwargs))
        printed, result = io.StringIO(), None
        try:
            with quiet(printed), patience.limit(patience.SECONDS):
                result = inner(*own_args, **own_kwargs)
        except patience.TooLate as late:
            raise Stopped(stopped(f"did not finish within {patience.SECONDS:g} s", late, f)) from None
        except KeyboardInterrupt as interrupt:
            if not patience.line_of(interrupt, f):
                raise  # not in the answer's code: for somebody else
            raise Stopped(stopped("was interrupted", interrupt, f)) from None
        # SystemExit: an answer that calls exit() must not end the notebook.
        except (Exception, SystemExit) as error:
            raise Raised(error, patience.line_of(error, f)) from None
        finally:
            calls.append(Call(args, kwargs, result, printed.getvalue()[:2000]))
        refuse_changes((args, kwargs), (own_args, own_kwargs))
        return result

    return ask


def stopped(what: str, error: BaseException, f: Callable) -> str:
    line = patience.line_of(error, f)
    return f"{what}: it was at {line}" if line else f"{what}: does a loop never end?"


@contextlib.contextmanager
def quiet(printed: io.StringIO) -> Iterator[None]:
    """Nothing of the answer's may reach the cell's stderr: nbgrader takes a line there for a failure."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
        alone(),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Nobody is asked anything, and a notebook's own `exit()` ends the call, not the kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    asked, builtins.input = builtins.input, no_input
    if shell:
        shell.ask_exit = leave
    try:
        yield
    finally:
        builtins.input = asked
        if shell:
            del shell.ask_exit


def no_input(prompt: object = "") -> NoReturn:
    raise EOFError("`input` asks a person, and nobody is there: work with the arguments")


def leave() -> NoReturn:
    raise SystemExit


def message(error: BaseException) -> str:
    """What the exception says, on one line."""
    if isinstance(error, RecursionError):
        return "it calls itself without end"  # Python's own words differ from call to call
    try:
        return plainly(" ".join(str(error).split()))[:300]
    except Exception:  # the exception may be the student's own, and so its text
        return ""


PLAINLY = (
    (
        r"matmul: .* \(size (\d+) is different from (\d+)\)",
        r"a matrix product needs as many columns on its left as rows on its right, here \2 and \1",
    ),
    (
        r"Cannot cast ufunc .* from dtype\('float\d+'\) to dtype\('u?int\d+'\) .*",
        "the array holds whole numbers and has no room for fractions; `np.zeros(shape)` has",
    ),
    (r"name 'np' is not defined", "name 'np' is not defined: run `import numpy as np` first"),
    (r"slice indices must be integers .*", "a slice needs whole numbers"),
    (r"object too deep for desired array", "it takes one row of numbers, not a whole matrix"),
)


def plainly(words: str) -> str:
    """NumPy speaks to programmers: what beginners meet most often, said plainly."""
    for technical, plain in PLAINLY:
        if re.fullmatch(technical, words):
            return re.sub(technical, plain, words)
    return words


def refuse_changes(before: tuple[tuple, dict], after: tuple[tuple, dict]) -> None:
    (args, kwargs), (own_args, own_kwargs) = before, after
    for old, new in zip([*args, *kwargs.values()], [*own_args, *own_kwargs.values()], strict=True):
        if isinstance(old, np.ndarray) and not np.array_equal(old, new):
            raise Wrong("changes the array that it is given: work on a copy, which `.copy()` makes")
