"""What runs beside the reader's code, in the page's worker: a cell is run, an answer is checked.

Each job has a namespace of its own, begun by the notebook's first cell. Jobs and answers are JSON.
"""

import ast
import contextlib
import gc
import io
import json
import linecache
import pprint
import sys
import traceback
import warnings
from dataclasses import replace
from html import escape

import numpy as np

from convolution_book.practice.needs import needed
from grader.checks import draws, examine, patience
from grader.checks.html import figure, render
from grader.checks.values import as_numpy
from grader.exercises import find

YOURS, INPUTS, EARLIER, ABOVE = "your code", "your inputs", "your earlier answer", "a cell above"
READERS = (YOURS, INPUTS, EARLIER, ABOVE)
SHARED = {"numpy", "grader", "builtins", __name__}  # modules that outlive a job
MOST = 20_000  # characters of output: a loop that prints must not fill the page


def begin(tick):
    """tick: tells the page that a call begins or ends; the page stops whoever is silent for too long."""

    @contextlib.contextmanager
    def limit(seconds):
        tick()
        yield
        tick()

    patience.limit = limit
    sys.setrecursionlimit(600)  # the page's stack is small


def answer(job):
    job = json.loads(job)
    tasks = {"run": run, "check": check, "cell": cell}
    with untouched():
        told = json.dumps(tasks[job.pop("do")](**job))
    gc.collect()  # errors and their frames hold each other, and this memory never shrinks
    return told


@contextlib.contextmanager
def untouched():
    """After the block NumPy, Python's own names and the checks are as before: `np.sum = 3` must not last."""
    shared = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in SHARED]
    before = [(vars(module), dict(vars(module))) for module in shared]
    try:
        with np.errstate(), np.printoptions():
            yield
    finally:
        for names, were in before:
            names.update(were)


class Printed(io.StringIO):
    """What was printed, up to so many characters."""

    def write(self, text):
        room = MOST - self.tell()
        super().write(text[:room] + "\n…\n" * (len(text) > room > 0))
        return len(text)


@contextlib.contextmanager
def caught(told):
    """Note in `told` what the block prints, and the error that ends it."""
    printed = Printed()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), warnings.catch_warnings():
        warnings.simplefilter("always")
        try:
            yield
        except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:
            told["error"] = say(error)
    told["printed"] = told.get("printed", "") + printed.getvalue()


def execute(source, name, space):
    """Run a cell; the value of its last line if that is an expression, else None."""
    tree = parsed(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), space)
    return last and eval(compile(ast.Expression(last.value), name, "eval"), space)


def parsed(source, name):
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    return ast.parse(source, name)


def fresh(before):
    """A namespace as the notebook's first cell leaves it."""
    space = {"__name__": "__main__"}
    exec(compile(before, "the first cell", "exec"), space)
    return space


def run(before, code, earlier=(), inputs="", slug="", words=None):
    """Run the code, then the inputs below it: once for the reader's function, once for the reference.

    earlier: answers to other exercises, which this one calls; words: how the two values are called
    """
    told, space = {}, fresh(before)
    with caught(told):
        for answered in earlier:
            execute(answered, EARLIER, space)
        value = execute(code, YOURS, space)
        shown = {} if value is None else {words["out"]: value}
        if inputs.strip():
            value = execute(inputs, INPUTS, space)
            if value is not None:
                shown[words["yours"]] = value
        told["html"] = "".join(picture(label, value) for label, value in shown.items())
        if slug and words["yours"] in shown:
            told["html"] += expected(before, inputs, find(slug), words["expected"])
    return told


def cell(code, above=()):
    """Run a chapter's cell after what it needs of the cells above, of which nothing is heard but an error.

    Gives what was printed, and the last value as text: what a notebook shows.
    """
    told, space = {}, {"__name__": "__main__"}
    above = {f"{ABOVE}#{number}": source for number, source in enumerate(above)}  # each has lines of its own
    with caught(told):
        parsed(code, YOURS)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for name, source in above.items():
                parsed(source, name)
            for name, node in needed(above, code):
                exec(compile(ast.Module([node], []), name, "exec"), space)
        value = execute(code, YOURS, space)
        told["value"] = "" if value is None else as_shown(value)[:MOST]
    return told


def as_shown(value):
    """As a notebook writes it: what is too long for a line has a line for each part."""
    is_group = isinstance(value, dict | list | tuple | set)
    return pprint.pformat(value, width=79, sort_dicts=False) if is_group else repr(value)


def expected(before, inputs, exercise, label):
    """The reference's value for these inputs; nothing where it has none."""
    space = fresh(before) | {exercise.name: exercise.reference}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        return picture(label, execute(inputs, INPUTS, space))
    return ""


def picture(label, value):
    """Tables for numbers; for all else what a notebook shows."""
    parts = value if isinstance(value, tuple) else [value]
    if all(as_numpy(part) is not None for part in parts):
        return figure(label, value)
    text = escape(repr(value)[:MOST])
    return f"<figure><figcaption><em>{escape(label)}</em></figcaption><pre>{text}</pre></figure>"


def check(before, code, slug, earlier=()):
    """What `check` says in a notebook, without the hints, which the page gives one at a time."""
    told, space = {}, fresh(before)
    with caught(told):
        for answered in earlier:
            execute(answered, EARLIER, space)
        execute(code, YOURS, space)
    exercise = find(slug)
    told |= {"earned": 0, "points": exercise.points}
    if "error" in told:
        return told
    if exercise.name not in space:
        return told | {"missing": exercise.signature}
    report = examine(exercise, space[exercise.name], draws(slug)).report
    html = render(replace(report, hints=()))
    return told | {"earned": report.earned, "verdict": report.verdict, "html": html}


def say(error):
    """The error and where it was met, in the reader's own lines only."""
    if isinstance(error, SyntaxError) and is_readers(error.filename):
        line = (error.text or "").rstrip("\n")
        return f"{place(error.filename, error.lineno)}\n    {line.strip()}\n{kind(error)}: {error.msg}"
    steps = [step for step in traceback.extract_tb(error.__traceback__) if is_readers(step.filename)]
    if len(steps) > 6:
        steps = steps[:3] + steps[-1:]
    lines = [f"{place(step.filename, step.lineno, step.name)}\n    {step.line}" for step in steps]
    words = str(error)
    return "\n".join([*lines, f"{kind(error)}: {words}" if words else kind(error), *hints(error)])


def is_readers(file):
    return bool(file) and file.partition("#")[0] in READERS


def kind(error):
    return type(error).__name__


def place(file, line, function="<module>"):
    """ "Line 3 of your code, in corr2d" """
    inside = "" if function == "<module>" else f", in {function}"
    return f"Line {line} of {file.partition('#')[0]}{inside}:"


def hints(error):
    if isinstance(error, ModuleNotFoundError):
        yield "In the page there are NumPy and Python's own modules, no others."
