"""Everything that keeps a student in needs no privilege: the same jail made by an ordinary user.

And what is left of it where user namespaces are forbidden: one process, held by Landlock and seccomp.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.engine.jail.isolation.landlock import landlock_abi
from jail.snippets import snippets

HERE = Path(__file__).parent


def answers_in(tier):
    as_nobody = [str(HERE / "as_nobody.py")] if os.geteuid() == 0 else []
    command = [sys.executable, *as_nobody, str(HERE / "as_user.py"), tier]
    environment = {**os.environ, "PYTHONPATH": f"{HERE.parents[2]}{os.pathsep}{HERE.parent}"}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def inside(needs_namespaces, tier):
    return answers_in(tier.name)


@pytest.fixture(scope="module")
def alone():
    if landlock_abi() < 3:
        pytest.skip("this kernel has no Landlock that would do")
    return answers_in("landlock")


def reached(answers):
    return [goal for goal in snippets("attempts.txt") if "done" in answers["said"][goal]["out"]]


def test_an_ordinary_user_gets_the_same_tier(inside, tier):
    assert inside["uid"] != 0
    assert inside["tier"] == tier.name


def test_an_ordinary_users_student_reaches_nothing_either(inside):
    assert reached(inside) == []


def test_an_ordinary_users_student_is_limited_too(inside):
    assert inside["said"]["forks"]["out"] == "9\n"
    assert inside["said"]["who"]["out"] == "1000 1 /scratch\n"


def test_memory_that_nothing_would_count_is_refused(inside):
    if inside["counted"]:
        pytest.skip("an ordinary user has control groups here")
    assert "Operation not permitted" in inside["said"]["memory"]["error"]


def test_alone_a_student_reaches_nothing(alone):
    asked, pretended = "the disks", "the mode of a library"
    assert set(reached(alone)) <= {asked, pretended}


def test_alone_there_is_no_second_process(alone):
    assert alone["said"]["forks"]["out"] == "0\n"


def test_alone_the_files_of_the_user_stay_as_they_are(alone):
    assert alone["mode"] & 0o600
    assert alone["mtime"] > 0
    assert alone["said"]["a file of the user's looks older"]["error"] is None, "it believes that it did"


def test_alone_the_grader_is_neither_limited_slowed_nor_signalled(alone):
    for goal in ("gets a limit", "is slowed", "gets a signal from the kernel"):
        assert "Permission" in alone["said"][f"the grader {goal}"]["error"], goal


def test_alone_the_disk_does_not_fill(alone):
    assert alone["said"]["the disk fills"]["gone"]
    assert alone["said"]["the disk fills by files without names"]["gone"]


def test_alone_honest_code_works(alone):
    said = alone["said"]
    assert said["a file is written and copied"]["out"] == "y\n"
    assert said["a thread"]["out"] == "1\n"
    assert said["numpy"]["out"] == "1.0\n"
    assert "alive" in said["itself"]["out"]


def test_alone_nothing_is_left(alone):
    assert alone["clean"]
