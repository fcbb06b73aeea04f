"""A process's own memory in huge pages: fewer of them, with the same content."""

import mmap
from pathlib import Path

import pytest
from tester.grading_bench import in_child

from grader.engine.jail.warmup import huge_pages

LINES = {
    "7f0000000000-7f0000200000 rw-p 00000000 00:00 0 ": True,
    "55d000000000-55d000200000 rw-p 00000000 00:00 0 [heap]": True,
    "7ffc00000000-7ffc00200000 rw-p 00000000 00:00 0 [stack]": False,
    "7f0000000000-7f0000200000 r--p 00000000 00:00 0 ": False,
    "7f0000000000-7f0000200000 rw-s 00000000 00:00 0 ": False,
    "7f0000000000-7f0000200000 rw-p 00001000 fe:00 131 /usr/lib/a library.so": False,
}


@pytest.mark.parametrize(("line", "wanted"), LINES.items())
def test_only_private_memory_of_no_file_is_asked_for(line, wanted):
    assert huge_pages.is_anonymous(line) is wanted


def huge_kb():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages"))


def collapsed():
    """(kB in huge pages before, after, whether the content is what it was)"""
    size = 32 << 20
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for at in range(0, size, mmap.PAGESIZE):
        memory[at] = at // mmap.PAGESIZE % 251
    before = huge_kb()
    huge_pages.collapse()
    same = all(memory[at] == at // mmap.PAGESIZE % 251 for at in range(0, size, mmap.PAGESIZE))
    return before, huge_kb(), same


def test_memory_moves_to_huge_pages_and_keeps_its_content():
    before, after, same = in_child(collapsed)
    assert same
    if after == before:
        pytest.skip("this kernel collapses no pages when asked (Linux 6.1 does)")
    assert after - before >= 16 << 10
