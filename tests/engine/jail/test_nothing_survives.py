"""When a child's time is over, all of it is: processes, files, sockets, even those that hid."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jail.room import (
    PATIENCE_S,
    Limits,
    Room,
    ZygoteError,
    eventually,
    open_room,
    open_student,
    runs,
    small_zygote,
)

DAEMON = """
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv('/bin/sleep', ['sleep', '{mark}'])
    os._exit(0)
"""


def running(mark):
    """Processes of this machine with the mark on their command line, as only we see them all."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


@pytest.fixture
def mark():
    return f"31415.{os.getpid()}"


def test_a_daemon_dies_with_its_child(zygote, mark):
    with open_room(zygote) as room:
        room.run(DAEMON.format(mark=mark))
        assert eventually(lambda: running(mark)), "the daemon did not start"
    assert eventually(lambda: not running(mark))


def test_a_daemon_does_not_outlive_a_child_that_leaves_early(zygote, mark):
    with open_room(zygote) as room:
        room.run(DAEMON.format(mark=mark) + "\nimport time; time.sleep(0.1); os._exit(0)")
        assert room.student.wait(PATIENCE_S).code == 0
        assert eventually(lambda: not running(mark))


def test_a_descriptor_sent_over_the_line_is_dropped_and_keeps_nothing_alive(zygote):
    send = """
import os, socket, time
read, write = os.pipe()
socket.send_fds(socket.socket(fileno=os.dup(3)), [b"here"], [read])
time.sleep(60)
"""
    ours = len(os.listdir("/proc/self/fd"))
    with open_room(zygote) as room:
        room.student.sock.sendall(json.dumps(send).encode() + b"\n")
        assert room.student.sock.recv(4) == b"here"
    assert room.student.ended.signal == signal.SIGKILL
    assert len(os.listdir("/proc/self/fd")) == ours


def test_scratch_is_empty_for_the_next_child(zygote):
    folders = "import tempfile; folders = ('/scratch', tempfile.gettempdir(), '/dev/shm')\n"
    write = folders + "for d in folders: open(d + '/left', 'w').close()"
    look = folders + "import os; print([os.path.exists(d + '/left') for d in folders])"
    with open_room(zygote) as first, open_room(zygote) as sibling:
        assert first.run(write).error is None
        assert sibling.run(look).out == "[False, False, False]\n"
    with open_room(zygote) as later:
        assert later.run(look).out == "[False, False, False]\n"


def test_siblings_share_no_socket_segment_or_process(zygote):
    offer = """
import ctypes, os, socket
s = socket.socket(socket.AF_UNIX); s.bind('\\0meet'); s.listen()
print(ctypes.CDLL(None).shmget(4711, 4096, 0o1666) >= 0)
"""
    seek = """
import ctypes, os, socket
try: socket.socket(socket.AF_UNIX).connect('\\0meet'); print('met')
except OSError: pass
if ctypes.CDLL(None).shmget(4711, 0, 0) >= 0: print('segment')
print(sorted(int(name) for name in os.listdir('/proc') if name.isdigit()))
"""
    with open_room(zygote) as one, open_room(zygote) as other:
        assert one.run(offer).out == "True\n"
        assert other.run(seek).out == "[1]\n"


def test_when_the_owner_is_killed_its_zygote_and_children_go_too(needs_namespaces, mark):
    owner = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from jail.room import Limits, Room, ZygoteError, eventually, open_room, open_student, runs, small_zygote
with small_zygote() as zygote, open_room(zygote) as room:
    room.run({DAEMON.format(mark=mark)!r}); print(zygote.process.pid, flush=True)
    room.run('while True: pass')
"""
    with subprocess.Popen([sys.executable, "-c", owner], stdout=subprocess.PIPE, text=True) as process:
        stub = int(process.stdout.readline())
        assert eventually(lambda: running(mark)), "the daemon did not start"
        process.kill()
    assert eventually(lambda: not running(mark))
    assert eventually(lambda: not runs(stub))


def test_a_killed_zygote_takes_its_children_along(needs_namespaces, mark):
    with small_zygote() as zygote, open_student(zygote.control, Limits()) as student:
        Room(student).run(DAEMON.format(mark=mark))
        assert eventually(lambda: running(mark)), "the daemon did not start"
        zygote.process.kill()
        assert eventually(lambda: not running(mark))
        assert Room(student).run("print(1)").gone
        with pytest.raises(ZygoteError, match="gone"):
            student.wait(PATIENCE_S)
        student.ended = "with its zygote"
