"""Right where something holds of the arguments, and not always elsewhere."""

from collections.abc import Callable, Iterator
from itertools import combinations, permutations

import numpy as np

from grader.checks.exercise import Exercise
from grader.checks.patterns.cases import Case
from grader.checks.patterns.inputs import CONDITIONS, matrix, numeric, whole

CHANCE = 0.00001  # so likely may luck explain what we say, at most: we try hundreds of sayings


def find(exercise: Exercise, answer: Callable, known: list[Case]) -> Iterator[str]:
    known = [case for case in known if case.arguments]
    right = sum(case.right for case in known)
    if not right or right == len(known):
        return
    found = []
    for words, test in conditions(known):
        holds = [bool(test(case)) for case in known]
        held = [case for case, holding in zip(known, holds, strict=True) if holding]
        bad = sum(not case.right for case in held)
        good = sum(case.right and shows(case, words) for case in held)
        if not bad and good > 2 and (right / len(known)) ** good < CHANCE:
            found.append((good, f"It is right where {words}."))
    yield from (sentence for _, sentence in sorted(found, key=lambda pair: -pair[0]))


def shows(case: Case, words: str) -> bool:
    """Where nothing but 0 is wanted hardly any answer is wrong."""
    wanted = [pair.want for pair in case.pairs]
    return "wanted" in words or any(want.dtype == bool or want.any() for want in wanted)


def conditions(known: list[Case]) -> Iterator[tuple[str, Callable[[Case], object]]]:
    """(words, test of a case)"""
    names = list(known[0].arguments)
    for name in names:
        for words, test in (*CONDITIONS, *MORE):
            yield words.format(name), lambda case, test=test, name=name: test(case.arguments[name])
        for value in {case.arguments[name] for case in known if isinstance(case.arguments[name], str)}:
            yield f'{name} is "{value}"', lambda case, n=name, v=value: case.arguments[n] == v
    for rows, pairs_of in ((BOTH, combinations), (ORDERED, permutations)):
        for one, two in pairs_of(names, 2):
            for words, test in rows:
                yield (
                    words.format(one, two),
                    lambda case, t=test, a=one, b=two: t(case.arguments[a], case.arguments[b]),
                )
    for words, test in WANTED:
        yield words, lambda case, test=test: test([pair.want for pair in case.pairs])


MORE = (
    ("{} is even", lambda x: whole(x) and x % 2 == 0),
    ("{} is odd", lambda x: whole(x) and x % 2 == 1),
    ("{} is more than 2", lambda x: whole(x) and x > 2),
    ("{} is 2", lambda x: whole(x) and x == 2),
    ("{} is a pair", lambda x: isinstance(x, tuple) and len(x) == 2),
    ("{} is left out", lambda x: x is None),
    ("{} has one axis", lambda x: axes(x) == 1),
    ("{} has two axes", lambda x: axes(x) == 2),
    ("{} has three axes", lambda x: axes(x) == 3),
    ("{} has one number", lambda x: isinstance(x, np.ndarray) and x.size == 1),
    ("{} has more than one number", lambda x: isinstance(x, np.ndarray) and x.size > 1),
    ("{} has an even length", lambda x: axes(x) == 1 and len(x) % 2 == 0),
    ("{} has an odd length", lambda x: axes(x) == 1 and len(x) % 2 == 1),
    ("{} has one map", lambda x: axes(x) > 2 and len(x) == 1),
    ("{} has more than one map", lambda x: axes(x) > 2 and len(x) > 1),
    ("{} holds no negative number", lambda x: numeric(x) and (x >= 0).all()),
    ("{} holds the same number everywhere", lambda x: numeric(x) and x.size > 0 and np.ptp(x) == 0),
    ("{} reads the same backwards", lambda x: axes(x) == 1 and np.array_equal(x, x[::-1])),
    ("{} looks the same when turned by 180°", lambda x: axes(x) == 2 and np.array_equal(x, x[::-1, ::-1])),
    ("{} looks the same when transposed", lambda x: axes(x) == 2 and np.array_equal(x, x.T)),
)


def axes(x: object) -> int:
    return x.ndim if isinstance(x, np.ndarray) else 0


BOTH = (
    ("{} and {} are equal", lambda x, y: whole(x) and whole(y) and x == y),
    ("{} and {} differ", lambda x, y: whole(x) and whole(y) and x != y),
    ("{} and {} are both square", lambda x, y: matrix(x) and matrix(y) and square(x) and square(y)),
    ("{} and {} have the same shape", lambda x, y: axes(x) > 0 and axes(y) > 0 and x.shape == y.shape),
    ("{} and {} have as many rows", lambda x, y: matrix(x) and matrix(y) and x.shape[-2] == y.shape[-2]),
    ("{} and {} have as many columns", lambda x, y: matrix(x) and matrix(y) and x.shape[-1] == y.shape[-1]),
    ("{} and {} are equally long", lambda x, y: axes(x) == axes(y) == 1 and len(x) == len(y)),
)
ORDERED = (
    ("{} is less than {}", lambda x, y: whole(x) and whole(y) and x < y),
    ("{} has more rows than {}", lambda x, y: matrix(x) and matrix(y) and x.shape[-2] > y.shape[-2]),
    ("{} has more columns than {}", lambda x, y: matrix(x) and matrix(y) and x.shape[-1] > y.shape[-1]),
    ("{} is longer than {}", lambda x, y: axes(x) == axes(y) == 1 and len(x) > len(y)),
)


def square(x: np.ndarray) -> bool:
    return x.shape[-1] == x.shape[-2]


WANTED = (
    ("0 is wanted", lambda values: all(value.dtype != bool and not value.any() for value in values)),
    ("something else than 0 is wanted", lambda values: any(value.any() for value in values)),
    ("True is wanted", lambda values: all(value.dtype == bool and value.all() for value in values)),
    ("one number is wanted", lambda values: all(value.ndim and value.size == 1 for value in values)),
    ("one row is wanted", lambda values: all(value.ndim > 1 and value.shape[-2] == 1 for value in values)),
    ("one column is wanted", lambda values: all(value.ndim > 1 and value.shape[-1] == 1 for value in values)),
    ("more than one number is wanted", lambda values: any(value.size > 1 for value in values)),
    ("the values wanted are equal", lambda v: len(v) > 1 and all(np.array_equal(v[0], x) for x in v)),
    ("the values wanted differ", lambda v: len(v) > 1 and not all(np.array_equal(v[0], x) for x in v)),
)
