"""Which process grades which submission: one for many while it is clean, a fresh one after any trouble."""

import re

import pytest
from classwork import notebook, write

from grader.engine import Job, Settings, open_pool, probe

RIGHT = "def double(x):\n    return x + x\n"
QUICK = Settings(cell_s=1, total_s=10, memory_mb=300, processes=16)
WHO = (  # its user and when it was born: the number of its process is 1
    "one, two = (open(f'/proc/self/{name}').read().split() for name in ('uid_map', 'stat'))\n"
    "print('tester', one[1] + two[21])"
)
TELL = f"{WHO}\nassert double(2) == 4\n"
pytestmark = pytest.mark.skipif(not probe().safe, reason=f"no safe tier here: {' '.join(probe().advice)}")


@pytest.fixture(scope="module")
def pool():
    with open_pool(1, preload=()) as opened:
        yield opened


@pytest.fixture
def graded(tmp_path, pool):
    """(the tester's process, points) of each of these answers, one after the other."""

    def grade(*answers, tests=TELL, settings=QUICK):
        source = write(tmp_path / "source", notebook(tests=tests))
        jobs = [
            Job("double", f"s{n}", source, write(tmp_path / f"s{n}", notebook(answer)), "5eed", settings)
            for n, answer in enumerate(answers)
        ]
        return [told(pool.grade(one)) for one in jobs]

    return grade


def told(result):
    text = str(result.notebooks[0].notebook) if result.notebooks else ""
    process = re.search(r"tester (\d+)", text)
    return process and process[1], result.notebooks and result.notebooks[0].scores["double-test"]


def test_one_tester_serves_student_after_student(graded):
    processes, points = zip(*graded(RIGHT, "def double(x): return 3", RIGHT), strict=True)
    assert len(set(processes)) == 1
    assert points == (3, 0, 3)


TROUBLE = {
    "an endless loop": "def double(x):\n    while True: pass",
    "a crash": "import os\ndef double(x): os._exit(1)",
    "too much memory": "def double(x): return [bytearray(b'x' * 10**6) for _ in range(2000)]",
}


@pytest.mark.parametrize("answer", TROUBLE.values(), ids=TROUBLE)
def test_after_trouble_a_fresh_one_takes_over(answer, graded):
    (first, _), (during, lost), (after, points) = graded(RIGHT, answer, RIGHT)
    assert first == during != after
    assert (lost, points) == (0, 3)


def test_it_ends_after_as_many_as_the_course_allows(graded):
    processes = [process for process, _ in graded(*[RIGHT] * 5, settings=Settings(reuse=2))]
    assert processes[0] == processes[1] != processes[2] == processes[3] != processes[4]


def test_a_course_may_have_a_fresh_one_for_each(graded):
    assert len({process for process, _ in graded(RIGHT, RIGHT, settings=Settings(reuse=1))}) == 2


def test_a_library_that_the_tests_import_is_no_mark(graded):
    """NumPy's generators bring modules along that are in no file."""
    tests = "import numpy.random\n" + TELL
    assert len({process for process, _ in graded(RIGHT, RIGHT, tests=tests)}) == 1


def test_tests_that_meddle_get_a_fresh_one_for_each(graded):
    tests = "import math\nmath.pi = 3\n" + TELL
    assert len({process for process, _ in graded(RIGHT, RIGHT, tests=tests)}) == 2


def test_what_a_failing_test_leaves_behind_is_not_the_next_students(graded):
    """The test never comes to put `floor` back when an answer is wrong; reading it, nobody would see that."""
    tests = "import math\nm, kept = math, math.floor\nassert m.floor(2.5) == 2\nm.floor = None\n"
    tests += TELL + "m.floor = kept\n"
    (first, wrong), (second, right) = graded("def double(x): return 3", RIGHT, tests=tests)
    assert (wrong, right) == (0, 3)
    assert first != second


def test_an_answer_that_raises_between_a_switch_and_its_return_ends_the_tester(graded):
    """The first test's last line never comes: no student after it may meet what it left."""
    tests = "import numpy as np\nnp.setbufsize(4096)\n" + TELL + "np.setbufsize(8192)\n"
    raises = "def double(x): return 1 / 0"
    (first, _), (during, lost), (after, points) = graded(RIGHT, raises, RIGHT, tests=tests)
    assert first == during != after
    assert (lost, points) == (0, 3)


def test_an_answer_that_raises_where_nothing_is_switched_ends_no_tester(graded):
    tests = "import math\nassert math.floor(2.5) == 2\n" + TELL
    assert (
        len({process for process, _ in graded(RIGHT, "def double(x): return 1 / 0", RIGHT, tests=tests)}) == 1
    )


def test_another_assignment_gets_another_tester(graded):
    ((one, _),) = graded(RIGHT)
    ((other, _),) = graded(RIGHT, tests=TELL + "1 + 1\n")
    assert one != other
