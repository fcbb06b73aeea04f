"""The feedback ladder: not started, not a function, wrong, a mistake we know by sight, right.

Decide first, diagnose second: only an answer already shown wrong is compared with known mistakes, because on
lucky inputs a right answer looks like a mistake (a symmetric kernel does not show whether it was flipped).
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.checks import patterns
from grader.checks.compare import Different, compare
from grader.checks.exercise import Exercise, Mistake, Part, Question, Wrong
from grader.checks.judge import Tried, judge, wanted
from grader.checks.mixed import mixed
from grader.checks.report import Report, Score
from grader.checks.values import describe
from grader.checks.witness import Outcome, put
from grader.checks.words import say, shown_inputs
from grader.unwritten import is_unwritten


def examine(exercise: Exercise, answer: object, rngs: Sequence[np.random.Generator], note: str = "") -> Score:
    """Try every part in order. Gives a Score: a plain number that draws its report."""
    if not callable(answer) or other_kind(answer):
        return Score(refuse(exercise, answer, note))
    return Score(climb(exercise, answer, rngs, note))


def climb(exercise: Exercise, answer: Callable, rngs: Sequence[np.random.Generator], note: str) -> Report:
    """Part by part up to the first failure."""
    earned, history = 0, []
    for part in exercise.parts:
        failed = first_failure(exercise, answer, asked(part, rngs), history)
        if failed:
            fresh = (question for part in exercise.parts for question in asked(part, rngs))
            return report(exercise, note, earned, **diagnose(exercise, answer, history, failed, fresh))
        earned += part.points
    return Report(exercise.slug, earned, exercise.points, "Right.", note=note)


def asked(part: Part, rngs: Sequence[np.random.Generator]) -> list[Question]:
    return [question for rng in rngs for question in part.questions(rng)]


def refuse(exercise: Exercise, answer: object, note: str) -> Report:
    """The rungs below the first question."""
    name = exercise.name
    if answer is None or answer is Ellipsis or answer is NotImplemented:
        it = "`...`" if answer is Ellipsis else answer
        todo = f"it is {it}. Write `def {exercise.signature}: …`"
        return report(exercise, note, sentence=f"{name} is not written yet: {todo}.")
    if kind := other_kind(answer):
        return report(exercise, note, sentence=f"{name} should be a function that returns its answer{kind}.")
    todo = f"got {describe(answer)}: pass {name}, not what it returns"
    return report(exercise, note, sentence=f"{name} should be a function, {todo}.")


def other_kind(answer: object) -> str:
    """What can be called and still is no plain function: what to write instead; empty where it is one."""
    if inspect.isclass(answer):
        return ": write `def`, not `class`"
    if inspect.iscoroutinefunction(answer):
        return ": write `def` without `async`"
    return ": write `return`, not `yield`" if inspect.isgeneratorfunction(answer) else ""


def first_failure(
    exercise: Exercise, answer: Callable, questions: list[Question], history: list[Tried]
) -> Tried | None:
    """The first question that is not answered as the reference does, as it was tried; None where all are.

    history: all that was tried before; grows here
    """
    for place, question in enumerate(questions):
        tried = ask(exercise, answer, question)
        history.append(tried)
        if tried.reason is not None:
            history += ask_on(exercise, answer, questions[place + 1 :], tried)
            return tried
    return None


def ask(exercise: Exercise, answer: Callable, question: Question) -> Tried:
    got, want = put(question, answer), wanted(question, exercise)
    return Tried(question, got, want, judge(got, want))


def ask_on(
    exercise: Exercise, answer: Callable, questions: Iterable[Question], failed: Tried
) -> Iterator[Tried]:
    """More to go by. Ends where the answer is stopped or raises unasked: it may be slow, or broken."""
    for question in questions:
        if failed.got.late or (failed.got.error and failed.reason is not None):
            return
        failed = ask(exercise, answer, question)
        yield failed


def ask_more(
    exercise: Exercise, answer: Callable, history: list[Tried], fresh: Iterable[Question]
) -> list[Tried]:
    """Fresh questions, then mixed ones; of these, what came out well enough to be compared."""
    more = [*ask_on(exercise, answer, fresh, history[-1])]
    last = (more or history)[-1]
    made = ask_on(exercise, answer, mixed(exercise, [*history, *more]), last)
    return [*more, *(tried for tried in made if not tried.got.error and not tried.got.wrong)]


def diagnose(
    exercise: Exercise, answer: Callable, history: list[Tried], failed: Tried, fresh: Iterable[Question]
) -> dict[str, Any]:
    """A mistake we know by sight, a pattern in all that was tried, or what the first failure was.

    fresh: more questions: a pattern must hold for them, too
    """
    if failed.got.error is NotImplementedError:
        todo = "replace `raise NotImplementedError` by your code"
        return {"sentence": f"{exercise.name} is not written yet: {todo}."}
    if is_unwritten(answer):
        todo = "its body is still empty. Write your code there, and `return` the result"
        return {"sentence": f"{exercise.name} is not written yet: {todo}."}
    more = ask_more(exercise, answer, history, fresh) if is_value(failed) else []
    for mistake in known_mistakes(exercise, history):
        if errs_alike(mistake, more):
            return {"sentence": mistake.sentence, "shown": failed, "how": "mistake"}
    plain = {
        "sentence": say(exercise, failed),
        "shown": failed,
        "how": "law" if failed.question.law else "plain",
    }
    if not is_value(failed):
        return plain | {"how": "plain"}
    found = patterns.find(exercise, answer, [*history, *more], failed)
    if found is None:
        return plain
    sentence = found.sentence if found.alone else f"{plain['sentence']} {found.sentence}"
    return {"sentence": sentence, "shown": found.shown, "how": "pattern"}


def is_value(failed: Tried) -> bool:
    """Is what came out a value of the right kind, but another one?"""
    if failed.got.error or failed.want.error:
        return False
    reason = failed.reason
    return isinstance(reason, Different) or (reason is not None and reason.shapes is not None)


def known_mistakes(exercise: Exercise, history: list[Tried]) -> Iterator[Mistake]:
    """All that answer every question so far as this answer did."""
    for mistake in exercise.mistakes:
        compared = 0
        for tried in history:
            likeness = alike(tried, put(tried.question, mistake.answer))
            if likeness is None:
                break
            compared += likeness
        else:
            if compared:
                yield mistake


def errs_alike(mistake: Mistake, more: list[Tried]) -> bool:
    """Does the answer go on as this mistake does, wherever it is wrong?

    The first part that fails may not show what tells two mistakes apart: without dilation k is d·k.
    """
    return all(alike(tried, put(tried.question, mistake.answer)) is not None for tried in more if errs(tried))


def errs(tried: Tried) -> bool:
    return tried.reason is not None and is_value(tried)


def alike(tried: Tried, other: Outcome) -> int | None:
    """How many values agree, 0 or 1; None where the mistake does not answer as the answer did.

    Two exceptions are alike by their class and cause. Two sentences that happen to agree prove nothing: where
    a question found both wrong by itself, what the two returned must agree.
    """
    got, want = tried.got, tried.want
    if want.error and tried.reason is None:
        return 0 if judge(other, want) is None else None  # both refuse, each in its own words
    if got.error or other.error:
        same = got.error is other.error and got.message == other.message
        return 0 if same else None
    if got.wrong or other.wrong:
        same = str(got.wrong) == str(other.wrong) and len(got.calls) == len(other.calls)
        pairs = [(one.result, two.result) for one, two in zip(got.calls, other.calls, strict=False)]
    else:
        same, pairs = True, [(got.value, other.value)]
    return 1 if same and pairs and all(agree(one, two) for one, two in pairs) else None


def agree(one: object, two: object) -> bool:
    try:
        compare(one, two)
    except Wrong:
        return False
    return True


def report(
    exercise: Exercise,
    note: str = "",
    earned: float = 0,
    sentence: str = "",
    shown: Tried | None = None,
    how: str = "plain",
) -> Report:
    """shown: the question, as it was tried, that is to be drawn"""
    drawn, where, printed = {}, None, ""
    if shown:
        drawn = shown_inputs(exercise, shown.question, shown.got)
        printed = shown.got.calls[-1].printed if shown.got.calls else ""
    if shown and isinstance(shown.reason, Different) and not shown.got.error:
        where = shown.reason.where
        if is_picture(shown.want.value):
            drawn |= {"Expected": shown.want.value, "Yours": shown.got.value}
    return Report(
        exercise.slug,
        earned,
        exercise.points,
        sentence,
        drawn=drawn,
        where=where,
        printed=printed,
        hints=exercise.hints,
        note=note,
        how=how,
    )


def is_picture(value: Any) -> bool:
    """Is there more to see than one number?"""
    return isinstance(value, tuple) or np.ndim(value) > 0
