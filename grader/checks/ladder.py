"""The feedback ladder: not started, not a function, wrong, a mistake we know by sight, right.

Decide first, diagnose second: only an answer already shown wrong is compared with known mistakes, because on
lucky inputs a right answer looks like a mistake (a symmetric kernel does not show whether it was flipped).
"""

import numpy as np

from grader.checks.compare import Different, compare
from grader.checks.exercise import Wrong
from grader.checks.report import Report, Score
from grader.checks.values import describe
from grader.checks.witness import put
from grader.checks.words import say, shown_inputs


def examine(exercise, answer, rngs):
    """Try every part in order. Gives a Score: a plain number that draws its report."""
    return Score(refuse(exercise, answer) or climb(exercise, answer, rngs))


def climb(exercise, answer, rngs):
    """Part by part up to the first failure."""
    earned, history = 0, []
    for part in exercise.parts:
        questions = [question for rng in rngs for question in part.questions(rng)]
        failure = first_failure(exercise, answer, questions, history, earned)
        if failure:
            return failure
        earned += part.points
    return Report(exercise.slug, earned, exercise.points, "Right.")


def refuse(exercise, answer):
    """The rungs below the first question."""
    name = exercise.name
    if answer is None or answer is Ellipsis or answer is NotImplemented:
        todo = f"it is {answer}. Write `def {exercise.signature}: …`"
        return fail(exercise, f"{name} is not written yet: {todo}.")
    if not callable(answer):
        todo = f"got {describe(answer)}: pass {name}, not what it returns"
        return fail(exercise, f"{name} should be a function, {todo}.")
    return None


def first_failure(exercise, answer, questions, history, earned):
    """A report on the first question that is not answered as the reference does; None where all are.

    history: (question, outcome) of all that was asked before; grows here
    """
    for place, question in enumerate(questions):
        got, want = put(question, answer), put(question, exercise.reference)
        history.append((question, got))
        reason = judge(got, want)
        if reason is None:
            continue
        if got.error == "NotImplementedError":
            todo = "replace `raise NotImplementedError` by your code"
            return fail(exercise, f"{exercise.name} is not written yet: {todo}.", earned)
        if not got.error:
            history += ask_on(questions[place + 1 :], answer)
        sentence = known_mistake(exercise, history) or say(exercise, question, got, reason)
        return fail(exercise, sentence, earned, question, got, want, reason)
    return None


def judge(got, want):
    """None where got is as good as want, else a Wrong with the reason."""
    if got.wrong:
        return got.wrong
    if want.error:
        return None if got.error == want.error else Wrong(refusal(got, want))
    if got.error:
        return Different(f"raised {got.error}: {got.message}" if got.message else f"raised {got.error}")
    try:
        return compare(got.value, want.value)
    except Wrong as reason:
        return reason


def refusal(got, want):
    """The reference's own reason, up to its advice."""
    because = want.message.split(":")[0]
    instead = f"raised {got.error}" if got.error else f"returned {describe(got.value)}"
    return f"should raise a {want.error} ({because}), but {instead}"


def ask_on(questions, answer):
    """More to go by. Ends with the first exception: the function may have died, or be slow."""
    for question in questions:
        got = put(question, answer)
        yield question, got
        if got.error:
            return


def known_mistake(exercise, history):
    """The sentence of the first mistake that answers every question so far as this answer did."""
    for mistake in exercise.mistakes:
        if all(alike(got, put(question, mistake.answer)) for question, got in history):
            return mistake.sentence
    return None


def alike(got, other):
    if got.error or other.error:
        return (got.error, got.message) == (other.error, other.message)
    if got.wrong or other.wrong:
        return str(got.wrong) == str(other.wrong)
    try:
        compare(got.value, other.value)
    except Wrong:
        return False
    return True


def fail(exercise, sentence, earned=0, question=None, got=None, want=None, reason=None):
    drawn = shown_inputs(exercise, question, got) if question else {}
    if isinstance(reason, Different) and not got.error and is_picture(want.value):
        drawn |= {"Expected": want.value, "Yours": got.value}
    return Report(
        exercise.slug,
        earned,
        exercise.points,
        sentence,
        drawn=drawn,
        where=getattr(reason, "where", None),
        printed=got.calls[-1].printed if got and got.calls else "",
        hints=exercise.hints,
    )


def is_picture(value):
    """Is there more to see than one number?"""
    return isinstance(value, tuple) or np.ndim(value) > 0
