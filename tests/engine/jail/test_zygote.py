"""The clean process itself: what it holds, what its children are born with, that it lasts."""

import os
from pathlib import Path

import pytest

from jail.room import ZygoteError, eventually, open_room, small_zygote


def family(pid):
    """The pids of a process and its descendants, as this machine sees them."""
    members = [pid]
    for member in members:
        for task in Path(f"/proc/{member}/task").glob("*/children"):
            members += map(int, task.read_text().split())
    return members


def heart(zygote):
    """The innermost process: the others only wait for it."""
    return family(zygote.process.pid)[-1]


def test_a_warm_zygote_has_one_thread(warm_zygote):
    assert len(os.listdir(f"/proc/{heart(warm_zygote)}/task")) == 1


def test_a_hundred_children_leave_no_process_and_no_descriptor(zygote):
    def left():
        ours, its = os.listdir("/proc/self/fd"), os.listdir(f"/proc/{heart(zygote)}/fd")
        return len(family(zygote.process.pid)), len(its), len(ours)

    with open_room(zygote) as room:
        room.run("1")
    assert eventually(lambda: heart(zygote) == family(zygote.process.pid)[2])
    before = left()
    for _ in range(100):
        with open_room(zygote) as room:
            assert room.run("print(1)").out == "1\n"
    assert eventually(lambda: all(now <= then for now, then in zip(left(), before, strict=True)))


def test_nothing_of_the_owners_environment_is_in_a_child(monkeypatch, needs_namespaces):
    monkeypatch.setenv("GRADER_SEED", "the secret seed")
    with small_zygote() as zygote, open_room(zygote) as room:
        everything = room.run("import os; print(open('/proc/self/environ').read(), dict(os.environ))").out
    assert "seed" not in everything.lower()
    assert "PATH=" in everything


def test_a_teacher_whose_files_are_private_by_habit_grades_as_others_do():
    before = os.umask(0o077)
    try:
        with small_zygote() as zygote, open_room(zygote) as room:
            assert room.run("import os; print(oct(os.umask(0)), open('x', 'w').write('1'))").out == "0o22 1\n"
    finally:
        os.umask(before)


def test_nothing_of_the_grader_is_in_a_childs_memory(room):
    code = """
import gc, sys
print([name for name in sys.modules if name.split('.')[0] == 'grader'])
print(any('nbgrader' in name for name in sys.modules))
"""
    assert room.run(code).out == "[]\nFalse\n"


def test_a_child_has_its_line_and_three_descriptors_that_lead_nowhere(room):
    code = """
import os
for fd in range(1024):
    try: print(fd, os.readlink(f'/proc/self/fd/{fd}').split(':')[0])
    except OSError: pass
"""
    assert room.run(code).out == "0 /dev/null\n1 /dev/null\n2 /dev/null\n3 socket\n"


def test_a_child_is_nobody_without_capabilities(room):
    status = room.run("print(open('/proc/self/status').read())").out
    for line in ("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"):
        assert line in status
    assert room.run("import os; print(os.getuid(), os.getpid(), os.getppid())").out == "1000 1 0\n"


def users(pids):
    return [Path(f"/proc/{pid}/status").read_text().split("Uid:\t")[1].split()[0] for pid in pids]


def test_on_this_machine_a_child_is_not_root_and_nobody_else_is_who_it_is(zygote, tier):
    with open_room(zygote) as one, open_room(zygote) as other:
        one.run("1"), other.run("1")
        inner = family(zygote.process.pid)[2]  # the zygote; its children follow
        found = users(family(inner)[1:])
    if tier.users:
        assert len(set(found)) == 2
        assert all(int(user) > 1_000_000_000 for user in found)
    else:
        assert set(found) == {str(os.getuid()) if os.getuid() else "65534"}


def test_descriptors_in_flight_of_one_student_leave_room_for_the_next(zygote, tier):
    if not tier.users:
        pytest.skip("without root all students are one user")
    send = """
import socket
kept = []
for _ in range(40):
    kept += socket.socketpair()
    try:
        for _ in range(60): socket.send_fds(kept[-1], [b"x"], [kept[0].fileno()] * 200, 0x40)
    except OSError: pass
"""
    pass_on = """
import socket
ours, theirs = socket.socketpair()
socket.send_fds(ours, [b"x"], [ours.fileno()] * 50)
print(len(socket.recv_fds(theirs, 1, 50)[1]))
"""
    with open_room(zygote) as greedy, open_room(zygote) as other:
        greedy.run(send)
        assert other.run(pass_on).out == "50\n"


def test_children_draw_different_random_numbers(warm_zygote):
    code = "import random, numpy, torch; print(random.random(), numpy.random.rand(), torch.rand(1).item())"
    drawn = []
    for _ in range(2):
        with open_room(warm_zygote) as room:
            drawn += room.run(code).out.split()
    assert len(set(drawn)) == 6


def test_a_child_is_born_warm(zygote):
    with open_room(zygote) as room:
        assert room.run("print(warmed)").out == "True\n"


def test_a_library_that_is_not_installed_is_named_and_no_obstacle(needs_namespaces):
    with small_zygote(["json", "no_such_library"]) as zygote:
        assert zygote.missing == ("no_such_library",)


def test_a_library_that_starts_a_thread_is_refused(needs_namespaces):
    with pytest.raises(ZygoteError, match="threads after loading"), small_zygote(["sandboxed.threaded"]):
        pass


def test_a_zygote_that_cannot_load_a_library_says_why(needs_namespaces):
    with pytest.raises(ZygoteError, match="ImportError"), small_zygote(["sandboxed.broken"]):
        pass
