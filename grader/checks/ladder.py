"""The feedback ladder: not started, not a function, wrong, a mistake we know by sight, right.

Decide first, diagnose second: only an answer already shown wrong is compared with known mistakes, because on
lucky inputs a right answer looks like a mistake (a symmetric kernel does not show whether it was flipped).
"""

import inspect

import numpy as np

from grader.checks.compare import Different, compare
from grader.checks.exercise import Wrong
from grader.checks.report import Report, Score
from grader.checks.values import describe
from grader.checks.witness import put


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
        return fail(
            exercise, f"{name} is not written yet: it is {answer}. Write `def {exercise.signature}: …`."
        )
    if not callable(answer):
        return fail(
            exercise,
            f"{name} should be a function, got {describe(answer)}: pass {name}, not what it returns.",
        )
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
            todo = "replace `raise NotImplementedError()` by your code"
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
        because = want.message.split(":")[0]
        instead = f"raised {got.error}" if got.error else f"returned {describe(got.value)}"
        return (
            None
            if got.error == want.error
            else Wrong(f"should raise a {want.error} ({because}), but {instead}")
        )
    if got.error:
        return Wrong(f"raised {got.error}: {got.message}" if got.message else f"raised {got.error}")
    try:
        return compare(got.value, want.value)
    except Wrong as reason:
        return reason


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


def say(exercise, question, got, reason):
    """One sentence: what, what was got, for which shapes where the numbers do not say it all."""
    told_by = question.says if question.says and not got.wrong and not got.error else call_text(exercise, got)
    sentence = f"{told_by} {reason}"
    if got.error or (isinstance(reason, Different) and reason.where is None):
        sentence += shapes(shown_inputs(exercise, question, got))
    return sentence if sentence.endswith("?") else f"{sentence}."


def shapes(inputs):
    words = [f"{name} of shape {value.shape}" for name, value in inputs.items() if hasattr(value, "shape")]
    return f", for {' and '.join(words)}" if words else ""


def call_text(exercise, got):
    """The call as one would write it: numbers in full, arrays by the name of their parameter."""
    if not got.calls:
        return exercise.name
    last = got.calls[-1]
    names = list(inspect.signature(exercise.reference).parameters)
    words = [brief(value, name) for name, value in zip(names, last.args, strict=False)]
    words += [f"{name}={brief(value, name)}" for name, value in last.kwargs.items()]
    return f"{exercise.name}({', '.join(words)})"


def brief(value, name):
    plain = isinstance(value, bool | int | float | str) or (isinstance(value, tuple) and len(value) < 5)
    return repr(value) if plain else name


def shown_inputs(exercise, question, got):
    """What to draw beside target and answer: the arrays of the last call, by name."""
    if not got.calls:
        return question.shown
    if question.says:
        return question.shown | {call_text(exercise, got): got.calls[-1].result}
    names = inspect.signature(exercise.reference).parameters
    return {
        name: value for name, value in zip(names, got.calls[-1].args, strict=False) if hasattr(value, "shape")
    }


def fail(exercise, sentence, earned=0, question=None, got=None, want=None, reason=None):
    drawn = {}
    if question is not None:
        drawn |= shown_inputs(exercise, question, got)
        if isinstance(reason, Different) and not np.isscalar(want.value) and want.value is not None:
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
