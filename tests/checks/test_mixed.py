"""What is said of a wrong answer has to hold for calls, too, that are made of the asked ones' arguments."""

import inspect

import pytest

from grader.checks import draws
from grader.checks.ladder import ask, asked
from grader.checks.mixed import LARGE, given, mixed, total
from grader.exercises import find


def tried(slug):
    exercise = find(slug)
    rngs = draws(slug, "0")
    return exercise, [
        ask(exercise, exercise.reference, question)
        for part in exercise.parts
        for question in asked(part, rngs)
    ]


def calls(slug):
    """(all that was asked, all that is made of it), as arguments by name."""
    exercise, history = tried(slug)
    made = [ask(exercise, exercise.reference, question) for question in mixed(exercise, history)]
    signature = inspect.signature(exercise.reference)
    return given(signature, history), given(signature, made)


@pytest.mark.parametrize("slug", ["padding-and-stride/out_size", "locality/corr2d", "dimensions/frames_of"])
def test_mixed_questions_are_new_answered_and_no_larger_than_what_was_asked(slug):
    before, made = calls(slug)
    assert len(made) > 20
    assert not {repr(call) for call in made} & {repr(call) for call in before}
    assert max(map(total, made)) <= max(map(total, before))


def test_mixed_questions_are_the_same_each_time():
    assert repr(calls("padding-and-stride/pad2d")) == repr(calls("padding-and-stride/pad2d"))


def test_a_number_that_no_loop_could_count_to_is_not_mixed_with_short_steps():
    before, made = calls("padding-and-stride/out_size")
    assert max(call["n"] for call in before) > LARGE > max(call["n"] for call in made)


def test_what_may_be_left_out_is_left_out_now_and_then():
    _, made = calls("padding-and-stride/out_size")
    assert {len(call) for call in made} >= {2, 3, 4, 5, 6}


def test_an_exercise_whose_questions_are_no_plain_calls_is_not_mixed():
    exercise, history = tried("kernels/edge_kernel")
    assert not list(mixed(exercise, history))
