"""Whole submissions through the pool: a result for each, whatever it does, and nothing of it afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from classwork import TESTS, notebook, write
from jail.room import eventually, runs

from grader.engine import Job, Settings, Unsafe, open_pool, probe, shared_process

QUICK = Settings(cell_s=2, total_s=10, memory_mb=300, processes=16)
RIGHT = "def double(x):\n    return x + x\n"
pytestmark = pytest.mark.skipif(not probe().safe, reason=f"no safe tier here: {' '.join(probe().advice)}")


@pytest.fixture(scope="module")
def pool():
    with open_pool(2, preload=("numpy",)) as opened:
        yield opened


@pytest.fixture
def job(tmp_path):
    """Makes the job of a student who handed in this solution."""

    def make(solution=RIGHT, student="ann", tests=TESTS, settings=QUICK, raw=None):
        source = write(tmp_path / "source", notebook(tests=tests))
        content = raw if raw is not None else notebook(solution)
        return Job("double", student, source, write(tmp_path / student, content), "5eed", settings)

    return make


def score(result):
    return [notebook.scores.get("double-test") for notebook in result.notebooks]


SUBMISSIONS = {
    "right": (RIGHT, "graded", 3),
    "right only where it was shown": ("def double(x): return 4", "graded", 0),
    "not a program": ("def double(x) return", "graded", 0),
    "unfinished": ("raise NotImplementedError()", "graded", 0),
    "an endless loop": ("while True: pass", "timed out", 0),
    "greedy": ("x = [bytearray(b'x' * 1000000) for _ in range(2000)]", "out of memory", 0),
    "an exit": ("import os; os._exit(0)", "crashed", 0),
    "a crash": ("import ctypes; ctypes.string_at(0)", "crashed", 0),
    "a full house of processes": (
        "import os, time\nwhile True:\n  if os.fork() == 0: time.sleep(60)",
        "graded",
        0,
    ),
}


@pytest.mark.parametrize("kind", SUBMISSIONS)
def test_a_submission_gets_what_it_deserves(kind, pool, job):
    solution, state, points = SUBMISSIONS[kind]
    result = pool.grade(job(solution))
    assert (result.state, score(result)) == (state, [points]), result.sentence


@pytest.mark.parametrize("raw", ["", "{", "[]", "{}", '{"cells": 3}', "\x00\xff"])
def test_a_malformed_notebook_gets_a_result_too(raw, pool, job):
    assert pool.grade(job(raw=raw)).state == "invalid notebook"


def test_a_missing_notebook_gets_a_result_too(pool, job):
    mine = job()
    (mine.submission / "double.ipynb").unlink()
    assert pool.grade(mine).state == "invalid notebook"


def test_what_the_solution_tells_of_its_answers_is_learnt_though_the_tester_sees_a_copy(pool, job):
    learnt = shared_process.learn(job(), pool.grade)
    assert learnt.failed == {}
    assert "double/double-test" in learnt.asked


def test_a_class_comes_back_whole_whatever_order(pool, job):
    jobs = [job(RIGHT if i % 3 else "import os; os._exit(1)", f"student{i}") for i in range(20)]
    results = {result.student: score(result) for result in pool.grade_all(jobs)}
    assert results == {f"student{i}": [3 if i % 3 else 0] for i in range(20)}


def test_a_class_is_read_only_as_fast_as_it_is_graded(pool, job):
    taken = []
    jobs = (taken.append(i) or job(student=f"student{i}") for i in range(50))
    results = pool.grade_all(jobs)
    next(results)
    assert len(taken) < 15
    results.close()


def test_the_seed_is_in_the_tests_and_not_in_the_students_process(pool, job):
    tests = "import os\nassert os.environ['GRADER_SEED'] == '5eed'\nassert double(2) is None\n"
    look = "def double(x):\n    import os\n    return os.environ.get('GRADER_SEED')\n"
    assert score(pool.grade(job(look, tests=tests))) == [3]


def test_data_files_lie_beside_the_notebook(pool, job):
    mine = job("def double(x): return int(open('factor.txt').read()) * x")
    (mine.source / "factor.txt").write_text("2")
    assert score(pool.grade(mine)) == [3]


def test_the_instructors_notebook_does_not(pool, job):
    look = "import os\ndef double(x):\n    return [n for _, _, names in os.walk('/scratch') for n in names]\n"
    tests = "assert not [n for n in double(0) if 'ipynb' in n]\n"
    assert score(pool.grade(job(look, tests=tests))) == [3]


def test_a_tester_that_crashes_is_our_error_and_says_why(pool, job):
    result = pool.grade(job(tests="import os; os._exit(3)"))
    assert result.state == "grader error"
    assert "The grader itself failed" in result.sentence


def test_a_test_that_hangs_is_stopped_from_outside(job, monkeypatch, pool):
    monkeypatch.setattr("grader.engine.forkserver_pair.GRACE_S", 0.5)
    hangs = "while True:\n  try: double(1)\n  except BaseException: pass"
    result = pool.grade(job(tests=hangs, settings=Settings(cell_s=0.5, total_s=0.5)))
    assert (result.state, score(result)) == ("timed out", [0])


@pytest.mark.parametrize("which", ["jailed", "trusted"])
def test_a_zygote_that_dies_is_replaced(which, job):
    with open_pool(1, preload=()) as pool:
        zygote = getattr(pool.lanes[0], which)
        zygote.process.kill()
        zygote.process.wait()
        assert score(pool.grade(job())) == [3]


def descendants(pid):
    found = [pid]
    for member in found:
        for task in Path(f"/proc/{member}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found[1:]


def gone(pids):
    return eventually(lambda: not any(map(runs, pids)))


def test_a_closed_pool_leaves_no_process_and_no_file(job, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    before = descendants(os.getpid())
    with open_pool(2, preload=()) as pool:
        pool.grade(job())
        ours = set(descendants(os.getpid())) - set(before)
        assert len(ours) >= 4
    assert gone(ours)
    assert os.listdir(tmp_path / "temporary") == []


def test_a_coordinator_that_is_killed_leaves_no_process(tmp_path, job):
    mine = job("while True: pass", settings=Settings())
    coordinator = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from grader.engine import Job, open_pool
with open_pool(2, preload=()) as pool:
    print('ready', flush=True)
    pool.grade(Job('double', 'ann', Path({str(mine.source)!r}), Path({str(mine.submission)!r})))
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", coordinator], stdout=subprocess.PIPE, env=environment
    ) as process:
        process.stdout.readline()
        assert eventually(lambda: len(descendants(process.pid)) >= 6), "the zygotes, a tester, a student"
        family = descendants(process.pid)
        process.send_signal(signal.SIGKILL)
    assert gone(family)


def test_a_zygote_that_dies_under_a_job_costs_nobody_points(job):
    with open_pool(1, preload=()) as pool:
        slow = job("import time; time.sleep(1)\n" + RIGHT)
        result = pool.threads.submit(pool.grade, slow)
        time.sleep(0.5)
        pool.lanes[0].jailed.process.kill()
        assert score(result.result()) == [3]


def test_closing_a_pool_ends_what_is_under_way(job):
    with open_pool(1, preload=()) as pool:
        result = pool.threads.submit(pool.grade, job("while True: pass", settings=Settings()))
        time.sleep(0.5)
        pool.close()
        assert result.result().state == "grader error"  # not "timed out": nobody waited for its limit


def without_walls():
    return replace(probe(), name="none", safe=False, sentence="Nothing here.", advice=("Do this.",))


def test_without_walls_nothing_is_graded(monkeypatch):
    monkeypatch.setattr("grader.engine.pool.probe", without_walls)
    with pytest.raises(Unsafe, match=r"Nothing here\. Not grading .* Do this\."), open_pool(1):
        pass


def test_without_walls_one_may_insist(monkeypatch, job):
    monkeypatch.setattr("grader.engine.pool.probe", without_walls)
    with open_pool(1, preload=(), settings=Settings(unsafe=True)) as pool:
        assert score(pool.grade(job())) == [3]
