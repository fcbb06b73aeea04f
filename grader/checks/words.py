"""What a failure is called: the call as one would write it, the reason, the shapes."""

import inspect
from typing import Any

from grader.checks.compare import Different
from grader.checks.exercise import Exercise, Question, Wrong
from grader.checks.judge import Tried
from grader.checks.values import as_numpy
from grader.checks.witness import Outcome


def say(exercise: Exercise, tried: Tried) -> str:
    """One sentence: what, what was got, for which shapes where the numbers do not say it all."""
    question, got, reason = tried.question, tried.got, tried.reason
    valued = question.says and not got.wrong and not got.error
    sentence = f"{part_of(exercise, reason)}{question.says if valued else call_text(exercise, got)} {reason}"
    if valued and (law := broken(question.law, reason)):
        sentence = f"{law} {sentence}"
    if isinstance(reason, Different) and reason.where is None:
        sentence += shapes(arguments(exercise, got))
    return sentence if sentence.endswith("?") else f"{sentence}."


def broken(law: str | tuple[str, ...], reason: Wrong | None) -> str:
    """The law that a wrong value breaks."""
    where = getattr(reason, "where", None)
    if isinstance(law, str) or not where:
        return law if isinstance(law, str) else ""
    return law[where[0]]


def part_of(exercise: Exercise, reason: Wrong | None) -> str:
    """ "falling of " where the second value of (rising, falling) is the wrong one."""
    part = getattr(reason, "part", None)
    if part is None:
        return ""
    return f"{exercise.returns[part] if exercise.returns else f'value {part}'} of "


def shapes(inputs: dict[str, Any]) -> str:
    words = [f"{name} of shape {value.shape}" for name, value in inputs.items() if hasattr(value, "shape")]
    return f", for {' and '.join(words)}" if words else ""


def call_text(exercise: Exercise, got: Outcome) -> str:
    """The call as one would write it: numbers in full, arrays by the name of their parameter."""
    if not got.calls:
        return exercise.name
    last = got.calls[-1]
    names = list(inspect.signature(exercise.reference).parameters)
    words = [brief(value, name) for name, value in zip(names, last.args, strict=False)]
    words += [f"{name}={brief(value, name)}" for name, value in last.kwargs.items()]
    return f"{exercise.name}({', '.join(words)})"


def brief(value: object, name: str) -> str:
    if callable(value):
        return value.__name__
    plain = isinstance(value, bool | int | float | str) or (isinstance(value, tuple) and len(value) < 5)
    return repr(value) if plain else name


def arguments(exercise: Exercise, got: Outcome) -> dict[str, Any]:
    """The arrays of the last call, by the names of their parameters."""
    if not got.calls:
        return {}
    names = inspect.signature(exercise.reference).parameters
    return {
        name: value for name, value in zip(names, got.calls[-1].args, strict=False) if hasattr(value, "shape")
    }


def shown_inputs(exercise: Exercise, question: Question, got: Outcome) -> dict[str, Any]:
    """What to draw beside target and answer."""
    if not question.says or not got.calls:
        return question.shown or arguments(exercise, got)
    result = as_numpy(got.calls[-1].result)
    drawn = result is not None and result.ndim
    return question.shown | ({call_text(exercise, got): result} if drawn else {})
