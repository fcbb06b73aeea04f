"""Points for a test cell: nbgrader's rule, with differences that are deliberate and few.

nbgrader's `determine_grade` reads the printed outputs of the cell: an error is 0, a displayed number is that
many points, everything else is full marks. Here the same, except:

- text on stderr costs no points (nbgrader: 0), for a warning of a library is no mistake of the student's;
- a displayed verdict that is no number (False, nan, a text, an object) is 0 (nbgrader: full marks);
- a negative verdict is 0 (nbgrader: full marks);
- a verdict above the maximum is the maximum (nbgrader: the submission is not graded at all).

The displayed value itself is judged, not its text, so that nothing can be written over it.
"""

import math
import numbers


def test_score(value, points):
    """(score, sentence for the log or None) of a test that ran in the tester without an error."""
    if value is None:
        return points, None
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return 0.0, f"the test displayed a {type(value).__name__} instead of points"
    return clip(float(value), points)


def shared_score(outputs, points):
    """(score, sentence) of a test that ran in the student's process, which reports only outputs."""
    for output in outputs:
        if output["output_type"] == "error":
            return 0.0, None
        if output["output_type"] == "execute_result":
            text = output["data"].get("text/plain")
            try:
                return clip(float(text), points)
            except (TypeError, ValueError):
                return 0.0, f"the test displayed {str(text)[:50]!r} instead of points"
    return points, None


def clip(verdict, points):
    if math.isnan(verdict) or math.isinf(verdict) or verdict < 0:
        return 0.0, f"the test displayed {verdict}, which is no number of points"
    if verdict > points:
        return points, f"the test displayed {verdict:g}, more than the {points:g} points of the cell"
    return verdict, None
