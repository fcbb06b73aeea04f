"""What a student's code tries to reach, and cannot. Each attempt prints "reached" if it got there.

To show that the wall stops it and not a mistake in the attempt, the same code first runs outside, where it succeeds.
"""

import ctypes
import os
import site
import socket
import subprocess
import sys
from glob import glob
from pathlib import Path

import pytest

import grader.engine

REPOSITORY = Path(grader.engine.__file__).parents[2]
SECRET = "a-grade-of-a-classmate"

FILES = {
    "the gradebook": "open('{bait}/gradebook.db').read(); print('reached')",
    "another submission": "import os; os.listdir('{bait}/submitted'); print('reached')",
    "the course's sources": "import os; os.listdir('{repository}/grader'); print('reached')",
    "the passwords of this machine": "open('/etc/shadow').read(); print('reached')",
    "the name of this machine": "open('/etc/hostname').read(); print('reached')",
    "the configuration of this machine": "import os; os.listdir('/etc/systemd'); print('reached')",
    "the kernel's settings": "open('/sys/kernel/mm/transparent_hugepage/enabled').read(); print('reached')",
    "the disks": "import os; os.stat('{disk}'); print('reached')",
    "a file in shared memory": "open('/dev/shm/{shared}').read(); print('reached')",
    "a module of the grader": "import grader.engine; print('reached')",
    "the way to the sources of an editable install": (
        "if '{repository}' in open('{finder}').read(): print('reached')"
    ),
    "a place in the root folder": "open('/planted', 'w').close(); os = __import__('os'); os.remove('/planted'); print('reached')",
    "a library": "import json, os; f = os.path.dirname(json.__file__) + '/planted.py'; open(f, 'w').close(); os.remove(f); print('reached')",
    "the mode of a library": "import json, os; os.chmod(json.__file__, 0o644); print('reached')",
}  # fmt: skip

PROCESSES = {
    "the grader's process": "import os; os.kill({grader}, 0); print('reached')",
    "its parent": "import os; os.kill(os.getppid(), 0); os.getppid() and print('reached')",
    "its parent's memory": (
        "import os; p = os.getppid(); a = int(open(f'/proc/{{p}}/maps').readline().split('-')[0], 16)\n"
        "f = open(f'/proc/{{p}}/mem', 'rb'); f.seek(a); f.read(4); print('reached')"
    ),
    "its parent's environment": "import os; open(f'/proc/{{os.getppid()}}/environ').read(); print('reached')",
    "its parent by a debugger": (
        "import ctypes, os; p = os.getppid(); l = ctypes.CDLL(None, use_errno=True); l.ptrace.restype = ctypes.c_long\n"
        "if p and l.ptrace(0x4206, p, None, None) == 0: print('reached')"  # PTRACE_SEIZE: attaches without a stop
    ),
    "its parent's memory by a copy": (
        "import ctypes, os, struct; l = ctypes.CDLL(None); b = ctypes.create_string_buffer(8)\n"
        "m = f'/proc/{{os.getppid()}}/maps'; m = m if os.path.exists(m) else '/proc/self/maps'\n"
        "a = int(open(m).readline().split('-')[0], 16)\n"
        "here, there = struct.pack('QQ', ctypes.addressof(b), 8), struct.pack('QQ', a, 8)\n"
        "os.getppid() and l.process_vm_readv(os.getppid(), here, 1, there, 1, 0) >= 0 and print('reached')"
    ),
    "its parent's descriptors": (
        "import ctypes, os; l = ctypes.CDLL(None); fd = l.syscall(434, os.getppid(), 0)\n"
        "if fd >= 0 and l.syscall(438, fd, 0, 0) >= 0: print('reached')"
    ),
    "the list of this machine's processes": "import os; os.listdir('/proc/{grader}'); print('reached')",
    "a shared segment of this machine": "import ctypes; ctypes.CDLL(None).shmget({segment}, 0, 0) >= 0 and print('reached')",
}  # fmt: skip

