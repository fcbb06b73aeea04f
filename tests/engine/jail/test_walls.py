"""What a student's code tries to reach, and cannot.

To show that a wall stops it and not a mistake in the attempt, the same lines first run outside, as root,
where each of them succeeds.
"""

import os
import subprocess
import sys

import pytest

from jail.baits import laid_out
from jail.snippets import given, snippets

ATTEMPTS = snippets("attempts.txt")
OWN_MOUNTS = (
    "import ctypes; ctypes.CDLL(None).unshare(0x20000)\n"  # so that no attempt does lasting harm outside
)


@pytest.fixture(scope="module")
def baits(tmp_path_factory):
    with laid_out(tmp_path_factory.mktemp("baits")) as names:
        yield names


@pytest.mark.parametrize("goal", ATTEMPTS)
def test_a_student_does_not_reach(goal, baits, room):
    attempt = given(baits) + ATTEMPTS[goal]
    if os.geteuid() == 0:
        outside = subprocess.run([sys.executable, "-c", OWN_MOUNTS + attempt], capture_output=True, text=True)
        assert "done" in outside.stdout, f"the attempt itself is wrong: {outside.stderr}"
    said = room.run(attempt)
    assert said.error
    assert "done" not in said.out
