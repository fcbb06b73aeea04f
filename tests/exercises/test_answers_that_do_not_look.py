"""A function that does not look at its input earns nothing: a constant, a counter, a list, a parrot."""

import itertools
from functools import cache

import numpy as np
import pytest

from grader.checks import draws, examine
from grader.checks.witness import put
from grader.exercises import EXERCISES


@cache
def outcomes(slug, secret):
    """What the reference says to each question in turn, of a run that somebody has watched."""
    exercise, rngs = EXERCISES[slug], draws(slug, secret)
    questions = [q for part in exercise.parts for rng in rngs for q in part.questions(rng)]
    return [call for question in questions for call in put(question, exercise.reference).calls]


def by_list(calls, keep=None):
    """Answers by the number of the call, as they came in another run; `keep` of them, over and over."""
    ours, refused = itertools.cycle(calls[:keep]), keep is None

    def answer(*args, **kwargs):
        result = next(ours).result
        if result is None and refused:
            raise ValueError("does not fit")
        return result

    return answer


def constant(calls):
    result = next(call.result for call in calls if call.result is not None)
    return lambda *args, **kwargs: result


def parrot(calls):
    """Gives its first argument back, the first time; then what it gave before."""
    said = []

    def answer(*args, **kwargs):
        said.append(args[0])
        return said[-2:][0]

    return answer


def counter(calls):
    turns = itertools.count()
    return lambda *args, **kwargs: next(turns)


def flips(calls):
    turns = itertools.count()
    return lambda *args, **kwargs: next(turns) % 2 == 0


def always(value):
    return lambda calls: lambda *args, **kwargs: value


def refuses(calls):
    def answer(*args, **kwargs):
        raise ValueError("no")

    return answer


BLIND = {
    "another run's answers": by_list,
    "two of another run's answers": lambda calls: by_list(calls, 2),
    "its first answer": constant,
    "parrot": parrot,
    "counter": counter,
    "true and false in turn": flips,
    "true": always(True),
    "false": always(False),
    "zero": always(0.0),
    "zeros": always(np.zeros((3, 3))),
    "nothing": always(None),
    "refusal": refuses,
}


TAKE_SOMETHING = [slug for slug, exercise in EXERCISES.items() if not exercise.signature.endswith("()")]


@pytest.mark.parametrize("how", BLIND)
@pytest.mark.parametrize("slug", TAKE_SOMETHING)
def test_a_function_that_does_not_look_at_its_input_earns_nothing(slug, how):
    exercise = EXERCISES[slug]
    answer = BLIND[how](outcomes(slug, "1"))
    assert examine(exercise, answer, draws(slug, "0")) == 0
