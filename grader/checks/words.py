"""What a failure is called: the call as one would write it, the reason, the shapes."""

import inspect

import numpy as np

from grader.checks.compare import Different
from grader.checks.values import as_numpy


def say(exercise, question, got, reason):
    """One sentence: what, what was got, for which shapes where the numbers do not say it all."""
    told_by = question.says if question.says and not got.wrong and not got.error else call_text(exercise, got)
    sentence = f"{told_by} {reason}"
    if isinstance(reason, Different) and reason.where is None:
        sentence += shapes(shown_inputs(exercise, question, got))
    return sentence if sentence.endswith("?") else f"{sentence}."


def shapes(inputs):
    words = [f"{name} of shape {value.shape}" for name, value in inputs.items() if hasattr(value, "shape")]
    return f", for {' and '.join(words)}" if words else ""


def call_text(exercise, got):
    """The call as one would write it: numbers in full, arrays by the name of their parameter."""
    if not got.calls:
        return exercise.name
    last = got.calls[-1]
    names = list(inspect.signature(exercise.reference).parameters)
    words = [brief(value, name) for name, value in zip(names, last.args, strict=False)]
    words += [f"{name}={brief(value, name)}" for name, value in last.kwargs.items()]
    return f"{exercise.name}({', '.join(words)})"


def brief(value, name):
    plain = isinstance(value, bool | int | float | str) or (isinstance(value, tuple) and len(value) < 5)
    return repr(value) if plain else name


def shown_inputs(exercise, question, got):
    """What to draw beside target and answer: the arrays of the last call, by name."""
    if not got.calls:
        return question.shown
    if question.says:
        result = as_numpy(got.calls[-1].result)
        return question.shown | ({call_text(exercise, got): result} if np.ndim(result) else {})
    names = inspect.signature(exercise.reference).parameters
    return {
        name: value for name, value in zip(names, got.calls[-1].args, strict=False) if hasattr(value, "shape")
    }
