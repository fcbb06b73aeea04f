"""Ask again with an argument changed: does it matter at all, and as it should?"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.checks.compare import show
from grader.checks.exercise import Exercise, Question
from grader.checks.judge import Tried, judge
from grader.checks.patterns.cases import Case, again, numbers
from grader.checks.patterns.pairs import same
from grader.checks.witness import put

Probe = tuple[Case, Question]  # a case, and the question with another value

FEWEST = 5  # cases in which it matters: an argument that hardly matters may seem dead in three
OF_TRUTHS = 15  # yes or no hardly ever changes
ASKED = 10  # cases that are asked again; each costs a call


def find(exercise: Exercise, answer: Callable, known: list[Case]) -> Iterator[str]:
    """It does not look at an argument that matters."""
    asked = with_arguments(known)
    for name in asked[0].arguments if asked else ():
        told, silent = changes(exercise, asked, name)
        fewest = OF_TRUTHS if said_yes_or_no(asked) else FEWEST
        if len({id(case) for case, _ in told}) >= fewest and ignored(answer, [*few(told), *few(silent)]):
            yield f"{name} makes no difference to your answer, but it should."


def with_arguments(known: list[Case]) -> list[Case]:
    return [case for case in known if case.arguments]


def few(asked: list[Any]) -> list[Any]:
    """Early and late ones."""
    return asked[:: -(-len(asked) // ASKED) or 1]


def changes(exercise: Exercise, asked: list[Case], name: str) -> tuple[list[Probe], list[Probe]]:
    """Two lists of (case, question) with another value: it changes the right answer; it does not.

    Looked for among all cases: a few of them, taken first, tell or do not tell as the draws fall.
    """
    values = [case.arguments[name] for case in asked]
    told, silent = [], []
    for case in asked:
        for other in changed(case.arguments[name], values):
            question = again((), {**case.arguments, name: other})
            want = put(question, exercise.reference)
            if not want.error:
                (silent if judge(case.tried.want, want) is None else told).append((case, question))
    return told, silent


def ignored(answer: Callable, probed: list[Probe]) -> bool:
    """Each time, this answer stays the same."""
    return all(
        not (got.late or got.error or got.wrong) and unchanged(case.tried.got.value, got.value)
        for case, got in ((case, put(question, answer)) for case, question in probed)
    )


def said_yes_or_no(asked: list[Case]) -> bool:
    """Yes or no is often the same by luck."""
    return any(pair.want.dtype == bool for case in asked for pair in case.pairs)


def unchanged(one: object, two: object) -> bool:
    try:
        return all(
            np.array_equal(a, b, equal_nan=True) for a, b in zip(*map(listed, (one, two)), strict=True)
        )
    except (TypeError, ValueError):
        return False


def listed(value: object) -> list | tuple:
    return value if isinstance(value, tuple | list) else [value]


def changed(x: object, others: list) -> list:
    """Other values of this kind and size; none where we know none.

    Of a count the next two: halved or rounded, one step may not show.
    """
    if isinstance(x, bool):
        return [not x]
    if isinstance(x, int | float):
        return [x + 1, x + 2]
    if isinstance(x, np.ndarray):
        return [np.flip(2 * x + 1)] if x.dtype.kind in "if" else []
    if isinstance(x, tuple):
        return [tuple(n + 1 if isinstance(n, int) else n for n in x)]
    if isinstance(x, str):
        return [other for other in others if other != x][:1]
    return []


def on_ones(exercise: Exercise, answer: Callable, known: list[Case]) -> Iterator[str]:
    """Where the weights add up to the same everywhere, a constant shows what they add up to."""
    asked = few(with_arguments(known))
    if said_yes_or_no(asked):
        return
    for name in asked[0].arguments if asked else ():
        got = [both for case in asked if (both := on_one(exercise, answer, case, name))]
        if len(got) < max(3, len(asked)):
            continue
        if all(same(one, want) for one, want in got):
            yield f"If {name} holds only ones, the result is right."
        elif (
            len(
                {
                    (show(float(x)), show(float(y)))
                    for one, want in got
                    for x, y in zip(one, want, strict=True)
                }
            )
            == 1
        ):
            one, want = (show(float(x[0])) for x in got[0])
            yield f"If {name} holds only ones, each number comes out as {one} in place of {want}."


def on_one(
    exercise: Exercise, answer: Callable, case: Case, name: str
) -> tuple[np.ndarray, np.ndarray] | None:
    """(got, want) where this argument is all ones; None unless what is wanted is all alike."""
    x = case.arguments[name]
    if not isinstance(x, np.ndarray) or x.dtype.kind not in "if":
        return None
    question = again((), {**case.arguments, name: np.ones_like(x)})
    tried = Tried(question, put(question, answer), put(question, exercise.reference), None)
    found = numbers(tried)
    if not found or len(found) > 1:
        return None
    got, want = found[0]
    if got.shape != want.shape or not want.size or np.ptp(want.astype(float)) >= 1e-9:
        return None
    return np.ravel(got), np.ravel(want)


def last(exercise: Exercise, answer: Callable, known: list[Case]) -> Iterator[str]:
    """The reference doubles with an argument, and this does not."""
    asked = [case for case in few(with_arguments(known)) if not case.right]
    for name in asked[0].arguments if asked else ():
        if not_doubled(exercise, answer, asked, name):
            yield f"Twice as large numbers in {name} should make the result twice as large. They do not."


def not_doubled(exercise: Exercise, answer: Callable, asked: list[Case], name: str) -> bool:
    failed = 0
    for case in asked:
        x = case.arguments[name]
        if not (isinstance(x, np.ndarray) and x.dtype.kind in "if" and x.any()) or len(case.pairs) > 1:
            return False
        question = again((), {**case.arguments, name: 2 * x})
        want = put(question, exercise.reference)
        if want.error or not doubled(want.value, case.tried.want.value):
            return False
        got = put(question, answer)
        if got.late or got.error or got.wrong:
            return False
        failed += not doubled(got.value, case.tried.got.value)
    return failed > 1


def doubled(two: Any, one: Any) -> bool:
    try:
        return np.shape(two) == np.shape(one) and np.allclose(two, 2 * np.asarray(one, float))
    except (TypeError, ValueError):
        return False
