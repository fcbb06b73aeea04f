"""A function that returns several values: how are they wrong together?"""

import numpy as np

from grader.checks.patterns.pairs import same


def find(exercise, answer, known):
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


def twice(wrong, known):
    return all(same(case.pairs[0].got, pair.got) for case in known for pair in case.pairs) and any(
        not same(case.pairs[0].want, pair.want) for case in wrong for pair in case.pairs
    )


def swapped_sometimes(wrong):
    return all(
        len(case.pairs) == 2
        and same(case.pairs[0].got, case.pairs[1].want)
        and same(case.pairs[1].got, case.pairs[0].want)
        for case in wrong
    )


def sums(wrong):
    if not all(
        pair.got.shape == () and pair.want.dtype.kind in "if" for case in wrong for pair in case.pairs
    ):
        return False
    return len(wrong) > 2 and all(
        np.isclose(*(sum(float(x) for x in values) for values in zip(*of(case), strict=True)))
        for case in wrong
    )


def of(case):
    return [(pair.got, pair.want) for pair in case.pairs]
