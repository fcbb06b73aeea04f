"""Everything that keeps a student in needs no privilege: the same jail, made by an ordinary user."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FORKS = """
import os, time
made = 0
try:
    while True:
        if os.fork() == 0: time.sleep(60)
        made += 1
except OSError: print(made)
"""
PROGRAM = """
import json, os, sys
sys.path[:0] = [{here!r}, {root!r}]
from room import open_room, small_zygote
from snippets import given, snippets
from grader.engine.jail.probe import probe
baits, FORKS = json.loads(sys.argv[1])
said = {{}}
with small_zygote(tier=probe().name) as zygote:
    for goal, attempt in snippets('attempts.txt').items():
        with open_room(zygote) as room:
            said[goal] = room.run(given(baits) + attempt).out
    with open_room(zygote, processes=10) as room:
        said['forks'] = room.run(FORKS).out
    with open_room(zygote) as room:
        said['who'] = room.run("import os; print(os.getuid(), os.getpid(), os.listdir('.'))").out
print(json.dumps({{'uid': os.getuid(), 'tier': probe().name, 'said': said}}))
"""


@pytest.fixture(scope="module")
def answers(needs_namespaces, tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("not root: all the other tests are this one")
    bait = tmp_path_factory.mktemp("baits")
    bait.chmod(0o755)
    (bait / "gradebook.db").write_text("a classmate's grade")
    (bait / "submitted").mkdir()
    names = dict.fromkeys(("FINDER", "SHARED", "ABSTRACT", "DISK"), str(bait / "gradebook.db"))
    numbers = {"GRADER": os.getpid(), "PORT": 1, "SEGMENT": 1}
    baits = {**names, **numbers, "BAIT": str(bait), "REPOSITORY": str(HERE.parents[2])}
    program = PROGRAM.format(here=str(HERE), root=str(HERE.parents[2]))
    command = [sys.executable, str(HERE / "as_nobody.py"), program, json.dumps([baits, FORKS])]
    ran = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(HERE.parents[2])}
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_an_ordinary_user_gets_the_same_tier(answers, tier):
    assert answers["uid"] == 65534
    assert answers["tier"] == tier.name


def test_an_ordinary_users_student_reaches_nothing_either(answers):
    assert not [goal for goal, out in answers["said"].items() if "done" in out]


def test_an_ordinary_users_student_is_limited_too(answers):
    assert answers["said"]["forks"] == "9\n"
    assert answers["said"]["who"].startswith("1000 1 ")
