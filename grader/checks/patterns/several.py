"""A function that returns several values: how are they wrong together?"""

from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.exercise import Exercise
from grader.checks.patterns.cases import Case
from grader.checks.patterns.pairs import same


def find(exercise: Exercise, answer: Callable, known: list[Case]) -> Iterator[str]:
    names = exercise.returns
    if not names:
        return
    wrong = [case for case in known if not case.right]
    values = list(zip(*(case.pairs for case in wrong), strict=True))
    if twice(wrong, known):
        yield f"{' and '.join(names)} always come out the same."
    if swapped_sometimes(wrong):
        yield f"Where it is wrong, {' and '.join(names)} are swapped."
    if sums(wrong):
        yield f"{' and '.join(names)} together are right: only how they are shared is not."
    right = [name for name, pairs in zip(names, values, strict=True) if all(pair.right for pair in pairs)]
    if right:
        others = [name for name in names if name not in right]
        yield f"{' and '.join(right)} is right, {' and '.join(others)} is not."


def twice(wrong: list[Case], known: list[Case]) -> bool:
    return all(same(case.pairs[0].got, pair.got) for case in known for pair in case.pairs) and any(
        not same(case.pairs[0].want, pair.want) for case in wrong for pair in case.pairs
    )


def swapped_sometimes(wrong: list[Case]) -> bool:
    return all(
        len(case.pairs) == 2
        and same(case.pairs[0].got, case.pairs[1].want)
        and same(case.pairs[1].got, case.pairs[0].want)
        for case in wrong
    )


def sums(wrong: list[Case]) -> bool:
    if not all(
        pair.got.shape == () and pair.want.dtype.kind in "if" for case in wrong for pair in case.pairs
    ):
        return False
    return len(wrong) > 2 and all(
        np.isclose(sum(float(pair.got) for pair in case.pairs), sum(float(pair.want) for pair in case.pairs))
        for case in wrong
    )
