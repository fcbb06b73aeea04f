"""What a student's code may use up: a limit stops its own child, says which it was, harms nobody else."""

import json
import time
from types import SimpleNamespace

import pytest

from grader.engine.jail.lifecycle.forkserver import Child, ending
from grader.engine.jail.lifecycle.usage import Usage
from grader.engine.jail.limits import Limits
from jail.room import PATIENCE_S, eventually, open_room

SPIN = "while True: pass"
TOUCH = """
blocks = []
for i in range({mb}): blocks.append(bytearray(b'x' * (1 << 20)))
print('got it')
"""


def test_an_endless_loop_ends_at_its_processor_time(zygote):
    with open_room(zygote, cpu_s=1) as room:
        assert room.run(SPIN).gone
        assert room.student.wait(PATIENCE_S).reason == "cpu"


def test_signals_that_are_ignored_do_not_prolong_it(zygote):
    code = "import signal\nfor s in {*signal.Signals} - {9, 19}: signal.signal(s, signal.SIG_IGN)\n" + SPIN
    with open_room(zygote, cpu_s=1) as room:
        assert room.run(code).gone
        assert room.student.wait(PATIENCE_S).reason == "cpu"


def test_children_spend_from_the_same_processor_time(zygote):
    code = "import os\nfor _ in range(2): os.fork()\nwhile True: pass"
    with open_room(zygote, cpu_s=2) as room:
        assert room.run(code).gone
        assert room.student.wait(PATIENCE_S).reason == "cpu"


def test_what_was_used_since_a_moment_is_told(zygote):
    spin = "import os, time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass\n"
    child = "import os\nif os.fork() == 0:\n  import time\n  while time.process_time() < 0.5: pass\n"
    with open_room(zygote) as room:
        for code, most_s in (
            (spin, 0.9),
            (child + "  os._exit(0)\nos.wait()", 0.9),
            ("import time; time.sleep(1)", 0.3),
        ):
            began = time.monotonic()
            room.run(code)
            used = room.student.used(began)
            assert most_s - 0.6 < used.cpu_s < most_s
        assert used.idle_s > 0.5


def test_who_has_ended_has_no_more_to_tell(zygote):
    with open_room(zygote) as room:
        assert room.run("import os; os._exit(7)").gone
        assert eventually(lambda: room.student.used(0) is None), "its end comes a moment after its line's"
        room.student.interrupt()
        assert room.student.wait(PATIENCE_S).code == 7


ENDINGS = {  # (signal, computed, most megabytes, killed for) -> reason
    "an end that nothing explains": ((9, 1.0, 100, None), None),
    "the kernel's limit of computing, by its own count": ((9, 19.7, 100, None), "cpu"),
    "memory that the kernel took back": ((9, 1.0, 900, None), "memory"),
    "memory, and the line broke first": ((0, 1.0, 900, "asked"), "memory"),
    "an end that was asked for": ((9, 19.9, 100, "asked"), None),
    "what the control group says": ((9, 1.0, 100, "memory"), "memory"),
    "a crash": ((11, 19.9, 100, None), None),
}


@pytest.mark.parametrize("how", ENDINGS)
def test_how_it_ended_is_decided_by_what_was_counted(how):
    (number, cpu_s, most_mb, killed_for), reason = ENDINGS[how]
    limits = Limits(cpu_s=20, memory_mb=500)
    child = Child(1, -1, None, limits, 0.0, Usage(0.0), killed_for=killed_for)
    usage = SimpleNamespace(ru_utime=cpu_s, ru_stime=0.0, ru_maxrss=most_mb * 1024)
    assert ending(child, -number, usage, inherited=200 << 20).reason == reason


def test_sleeping_ends_at_the_wall_time(zygote):
    with open_room(zygote, wall_s=0.5) as room:
        assert room.run("import time; time.sleep(60)").gone
        assert room.student.wait(PATIENCE_S).reason == "wall"


def test_memory_ends_at_its_limit(zygote):
    with open_room(zygote, memory_mb=200) as room:
        assert room.run(TOUCH.format(mb=600)).gone
        assert room.student.wait(PATIENCE_S).reason == "memory"


def test_memory_below_its_limit_is_given(zygote):
    with open_room(zygote, memory_mb=200) as room:
        assert "got it" in room.run(TOUCH.format(mb=100)).out


def test_memory_of_many_processes_counts_together(zygote):
    code = f"import os, time\nfor _ in range(3): os.fork()\n{TOUCH.format(mb=60)}\ntime.sleep(60)"
    with open_room(zygote, memory_mb=200) as room:
        assert room.run(code).gone
        assert room.student.wait(PATIENCE_S).reason == "memory"


