"""Points for a test cell: nbgrader's rule, with differences that are deliberate and few.

nbgrader's `determine_grade` reads the printed outputs of the cell: an error is 0, a displayed number is that
many points, everything else is full marks. Here the same, except:

- text on stderr costs no points (nbgrader: 0), for a warning of a library is no mistake of the student's;
- a displayed verdict that is no number (False, nan, a text, an object) is 0 (nbgrader: full marks), unless
  the test ends in no number with the instructor's own solution either: a picture, a shape, nothing;
- a number of NumPy's is a number (nbgrader reads the text `np.int64(1)`, none to it: full marks);
- a negative verdict is 0 (nbgrader: full marks);
- a verdict above the maximum is the maximum (nbgrader: the submission is not graded at all).

The displayed value itself is judged, not its text, so that nothing can be written over it.
"""

import math
import numbers
from collections.abc import Iterable

NOTHING = "nothing"

Verdict = float | str  # points that a test displayed, or in words what else it ended in


def shown(value: object) -> Verdict:
    """The number of points that a test ended in, or in words what else it ended in."""
    if value is None:
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return f"a {type(value).__name__}"
    try:
        return float(value)
    except OverflowError:  # a whole number of 400 digits, say: it may be made of an answer
        return math.inf


def shown_in(outputs: Iterable[dict]) -> Verdict:
    """The same of a test that ran in the student's process, which reports only outputs."""
    for output in outputs:
        if output["output_type"] == "execute_result":
            text = output["data"].get("text/plain")
            try:
                return float(text)
            except (TypeError, ValueError):
                return repr(str(text)[:50])
    return NOTHING


def points_for(verdict: Verdict, points: float, pass_or_fail: bool = False) -> tuple[float, str | None]:
    """(score, sentence for the log or None) of a test that met no error.

    verdict: from `shown`; pass_or_fail: with the instructor's own solution it was no number either
    """
    if pass_or_fail or verdict == NOTHING:
        return points, None
    if isinstance(verdict, str):
        return 0.0, f"the test displayed {verdict} instead of points"
    if math.isnan(verdict) or math.isinf(verdict) or verdict < 0:
        return 0.0, f"the test displayed {verdict}, which is no number of points"
    if verdict > points:
        return points, f"the test displayed {verdict:g}, but {points:g} is the most that the cell gives"
    return verdict, None
