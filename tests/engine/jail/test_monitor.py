"""Counting what a child and its descendants use."""

import os
import subprocess
import sys
import time

import pytest

from grader.engine.jail.lifecycle import monitor
from grader.engine.jail.lifecycle.monitor import MB, Process, family
from grader.engine.jail.limits import Limits


def people(*pairs, rss=10 * MB, cpu_s=1.0):
    return [Process(pid, parent, cpu_s, rss) for pid, parent in pairs]


def pids(members):
    return {member.pid for member in members}


def test_a_family_is_a_process_and_its_descendants_in_any_order():
    everyone = people((30, 20), (20, 10), (10, 1), (11, 1), (31, 11))
    assert pids(family(10, everyone)) == {10, 20, 30}


def test_a_process_that_is_gone_has_no_family():
    assert family(99, people((1, 0))) == []


def test_inherited_memory_is_not_counted():
    assert monitor.memory_mb(people((1, 0), (2, 1)), inherited=8 * MB) == 4


def test_we_see_ourselves():
    (me,) = [one for one in monitor.processes() if one.pid == os.getpid()]
    assert me.parent == os.getppid()
    assert me.rss > 5 * MB


def test_a_name_with_brackets_and_spaces_is_read(tmp_path):
    odd = tmp_path / "a ) b ("
    odd.symlink_to("/bin/sleep")
    with subprocess.Popen([odd, "5"]) as process:
        time.sleep(0.1)
        assert monitor.process(process.pid).parent == os.getpid()
        process.kill()


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(), None),
        (Limits(wall_s=1), "wall"),
        (Limits(cpu_s=2), "cpu"),
        (Limits(memory_mb=0), "memory"),
    ],
)
def test_the_limit_that_is_passed_is_named(limits, reason):
    members = [Process(os.getpid(), 0, 3.0, 100 * MB)]
    assert monitor.exceeded(members, 3.0, limits, age_s=5, inherited=0) == reason


def test_exact_memory_is_at_most_what_is_held():
    me = monitor.process(os.getpid())
    assert 0 < monitor.exact_memory_mb([me]) <= me.rss / MB + 1


def test_it_counts_time_of_children_that_were_waited_for():
    before = monitor.process(os.getpid()).cpu_s
    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < .2: pass"], check=True)
    assert monitor.process(os.getpid()).cpu_s - before > 0.1
