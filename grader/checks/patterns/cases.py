"""What was tried, as cases: one call each, with its arguments and the numbers that it gives."""

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from grader.checks.exercise import Exercise, Question
from grader.checks.judge import Tried, judge
from grader.checks.patterns.pairs import Pair
from grader.checks.values import as_numpy, unpacked
from grader.checks.witness import Outcome, put


@dataclass(frozen=True)
class Case:
    """arguments: {parameter: value}, defaults too; empty where a question asks for more than one call
    pairs:     one for each value that the function returns
    """

    tried: Tried
    arguments: dict[str, Any]
    pairs: tuple[Pair, ...]

    @cached_property
    def right(self) -> bool:
        return all(pair.right for pair in self.pairs)


def cases(exercise: Exercise, history: Iterable[Tried]) -> list[Case]:
    """One for each call that returned numbers where numbers are wanted, each once."""
    seen = {}
    for tried in single_calls(exercise, history):
        values = numbers(tried)
        if values is None or (exercise.returns and len(values) != len(exercise.returns)):
            continue
        pairs = tuple(Pair(tried, *both, part) for part, both in enumerate(values))
        given = repr([(call.args, call.kwargs) for call in tried.got.calls])
        key = (given, *((x.shape, x.tobytes()) for pair in pairs for x in (pair.got, pair.want)))
        seen.setdefault(key, Case(tried, arguments(exercise, tried), pairs))
    return list(seen.values())


def single_calls(exercise: Exercise, history: Iterable[Tried]) -> Iterator[Tried]:
    """A question that calls more than once says little of each call: ask the reference for each."""
    for tried in history:
        if not tried.question.says or exercise.many:
            yield tried
            continue
        finished = tried.got.calls[:-1] if tried.got.error or tried.got.late else tried.got.calls
        for call in finished:
            question = again(call.args, call.kwargs)
            got, want = Outcome(value=call.result, calls=(call,)), put(question, exercise.reference)
            yield Tried(question, got, want, judge(got, want))


def again(args: tuple, kwargs: dict) -> Question:
    return Question(lambda f: f(*args, **kwargs))


def numbers(tried: Tried) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """[(got, want), …] as arrays; None where one of them is no number."""
    got, want = tried.got, tried.want
    if got.error or got.wrong or want.error or want.wrong or want.value is None:
        return None
    found = [(got.value, want.value)]
    if isinstance(want.value, tuple):
        values = unpacked(got.value)
        if values is None or len(values) != len(want.value):
            return None
        found = list(zip(values, want.value, strict=True))
    arrays = []
    for one, other in found:
        value = as_numpy(one)
        if value is None or value.dtype.kind not in "biuf":
            return None
        arrays.append((value, np.asarray(other)))
    return arrays


def arguments(exercise: Exercise, tried: Tried) -> dict[str, Any]:
    if tried.question.says or not tried.got.calls:
        return {}
    call = tried.got.calls[-1]
    bound = inspect.signature(exercise.reference).bind(*call.args, **call.kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)
