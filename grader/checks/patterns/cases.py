"""What was tried, as cases: one call each, with its arguments and the numbers that it gives."""

import inspect
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.checks.exercise import Question
from grader.checks.judge import Tried, judge
from grader.checks.patterns.pairs import Pair
from grader.checks.values import as_numpy
from grader.checks.witness import Outcome, put


@dataclass(frozen=True)
class Case:
    """arguments: {parameter: value}, defaults too; None where a question asks for more than one call
    pairs:     one for each value that the function returns
    """

    tried: Tried
    arguments: dict | None
    pairs: tuple[Pair, ...]

    @cached_property
    def right(self):
        return all(pair.right for pair in self.pairs)


def cases(exercise, history):
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


def single_calls(exercise, history):
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


def again(args, kwargs):
    return Question(lambda f: f(*args, **kwargs))


def numbers(tried):
    """[(got, want), …] as arrays; None where one of them is no number."""
    got, want = tried.got, tried.want
    if got.error or got.wrong or want.error or want.wrong or want.value is None:
        return None
    several = isinstance(want.value, tuple)
    if several and not (isinstance(got.value, tuple | list) and len(got.value) == len(want.value)):
        return None
    found = zip(got.value, want.value, strict=True) if several else [(got.value, want.value)]
    arrays = [(as_numpy(one), np.asarray(other)) for one, other in found]
    usable = all(one is not None and one.dtype.kind in "biuf" for one, _ in arrays)
    return arrays if usable else None


def arguments(exercise, tried):
    if tried.question.says or not tried.got.calls:
        return None
    call = tried.got.calls[-1]
    bound = inspect.signature(exercise.reference).bind(*call.args, **call.kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)