def test_memory_that_processes_share_counts_once(zygote):
    code = f"{TOUCH.format(mb=120)}\nimport os, time\nfor _ in range(2):\n  if os.fork() == 0: time.sleep(60)"
    with open_room(zygote, memory_mb=200) as room:
        assert "got it" in room.run(code).out
        time.sleep(0.4)
        assert room.run("print(1)").out == "1\n"


def test_an_absurd_array_is_a_memory_error_at_once(zygote):
    with open_room(zygote) as room:
        assert "MemoryError" in room.run("bytearray(1 << 40)").error


def test_forking_stops_at_the_number_of_processes(zygote):
    code = """
import os, time
made = 0
try:
    while True:
        if os.fork() == 0: time.sleep(60)
        made += 1
except OSError: print(made)
"""
    with open_room(zygote, processes=10) as room:
        assert int(room.run(code).out) == 9


def test_threads_stop_at_the_number_of_processes(zygote):
    code = """
import threading, time
try:
    for _ in range(100): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
except RuntimeError: print('stopped')
"""
    with open_room(zygote, processes=10) as room:
        assert room.run(code).out == "stopped\n"


def test_one_students_fork_bomb_leaves_room_for_the_next(zygote):
    bomb = "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass"
    with open_room(zygote, processes=20) as bad, open_room(zygote, processes=20) as good:
        bad.student.sock.sendall(json.dumps(bomb).encode() + b"\n")
        time.sleep(0.3)
        assert good.run("import os; print(os.system('exit 3') >> 8)").out == "3\n"


def test_open_files_stop_at_their_number(zygote):
    with open_room(zygote, open_files=50) as room:
        assert "Too many open files" in room.run("import os\nwhile True: os.dup(0)").error


def test_a_file_stops_at_its_size(zygote):
    code = "with open('big', 'wb') as f:\n  for _ in range(20): f.write(b'x' * 1_000_000); f.flush()"
    with open_room(zygote, file_mb=4) as room:
        assert "File too large" in room.run(code).error


def test_files_together_stop_at_the_size_of_the_scratch_folder(zygote):
    code = "for i in range(20):\n  with open(f'{i}', 'wb') as f: f.write(b'x' * 1_000_000)"
    with open_room(zygote, scratch_mb=8) as room:
        assert "No space left" in room.run(code).error


def test_the_number_of_files_ends_too(zygote):
    with open_room(zygote) as room:
        assert "No space left" in room.run("for i in range(100_000): open(f'{i}', 'w').close()").error


def test_no_limit_can_be_raised(room):
    for limit in ("CPU", "NPROC", "NOFILE", "FSIZE", "AS"):
        code = f"import resource as r; r.setrlimit(r.RLIMIT_{limit}, (1 << 40, 1 << 40))"
        assert room.run(code).error, limit


def test_a_crash_of_the_interpreter_is_its_own(zygote):
    with open_room(zygote) as bad, open_room(zygote) as good:
        assert bad.run("import ctypes; ctypes.string_at(0)").gone
        assert bad.student.wait(PATIENCE_S).signal == 11
        assert good.run("print(1)").out == "1\n"


def test_an_exit_is_told_with_its_code(zygote):
    with open_room(zygote) as room:
        room.run("import os; os._exit(7)")
        assert room.student.wait(PATIENCE_S).code == 7


HIDDEN_MEMORY = {
    "files in memory": """
import os
for _ in range(600): os.write(os.memfd_create("x"), b"x" * 1_000_000)
""",
    "shared segments": """
import ctypes
libc = ctypes.CDLL(None); libc.shmat.restype = ctypes.c_void_p
for key in range(60):
    at = libc.shmat(libc.shmget(key + 1, 10_000_000, 0o1600), None, 0)
    ctypes.memset(at, 1, 10_000_000); libc.shmdt(ctypes.c_void_p(at))
""",
    "emptied mappings": """
import mmap
kept = []
for _ in range(60):
    kept.append(mmap.mmap(-1, 10_000_000))
    kept[-1].write(b"x" * 10_000_000)
    kept[-1].madvise(mmap.MADV_DONTNEED)
""",
    "the scratch folder": "open('big', 'wb').write(b'x' * 400_000_000)",
}


@pytest.mark.parametrize("where", HIDDEN_MEMORY)
def test_memory_cannot_be_hidden_in(where, zygote):
    if not zygote.group:
        pytest.skip("no memory control group here: only memory that processes hold is counted")
    with open_room(zygote, memory_mb=200, open_files=1000, file_mb=500, scratch_mb=500) as room:
        assert room.run(HIDDEN_MEMORY[where] + "\nprint('kept')").gone
        assert room.student.wait(PATIENCE_S).reason == "memory"
