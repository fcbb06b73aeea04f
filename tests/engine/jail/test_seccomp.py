"""The system call filter, run by a small model of the kernel's: so that the ARM one is tested here too."""

import errno
import re
from pathlib import Path

import pytest

from grader.engine.jail.isolation import seccomp
from grader.engine.jail.isolation.syscall_numbers import BY_MACHINE

MACHINES = list(BY_MACHINE)
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
ALLOW, KILL = "allow", "kill"


def verdict(program, machine, call, first=0, second=0):
    """What the filter answers to a call: 'allow', 'kill', or the name of an error."""
    data = {
        seccomp.CALL: call,
        seccomp.ARCH: seccomp.AUDIT_ARCH[machine],
        seccomp.FIRST: first,
        seccomp.SECOND: second,
    }
    at, loaded = 0, 0
    while True:
        code, yes, no, operand = program[at]
        at += 1
        if code == seccomp.LOAD:
            loaded = data[operand]
        elif code == seccomp.RETURN:
            known = {seccomp.ALLOW: ALLOW, seccomp.KILL: KILL}
            return known.get(operand) or errno.errorcode.get(operand & 0xFFFF, "0")
        else:
            tests = {seccomp.EQUAL: loaded == operand, seccomp.AT_LEAST: loaded >= operand}
            at += yes if tests.get(code, bool(loaded & operand)) else no


@pytest.fixture(params=MACHINES)
def machine(request):
    return request.param


@pytest.fixture
def ask(machine):
    """Asks the usual filter about a call by name."""
    program, table = seccomp.program(machine), BY_MACHINE[machine]
    return lambda name, **arguments: verdict(program, machine, table[name], **arguments)


@pytest.fixture
def ask_alone(machine):
    """Asks the filter of process 77 where there is no process namespace."""
    program, table = seccomp.program(machine, alone=77), BY_MACHINE[machine]
    return lambda name, **arguments: verdict(program, machine, table[name], **arguments)


def test_the_numbers_are_the_kernels(machine):
    if not HEADERS[machine].exists():
        pytest.skip("no kernel headers here")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", HEADERS[machine].read_text())
    kernels = {name: int(number) for name, number in found}
    known = {name: number for name, number in BY_MACHINE[machine].items() if number <= max(kernels.values())}
    assert {name: kernels.get(name) for name in known} == known


def test_every_refused_call_is_refused(ask, machine):
    for name in seccomp.REFUSED:
        if name in BY_MACHINE[machine]:
            assert ask(name) == "EPERM", name


def test_every_refused_call_has_a_number_on_some_machine():
    for name in (*seccomp.REFUSED, *seccomp.REFUSED_ALONE):
        assert any(name in table for table in BY_MACHINE.values()), name


def test_ordinary_calls_pass(ask, machine):
    assert ask("execve") == ALLOW
    read = {"x86_64": 0, "aarch64": 63}[machine]
    assert verdict(seccomp.program(machine), machine, read) == ALLOW


def test_a_fork_passes_and_a_namespace_does_not(ask):
    sigchld, threads = 17, 0x3D0F00
    assert ask("clone", first=sigchld) == ALLOW
    assert ask("clone", first=threads) == ALLOW
    for namespace in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
        assert ask("clone", first=namespace | sigchld) == "EPERM"


def test_the_clone_whose_flags_cannot_be_seen_does_not_exist(ask):
    assert ask("clone3") == "ENOSYS"


def test_only_local_sockets_can_be_made(ask):
    assert ask("socket", first=1) == ALLOW
    for family in (0, 2, 10, 16, 17, 40):
        assert ask("socket", first=family) == "EAFNOSUPPORT"


def test_calls_newer_than_the_table_do_not_exist(machine):
    for call in (seccomp.NEWEST_KNOWN, 500, 1023):
        assert verdict(seccomp.program(machine), machine, call) == "ENOSYS"


def test_the_other_table_of_the_same_processor_is_death():
    assert verdict(seccomp.program("x86_64"), "x86_64", seccomp.X32_BIT + 1) == KILL


def test_another_processors_calls_are_death(machine, monkeypatch):
    program = seccomp.program(machine)
    monkeypatch.setitem(seccomp.AUDIT_ARCH, machine, 0x40000003)
    assert verdict(program, machine, 1) == KILL


def test_alone_there_is_no_second_process(ask_alone, machine):
    assert ask_alone("clone", first=17) == "EPERM"
    assert ask_alone("clone", first=0x3D0F00) == ALLOW
    for name in seccomp.REFUSED_ALONE:
        if name in BY_MACHINE[machine]:
            assert ask_alone(name) == "EPERM", name


def test_alone_there_is_no_socket(ask_alone):
    assert ask_alone("socket", first=1) == "EAFNOSUPPORT"


def test_alone_no_file_is_changed_behind_landlocks_back(ask_alone, machine):
    pretended = "0"
    for name in seccomp.PRETENDED_ALONE:
        if name in BY_MACHINE[machine]:
            assert ask_alone(name) == pretended, name


def test_alone_no_other_process_is_slowed_or_limited(ask_alone):
    for name in seccomp.ONLY_ON_ONESELF:
        assert [ask_alone(name, first=pid) for pid in (0, 77, 1)] == [ALLOW, ALLOW, "EPERM"]
    for name in ("setpriority", "ioprio_set"):
        assert [ask_alone(name, second=pid) for pid in (0, 1)] == [ALLOW, "EPERM"]


def test_alone_the_kernel_sends_no_signal_for_us(ask_alone):
    set_flags, set_owner, set_signal, set_owner_by_socket = 4, 8, 10, 0x8901
    assert ask_alone("fcntl", second=set_flags) == ALLOW
    assert ask_alone("fcntl", second=set_owner) == "EPERM"
    assert ask_alone("fcntl", second=set_signal) == "EPERM"
    assert ask_alone("ioctl", second=set_owner_by_socket) == "EPERM"


def test_alone_signals_reach_only_oneself(ask_alone):
    assert ask_alone("kill", first=77) == ALLOW
    assert ask_alone("kill", first=0) == ALLOW
    assert ask_alone("tgkill", first=77) == ALLOW
    for other in (1, 76, 78, 0xFFFFFFFF):
        assert ask_alone("kill", first=other) == "EPERM"
        assert ask_alone("tgkill", first=other) == "EPERM"
