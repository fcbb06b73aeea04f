"""It depends on what comes in: right for squares only, or right for another question than the one asked."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from math import comb
from typing import Any, TypeGuard

import numpy as np

from grader.checks.exercise import Exercise
from grader.checks.patterns.cases import Case, again, arguments
from grader.checks.patterns.pairs import Pair, same
from grader.checks.values import as_numpy
from grader.checks.witness import put

Pairs = Sequence[Pair]
Call = dict[str, Any]  # {parameter: value}
Calls = Sequence[Call]
Telling = tuple[str, list[bool], int]  # a condition on one argument, where it holds, how often right there
Change = Callable[[Any], Any]  # of an argument; None where it is of no such kind


def find(exercise: Exercise, pairs: Pairs) -> Iterator[tuple[str, None]]:
    """Only for plain questions, "what does it return for these arguments?": others name no arguments."""
    calls = [arguments(exercise, pair.tried) for pair in pairs]
    if not all(calls):
        return
    yield from ((sentence, None) for sentence in defaulted(exercise, pairs))
    told = (
        lambda: handed_back(pairs, calls),
        lambda: other_question(exercise, pairs, calls),
        lambda: off_by_argument(pairs, calls),
    )
    for sentence in (tell() for tell in told):
        if sentence:
            yield sentence, None
    for sentence in conditional(pairs, calls):
        yield sentence, None


def handed_back(pairs: Pairs, calls: Calls) -> str | None:
    for name in calls[0]:
        given = [as_numpy(call[name]) for call in calls]
        if all(x is not None and same(pair.got, x) for pair, x in zip(pairs, given, strict=True)):
            return f"What comes out is {name}, as it went in."
    return None


def defaulted(exercise: Exercise, pairs: Pairs) -> Iterator[str]:
    """Right wherever every argument is given, or a certain one, and wrong where it is left out."""
    signature = inspect.signature(exercise.reference)
    last = [pair.tried.got.calls[-1] for pair in pairs]
    given = [set(signature.bind(*call.args, **call.kwargs).arguments) for call in last]
    if tells(pairs, [names == set(signature.parameters) for names in given], always=True):
        yield f"Right where all arguments are given. Compare your defaults: `def {exercise.signature}`."
    for name in signature.parameters:
        if tells(pairs, [name in names for names in given]):
            yield f"Right wherever {name} is given. Compare its default: `def {exercise.signature}`."


def tells(pairs: Pairs, full: list[bool], *, always: bool = False) -> bool:
    """Right where full; elsewhere wrong, always or in more than half of the cases."""
    right = [
        [pair.right for pair, there in zip(pairs, full, strict=True) if there == kind] for kind in (1, 0)
    ]
    there, elsewhere = right
    seldom = not any(elsewhere) if always else 2 * sum(elsewhere) < len(elsewhere)
    return sum(there) > 1 and all(there) and bool(elsewhere) and seldom


def whole(x: object) -> TypeGuard[int]:
    return isinstance(x, int) and not isinstance(x, bool)


def matrix(x: object) -> TypeGuard[np.ndarray]:
    return isinstance(x, np.ndarray) and x.ndim >= 2


OTHERS = (
    ("{} were larger by 1", lambda x: x + 1 if whole(x) else None),
    ("{} were smaller by 1", lambda x: x - 1 if whole(x) else None),
    ("{} were 1", lambda x: 1 if whole(x) else None),
    ("{} were 0", lambda x: 0 if whole(x) else None),
    ("{} were twice as large", lambda x: 2 * x if whole(x) else None),
    ("{} were always True", lambda x: True if isinstance(x, bool) else None),
    ("{} were always False", lambda x: False if isinstance(x, bool) else None),
    ("True and False were swapped in {}", lambda x: (not x) if isinstance(x, bool) else None),
    ("{} had one axis less", lambda x: x[:-1] if isinstance(x, tuple) and len(x) > 1 else None),
    ("{} began at its second axis", lambda x: x[1:] if isinstance(x, tuple) and len(x) > 1 else None),
    ("{} were transposed", lambda x: np.swapaxes(x, -1, -2) if matrix(x) else None),
    ("{} were upside down", lambda x: np.flip(x, -2) if matrix(x) else None),
    ("{} were mirrored", lambda x: np.flip(x, -1) if matrix(x) else None),
    ("{} were turned by 180°", lambda x: np.flip(x, (-2, -1)) if matrix(x) else None),
    ("{} were in reverse order", lambda x: x[::-1] if isinstance(x, np.ndarray) else None),
    ("the signs of {} were turned", lambda x: -x if numeric(x) else None),
    ("each number of {} were positive", lambda x: np.abs(x) if numeric(x) else None),
    ("each number of {} were squared", lambda x: x**2 if numeric(x) else None),
    ("{} held 1/x in place of each x", lambda x: 1 / x if numeric(x) else None),
    ("each number of {} were larger by 1", lambda x: x + 1 if numeric(x) else None),
    ("{} were all ones", lambda x: np.ones_like(x) if numeric(x) else None),
    ("{} were all zeros", lambda x: np.zeros_like(x) if numeric(x) else None),
)


def numeric(x: object) -> TypeGuard[np.ndarray]:
    return isinstance(x, np.ndarray) and x.dtype.kind in "if"


def other_question(exercise: Exercise, pairs: Pairs, calls: Calls) -> str | None:
    """What comes out is right for other arguments: the reference says so."""
    for name in calls[0]:
        for words, change in OTHERS:
            if all(
                is_answer(exercise, pair, call, name, change) for pair, call in zip(pairs, calls, strict=True)
            ):
                return f"That would be right if {words.format(name)}."
    for one, two in permutations(calls[0], 2):
        if not all(alike(call[one], call[two]) for call in calls):
            continue
        for words, change in EXCHANGES:
            others = [{**call, **change(call, one, two)} for call in calls]
            if all(same_as(exercise, pair, other) for pair, other in zip(pairs, others, strict=True)):
                return f"That would be right if {words.format(one, two)}."
    return None


EXCHANGES = (
    ("{} were {}", lambda call, one, two: {one: call[two]}),
    ("{} and {} were swapped", lambda call, one, two: {one: call[two], two: call[one]}),
)


def alike(x: object, y: object) -> bool:
    return (small(x) and small(y)) or (numeric(x) and numeric(y))


def small(x: object) -> bool:
    """A seed in place of a number of steps would compute for hours."""
    return whole(x) and abs(x) <= 100


def is_answer(exercise: Exercise, pair: Pair, call: Call, name: str, change: Change) -> bool:
    other = change(call[name])
    if other is None:
        return False
    return same_as(exercise, pair, {**call, name: other})


def same_as(exercise: Exercise, pair: Pair, call: Call) -> bool:
    """Is what was got the answer to this call?"""
    told = put(again((), call), exercise.reference)
    if told.error or told.wrong:
        return False
    value = told.value[pair.part] if isinstance(told.value, tuple) else told.value
    return same(pair.got, np.asarray(value))


def off_by_argument(pairs: Pairs, calls: Calls) -> str | None:
    """Wrong by just as much as one of the arguments says."""
    if any(pair.want.ndim or pair.got.ndim or pair.want.dtype.kind not in "iuf" for pair in pairs):
        return None
    wrong = [(pair, call) for pair, call in zip(pairs, calls, strict=True) if not pair.right]
    for name in calls[0]:
        if not all(whole(call[name]) for call in calls) or len({call[name] for _, call in wrong}) < 2:
            continue
        for words, change in (
            ("Too small by {}", lambda y, n: y - n),
            ("Too large by {}", lambda y, n: y + n),
            ("Too large by the factor {}", lambda y, n: y * n),
            ("Too small by the factor {}", lambda y, n: y / n if n else np.nan),
        ):
            if all(same(pair.got, np.asarray(change(pair.want, call[name]))) for pair, call in wrong):
                return f"{words.format(name)}{where(pairs, calls)}."
    return None


def where(pairs: Pairs, calls: Calls) -> str:
    """ " where bias is True": the one condition that tells wrong from right; empty where all are wrong"""
    if not any(pair.right for pair in pairs):
        return ""
    exact = [words for words, _, spared in telling(pairs, calls) if not spared]
    return f" where {exact[0]}" if exact else ""


def conditional(pairs: Sequence[Pair | Case], calls: Calls) -> Iterator[str]:
    """Right wherever a condition does not hold."""
    wrong = sum(not pair.right for pair in pairs)
    if min(len(pairs) - wrong, wrong) < FEWEST:
        return
    for words, _, spared in best(list(telling(pairs, calls))):
        luck = comb(wrong + spared, wrong) / comb(len(pairs), wrong)
        if not spared or luck < CHANCE:
            yield f"Right in all other cases, but not always where {words}."


def best(found: list[Telling]) -> Iterator[Telling]:
    """What tells wrong from right best. Where two arguments do so equally well, who knows which of them it
    is: neither is named."""
    least = min((spared for *_, spared in found), default=0)
    for words, holds, spared in found:
        rivals = {other.split()[0] for other, there, _ in found if there == holds}
        if spared == least and len(rivals) == 1:
            yield words, holds, spared


FEWEST = 4  # cases of either kind
CHANCE = 0.0005  # so likely may luck explain what we say, at most: we try many sayings
CONDITIONS = (
    ("{} is True", lambda x: x if isinstance(x, bool) else None),
    ("{} is False", lambda x: not x if isinstance(x, bool) else None),
    ("{} is 0", lambda x: x == 0 if whole(x) else None),
    ("{} is more than 0", lambda x: x > 0 if whole(x) else None),
    ("{} is 1", lambda x: x == 1 if whole(x) else None),
    ("{} is more than 1", lambda x: x > 1 if whole(x) else None),
    ("{} has more than one axis", lambda x: len(x) > 1 if isinstance(x, tuple) else None),
    ("{} has more than two axes", lambda x: len(x) > 2 if isinstance(x, tuple) else None),
    ("{} is not square", lambda x: x.shape[-1] != x.shape[-2] if matrix(x) else None),
    ("{} is square", lambda x: x.shape[-1] == x.shape[-2] if matrix(x) else None),
    ("{} is taller than wide", lambda x: x.shape[-2] > x.shape[-1] if matrix(x) else None),
    ("{} is wider than tall", lambda x: x.shape[-2] < x.shape[-1] if matrix(x) else None),
    ("{} has more than one map", lambda x: len(x) > 1 if matrix(x) and x.ndim == 3 else None),
    ("{} has more than one row", lambda x: x.shape[-2] > 1 if matrix(x) else None),
    ("{} has more than one column", lambda x: x.shape[-1] > 1 if matrix(x) else None),
    ("{} has one row", lambda x: x.shape[-2] == 1 if matrix(x) else None),
    ("{} has one column", lambda x: x.shape[-1] == 1 if matrix(x) else None),
    ("{} holds whole numbers only", lambda x: x.dtype.kind in "iu" if isinstance(x, np.ndarray) else None),
    ("{} holds fractions", lambda x: bool((x % 1).any()) if numeric(x) else None),
    ("{} holds negative numbers", lambda x: bool((x < 0).any()) if numeric(x) else None),
    ("{} holds no positive number", lambda x: bool((x <= 0).all()) if numeric(x) else None),
    ("{} holds only zeros", lambda x: not x.any() if isinstance(x, np.ndarray) else None),
    ("{} holds a 0", lambda x: bool((x == 0).any()) if isinstance(x, np.ndarray) else None),
    ("{} is large", lambda x: abs(x) >= 2**15 if whole(x) else None),
)


def telling(pairs: Sequence[Pair | Case], calls: Calls) -> Iterator[Telling]:
    """What holds for all that is wrong."""
    for name in calls[0]:
        for words, test in CONDITIONS:
            told = [test(call[name]) for call in calls]
            holds = [bool(x) for x in told]
            if None not in told and covers(holds, pairs):
                yield words.format(name), holds, spared(pairs, holds)


def covers(holds: list[bool], pairs: Sequence[Pair | Case]) -> bool:
    """Does it hold for all that is wrong, and for not all?"""
    return not all(holds) and all(there or pair.right for there, pair in zip(holds, pairs, strict=True))


def spared(pairs: Sequence[Pair | Case], holds: list[bool]) -> int:
    return sum(there and pair.right for there, pair in zip(holds, pairs, strict=True))
