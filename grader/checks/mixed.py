"""More questions, made of those that were asked: this call's n with that one's k, or with one more.

What all answers to a dozen questions have in common may be an accident of the dozen. Before it is said, it
has to hold for calls that nobody thought of.
"""

import inspect
from collections.abc import Iterator, Sequence
from itertools import islice
from math import prod
from typing import Any

import numpy as np

from grader.checks.draws import generator
from grader.checks.exercise import Exercise, Question
from grader.checks.judge import Tried
from grader.checks.witness import put

Call = dict[str, Any]  # {parameter: value}, only what was given

MOST, MOST_NUMBERS = 40, 120  # questions: each costs a call, and one without arrays costs little
DRAWN = 4  # times as many: the reference refuses some, and some were asked before
BENT = 0.25  # of the arguments
LARGE = 2**15  # a count beyond is no number of steps that a loop could take


def mixed(exercise: Exercise, history: Sequence[Tried]) -> Iterator[Question]:
    """Plain calls that the reference answers, none of them larger than the largest one asked."""
    signature = inspect.signature(exercise.reference)
    asked = [call for call in given(signature, history) if max(map(cost, call.values()), default=0) < LARGE]
    if exercise.many or not asked:
        return
    rng, most = generator(f"mixed {exercise.slug}"), max(map(total, asked))
    count = MOST if any(isinstance(x, np.ndarray) for x in asked[0].values()) else MOST_NUMBERS
    known = {repr(call) for call in asked}
    drawn = (made(asked, list(signature.parameters), rng) for _ in range(DRAWN * count))
    new = {repr(call): call for call in drawn if repr(call) not in known and total(call) <= most}
    found = (answered(exercise, signature, call) for call in new.values())
    yield from islice((question for question in found if question), count)


def made(asked: list[Call], names: list[str], rng: np.random.Generator) -> Call:
    one, two = (asked[n] for n in rng.integers(len(asked), size=2))
    bend = zip(names, rng.random(len(names)) < BENT, strict=True)
    bends = {name for name, bent in bend if bent}
    call = crossed(one, two, names, rng)
    return {name: near(x, name, asked, rng) if name in bends else x for name, x in call.items()}


def given(signature: inspect.Signature, history: Sequence[Tried]) -> list[Call]:
    """The arguments of all plain questions that the reference answered."""
    tries = [tried for tried in history if not tried.question.says and not tried.want.error]
    calls = [tried.want.calls[0] for tried in tries if len(tried.want.calls) == 1]
    return [dict(signature.bind(*call.args, **call.kwargs).arguments) for call in calls]


def cost(x: object) -> int:
    """How far a loop over it goes."""
    if isinstance(x, int | np.integer):
        return abs(int(x))
    return np.size(x) if isinstance(x, np.ndarray) else 1


def total(call: Call) -> int:
    return prod(1 + cost(x) for x in call.values())


def crossed(one: Call, two: Call, names: list[str], rng: np.random.Generator) -> Call:
    """Each argument from one or the other; left out where it was left out there."""
    chosen = zip(names, rng.integers(2, size=len(names)), strict=True)
    return {name: (one, two)[which][name] for name, which in chosen if name in (one, two)[which]}


def near(x: Any, name: str, asked: list[Call], rng: np.random.Generator) -> Any:
    """Another value near this one, and a count between those asked; itself where we know none."""
    if is_count(x):
        counts = [call[name] for call in asked if is_count(call.get(name))]
        return min(max(x + int(rng.choice([-1, 1])), min(counts)), max(counts))
    if isinstance(x, np.ndarray) and x.dtype.kind in "if":
        kind = rng.integers(4)
        if x.ndim > 1 and kind < 2:
            return np.swapaxes(x, -1, -2)
        if kind == 2:
            return np.abs(x)
        return np.rint(3 * x) if x.dtype.kind == "f" else x
    return x


def is_count(x: object) -> bool:
    return isinstance(x, int | np.integer) and not isinstance(x, bool)


def answered(exercise: Exercise, signature: inspect.Signature, call: Call) -> Question | None:
    bound = signature.bind(**call)
    question = Question(lambda f: f(*bound.args, **bound.kwargs))
    want = put(question, exercise.reference)
    return None if want.error or want.wrong else question