NETWORK = {
    "a port of this machine": "import socket; socket.create_connection(('127.0.0.1', {port}), 2); print('reached')",
    "a packet socket": "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'', ('127.0.0.1', {port})); print('reached')",
    "a port to listen at": "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); print('reached')",
    "the routing socket": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW); print('reached')",
    "an abstract socket": "import socket; s = socket.socket(socket.AF_UNIX); s.connect('\\0{abstract}'); print('reached')",
    "a socket in the file tree": "import socket; s = socket.socket(socket.AF_UNIX); s.connect('{bait}/socket'); print('reached')",
}  # fmt: skip

KERNEL = {
    "a user namespace of its own": "import ctypes; ctypes.CDLL(None).unshare(0x10000000) == 0 and print('reached')",
    "a mount": "import ctypes; ctypes.CDLL(None).mount(b'none', b'{mountpoint}', b'tmpfs', 0, None) == 0 and print('reached')",
    "another root": "import os; os.chroot('/usr'); print('reached')",
    "a device": "import os, stat; os.mknod('{mountpoint}/disk', stat.S_IFBLK | 0o600, os.makedev(254, 0)); print('reached')",
    "another user": "import os; os.setuid(12345); print('reached')",
    "another priority": "import os; os.setpriority(os.PRIO_PROCESS, 0, -5); print('reached')",
    "the asynchronous system calls": "import ctypes; b = bytes(120); ctypes.CDLL(None).syscall(425, 8, b) >= 0 and print('reached')",
    "the kernel's programs": "import ctypes; b = bytes(128); ctypes.CDLL(None, use_errno=True).syscall(321, 1, b, 48) == -1 and ctypes.get_errno() != 1 and print('reached')",
    "the kernel's keys": "import ctypes; ctypes.CDLL(None).syscall(250, 0, -3, 1) >= 0 and print('reached')",
    "the kernel's log": "import ctypes; ctypes.CDLL(None).klogctl(10, None, 0) >= 0 and print('reached')",
}  # fmt: skip

ATTEMPTS = {**FILES, **PROCESSES, **NETWORK, **KERNEL}


@pytest.fixture(scope="module")
def baits(tmp_path_factory):
    """Things that exist on this machine, each within reach of an ordinary process."""
    folder = tmp_path_factory.mktemp("baits")
    (folder / "submitted").mkdir()
    (folder / "mountpoint").mkdir()
    (folder / "gradebook.db").write_text(SECRET)
    shared = Path("/dev/shm", f"bait-{os.getpid()}")
    shared.write_text(SECRET)
    abstract, segment_key = f"bait-{os.getpid()}", os.getpid()
    libc = ctypes.CDLL(None)
    segment = libc.shmget(segment_key, 4096, 0o1600)
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as by_name:
        by_name.bind(f"\0{abstract}")
        by_name.listen()
        with socket.socket(socket.AF_UNIX) as by_path:
            by_path.bind(str(folder / "socket"))
            by_path.listen()
            yield {
                "bait": folder,
                "repository": REPOSITORY,
                "shared": shared.name,
                "abstract": abstract,
                "segment": segment_key,
                "port": tcp.getsockname()[1],
                "grader": os.getpid(),
                "finder": editable_finder(folder),
                "mountpoint": folder / "mountpoint",
                "disk": next(
                    (d for d in ("/dev/vda", "/dev/sda", "/dev/nvme0n1") if os.path.exists(d)), "/dev/tty"
                ),
            }
    shared.unlink()
    libc.shmctl(segment, 0, None)


def editable_finder(folder):
    """What an editable install of ours leaves in site-packages; where there is none, something to the same effect."""
    found = [name for path in site.getsitepackages() for name in glob(f"{path}/__editable__*finder.py")]
    stand_in = folder / "finder.py"
    stand_in.write_text(f"{REPOSITORY}")
    return found[0] if found else stand_in


def outside(code):
    """As a plain child of ours, in namespaces of its own where it could do lasting harm."""
    code = f"import ctypes; ctypes.CDLL(None).unshare(0x20000)\n{code}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    return ran.stdout


@pytest.mark.parametrize("goal", ATTEMPTS)
def test_a_student_does_not_reach(goal, baits, room):
    attempt = ATTEMPTS[goal].format(**baits)
    if os.geteuid() == 0:
        assert "reached" in outside(attempt), "the attempt itself is wrong"
    said = room.run(attempt)
    assert "reached" not in said.out
    assert not said.gone
