"""What all wrong answers of a function have in common: "right but for the last row", "the transpose".

A sentence here is true of everything that was tried; where nothing is, there is no sentence. Each file holds
one kind as a small table. From the special to the general: the first that holds is said.
"""

from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.exercise import Exercise
from grader.checks.judge import Tried
from grader.checks.patterns import inputs, numbers, partly, places, probes, several, sizes, whole
from grader.checks.patterns.cases import Case, cases
from grader.checks.patterns.pairs import Finding, smallest, swapped
from grader.checks.words import say

KINDS = (whole.find, places.find, inputs.find)
FACTS = (probes.find, several.find, numbers.find, partly.find, probes.on_ones, numbers.last, probes.last)


def find(exercise: Exercise, answer: Callable, history: list[Tried], failed: Tried) -> Finding | None:
    """The first Finding for the wrong ones among these tries; None where they have nothing in common."""
    return next(findings(exercise, answer, history, failed), None)


def findings(exercise: Exercise, answer: Callable, history: list[Tried], failed: Tried) -> Iterator[Finding]:
    known = cases(exercise, history)
    if all(case.right for case in known):
        return
    with np.errstate(all="ignore"):  # an answer may hold infinity
        raised = next((tried for tried in history if tried.got.error and not tried.want.error), None)
        if not raised:
            yield from in_a_word(exercise, known)
        if fact := sizes.find(known, failed):
            yield Finding(fact, failed, alone=False)
        if failed.question.law:
            return  # the law says it
        if raised:
            yield Finding(f"Later, {say(exercise, raised)}", failed, alone=False)
        for kind in FACTS:
            for fact in kind(exercise, answer, known):
                yield Finding(fact, failed, alone=False)


def in_a_word(exercise: Exercise, known: list[Case]) -> Iterator[Finding]:
    """What says it all: no example is needed before it."""
    parts = dict(
        zip(exercise.returns or ("",), zip(*(case.pairs for case in known), strict=True), strict=False)
    )
    wrong = [case.tried for case in known if not case.right]
    if len(parts) == 2 and swapped(*parts.values()):
        yield Finding(f"{' and '.join(parts)} are swapped.", smallest(wrong))
    bad = {name: pairs for name, pairs in parts.items() if any(not pair.right for pair in pairs)}
    only = f"Only {next(iter(bad))}: " if len(bad) < len(parts) else ""
    for kind in KINDS[:1] if exercise.many else KINDS:
        first, *others = bad.values()
        of_others = [dict(kind(exercise, pairs)) for pairs in others]
        for sentence, shown in kind(exercise, first):
            if all(sentence in found for found in of_others):
                said = only + lower(sentence) if only else sentence
                yield Finding(said, shown or smallest(wrong))
    calls = [case.arguments for case in known]
    if len(bad) > 1 and all(calls):
        for sentence in inputs.conditional(known, calls):
            yield Finding(sentence, smallest(wrong))  # whichever of its values is wrong


def lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
