"""Every wrong answer we know by sight earns its own sentence, whatever inputs are drawn."""

import re

import numpy as np
import pytest

from grader.checks import draws, examine
from grader.exercises import EXERCISES

MISTAKES = [(exercise, mistake) for exercise in EXERCISES.values() for mistake in exercise.mistakes]
SECRETS = "01"  # half of what is drawn is the same for all of them


def name(value):
    return getattr(value, "slug", None) or getattr(value, "sentence", "")[:40]


def quietly(answer):
    def silent(*args, **kwargs):
        with np.errstate(all="ignore"):
            return answer(*args, **kwargs)

    return silent


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=name)
def test_a_known_mistake_is_named_and_does_not_earn_all_points(exercise, mistake):
    for secret in SECRETS:
        score = examine(exercise, quietly(mistake.answer), draws(exercise.slug, secret))
        assert score.report.sentence == mistake.sentence
        assert score < exercise.points


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=name)
def test_the_reference_earns_all_points(exercise):
    for secret in SECRETS:
        score = examine(exercise, exercise.reference, draws(exercise.slug, secret))
        assert score.report.verdict == f"✓ {exercise.points} of {exercise.points} points. Right."


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=name)
def test_an_exercise_knows_at_least_five_mistakes_each_with_a_sentence_of_its_own(exercise):
    sentences = [mistake.sentence for mistake in exercise.mistakes]
    assert len(set(sentences)) == len(sentences) >= 5
    assert all(sentence[-1] in ".?" and len(sentence) > 30 for sentence in sentences)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=name)
def test_a_mistake_is_never_named_to_a_right_answer_that_fails_later(exercise):
    """An answer that is right until it raises is told of the exception, not of a mistake it did not make."""
    calls = []

    def gives_up(*args, **kwargs):
        calls.append(args)
        if len(calls) > 4:
            raise RuntimeError("tired")
        return exercise.reference(*args, **kwargs)

    report = examine(exercise, gives_up, draws(exercise.slug, "0")).report
    assert re.search(
        r"raised RuntimeError in line \d+, `raise RuntimeError\(.tired.\)`: tired", report.sentence
    )
