"""What a family of processes used since a moment: never more than it did, whatever else the machine does."""

import pytest

from grader.engine.jail.lifecycle.monitor import Process
from grader.engine.jail.lifecycle.usage import Usage


def one(cpu_s, state="S", pid=1):
    return Process(pid, 0, cpu_s, 0, cpu_s, state)


def used(*looks):
    usage = Usage(0.0)
    for now, members in looks:
        usage.look(now, members)
    return usage


def test_it_counts_from_the_first_look_after_the_moment():
    usage = used((1.0, [one(0.5)]), (2.0, [one(1.5)]), (3.0, [one(2.0)]))
    assert usage.since(0.0).cpu_s == 2.0
    assert usage.since(1.5).cpu_s == 0.5
    assert usage.since(9.0).cpu_s == 0.0


def test_what_an_ended_process_used_stays_used():
    usage = used((1.0, [one(0.5), one(3.0, pid=2)]), (2.0, [one(0.75)]), (3.0, [one(0.75), one(1.0, pid=3)]))
    assert usage.since(0.0).cpu_s == 4.75


def test_what_a_parent_waited_for_is_not_counted_twice():
    waited = Process(1, 0, 3.5, 0, own_s=0.5)
    usage = used((1.0, [one(0.5), one(3.0, pid=2)]), (2.0, [waited]))
    assert usage.since(0.0).cpu_s == 3.5


@pytest.mark.parametrize(("state", "idle_s"), [("S", 4.0), ("R", 0.0), ("D", 0.0), ("Z", 4.0)])
def test_who_waits_for_a_processor_or_a_disk_is_not_idle(state, idle_s):
    usage = used((1.0, [one(1.0, "R")]), (5.0, [one(1.0, state)]))
    assert usage.since(1.0).idle_s == idle_s


def test_who_lent_its_memory_by_vfork_waits_for_no_disk():
    def lender(state, rss):
        return [Process(1, 0, 1.0, 7, 1.0, "D"), Process(2, 1, 0.0, rss, 0.0, state)]

    looks = [lender("S", 7), lender("S", 8), lender("R", 7)]
    assert [used((1.0, []), (2.0, lender("S", 7)), (5.0, look)).since(2.0).idle_s for look in looks] == [
        3,
        0,
        0,
    ]


def test_who_computed_in_between_was_not_idle():
    assert used((1.0, [one(1.0)]), (2.0, [one(1.1)])).since(1.0).idle_s == 0.0


def test_one_busy_member_is_enough():
    assert used((1.0, [one(1.0)]), (2.0, [one(1.0), one(0.0, "R", 2)])).since(1.0).idle_s == 0.0
