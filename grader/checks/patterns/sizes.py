"""The shape is wrong: in which direction, and is it another one that we know?"""

import numpy as np

from grader.checks.exercise import Shapes
from grader.checks.judge import Tried
from grader.checks.patterns.cases import Case
from grader.checks.patterns.places import count

FEWEST = 5  # so many wrong shapes show a direction
NAMES = ("map", "row", "column")


def find(known: list[Case], failed: Tried) -> str | None:
    """What is true of every wrong shape; else of this one."""
    shapes = getattr(failed.reason, "shapes", None)
    if not shapes:
        return None
    wrong = [(pair.got.shape, pair.want.shape) for case in known for pair in case.pairs]
    wrong = [shapes, *((got, want) for got, want in wrong if got != want)]
    if len(wrong) < FEWEST:
        return here(*shapes)
    return all_axes(wrong) or turned(wrong) or given(known) or directions(wrong) or here(*shapes)


def all_axes(wrong: list[Shapes]) -> str | None:
    steps = {a - b for got, want in wrong if len(got) == len(want) for a, b in zip(got, want, strict=True)}
    if any(len(got) != len(want) for got, want in wrong) or len(steps) > 1:
        return None
    longer = steps.pop()
    if {len(want) for _, want in wrong} == {1}:
        return f"There {are(abs(longer), 'number')} too {'many' if longer > 0 else 'few'}."
    return f"Every side is {abs(longer)} too {'long' if longer > 0 else 'short'}."


def turned(wrong: list[Shapes]) -> str | None:
    if all(len(want) > 2 and got == want[::-1] for got, want in wrong):
        return "The axes stand in reverse order."
    return None


def given(known: list[Case]) -> str | None:
    """As large as an argument, where it should not be."""
    wrong = [case for case in known if case.arguments and not case.right]
    wrong = [case for case in wrong if len(case.pairs) == 1]
    if len({np.shape(case.pairs[0].want) for case in wrong}) < 3:
        return None
    for name in wrong[0].arguments:
        if all(case.pairs[0].got.shape == np.shape(case.arguments[name]) for case in wrong):
            return f"The result is as large as {name}."
    return None


def directions(wrong: list[Shapes]) -> str | None:
    """The sides that are always too long, or always too short."""
    ranks = {(len(got), len(want)) for got, want in wrong}
    if len(ranks) > 1:
        return None
    ((got_axes, want_axes),) = ranks
    if got_axes != want_axes:
        return f"{axes(*wrong[0])}."
    if want_axes > 3:
        return None
    signs = {tuple(np.sign(np.subtract(got, want))) for got, want in wrong}
    told = []
    for axis, name in enumerate(NAMES[-want_axes:] if want_axes > 1 else ("number",)):
        off = {int(sign[axis]) for sign in signs} - {0}
        if len(off) > 1:
            return None
        if off:
            told.append(f"too {'many' if off == {1} else 'few'} {name}s")
    if not told:
        return None
    return f"There are {' and '.join(told)}."


def here(got: tuple[int, ...], want: tuple[int, ...]) -> str | None:
    """This once."""
    if len(got) != len(want):
        return f"{axes(got, want)}."
    if len(want) > 3:
        return None
    names = NAMES[-len(want) :] if len(want) > 1 else ("number",)
    off = [(a - b, name) for a, b, name in zip(got, want, names, strict=True) if a != b]
    told = [f"{count(abs(n), name, name + 's')} too {'many' if n > 0 else 'few'}" for n, name in off]
    return f"That is {' and '.join(told)}."


def axes(got: tuple[int, ...], want: tuple[int, ...]) -> str:
    if not got:
        return "One number comes out, where an array is wanted"
    return f"It has {count(len(got), 'axis', 'axes')} in place of {len(want)}"


def are(n: int, name: str) -> str:
    return f"is 1 {name}" if n == 1 else f"are {n} {name}s"
