"""One question, put to the answer and to the reference: is the answer as good?"""

from dataclasses import dataclass

from grader.checks.compare import Different, compare
from grader.checks.exercise import Exercise, Question, Wrong
from grader.checks.values import describe
from grader.checks.witness import Outcome, put


class ReferenceFailed(Exception):
    """The reference gave no answer, so there is nothing to judge by: a fault of ours or of this computer."""


@dataclass(frozen=True)
class Tried:
    """reason: None where the answer is right"""

    question: Question
    got: Outcome
    want: Outcome
    reason: Wrong | None


def wanted(question: Question, exercise: Exercise) -> Outcome:
    """What the reference says. A ValueError is a refusal, and what is wanted then.

    Raises: ReferenceFailed where it met anything else: no verdict may come of an accident
    """
    want = put(question, exercise.reference)
    if want.wrong or (want.error and not issubclass(want.error, ValueError)):
        what = want.wrong or f"{want.error_name}: {want.message}"
        raise ReferenceFailed(
            f"{exercise.slug}: the reference itself failed: {what}. The answer was not judged."
        )
    return want


def judge(got: Outcome, want: Outcome) -> Wrong | None:
    """None where got is as good as want, else a Wrong with the reason."""
    if got.wrong:
        return got.wrong
    if want.error:
        return None if got.error and issubclass(got.error, want.error) else Wrong(refusal(got, want))
    if got.error:
        return Different(raised(got))
    try:
        compare(got.value, want.value)
    except Wrong as reason:
        return reason
    return None


def raised(got: Outcome) -> str:
    """ "raised IndexError in line 4, `Y[i, j] = 0`: index 3 is out of bounds" """
    where = f" in {got.line}" if got.line else ""
    what = f": {got.message.rstrip('.')}" if got.message else ""
    return f"raised {got.error_name}{where}{what}"


def refusal(got: Outcome, want: Outcome) -> str:
    """The reference's own reason, up to its advice."""
    because = want.message.split(":")[0]
    instead = f"raised {got.error_name}" if got.error else f"returned {describe(got.value)}"
    return f"should raise a {want.error_name} ({because}), but {instead}"
