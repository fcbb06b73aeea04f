"""How long an answer may take: what it computes counts."""

import pytest

from grader.engine.jail.limits import Used
from grader.engine.tester.budget import Budget, patience_s


def budget(waited_s, ours_s=0.0):
    made = Budget(30)
    made.waited_s = waited_s
    made.began -= waited_s + ours_s
    return made


@pytest.mark.parametrize(
    ("waited_s", "used", "why"),
    [
        (31, Used(31, 0), "cpu"),
        (31, Used(9, 31), "idle"),
        (31, Used(9, 0), None),
        (200, Used(9, 29), None),
        (patience_s(30) + 1, Used(9, 0), "wall"),
        (31, Used(31, 31), "cpu"),
    ],
)
def test_it_is_late_by_what_it_did(waited_s, used, why):
    assert budget(waited_s).late(used) == why


def test_time_in_which_the_tester_worked_is_nobodys():
    assert budget(waited_s=31, ours_s=50).late(Used(9, 60)) is None
    assert budget(waited_s=31, ours_s=50).late(Used(9, 82)) == "idle"


def test_before_its_time_nobody_asks():
    assert not budget(29).doubtful()
    assert budget(30).doubtful()
