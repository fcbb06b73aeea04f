"""What is done twice before it counts: stopped by the clock, or the end of a tester."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
from classwork import TESTS, notebook, write

from grader.engine import Job, Settings, forkserver_pair, open_pool, probe
from grader.engine.jail.limits import Exit
from grader.engine.job import GradedNotebook, Result
from grader.engine.pool import in_doubt, result_of
from grader.engine.tester import budget

pytestmark = pytest.mark.skipif(not probe().safe, reason=f"no safe tier here: {' '.join(probe().advice)}")
RIGHT = "def double(x):\n    return x + x\n"
BREAKS = "import ctypes\nif double(2) == 'bad':\n    ctypes.string_at(0)\n" + TESTS  # a true fault: SIGSEGV
ESSAY = {"grade": True, "solution": True, "locked": False, "task": False, "grade_id": "essay", "points": 2}


@pytest.fixture(scope="module")
def pool():
    with open_pool(2, preload=()) as opened:
        yield opened


@pytest.fixture
def job(tmp_path):
    def make(solution=RIGHT, student="ann", tests=TESTS, **settings):
        source = write(tmp_path / "source", with_essay(notebook(tests=tests)))
        handed_in = write(tmp_path / student, with_essay(notebook(solution)))
        return Job("double", student, source, handed_in, "5eed", Settings(**settings))

    return make


def with_essay(made):
    cell = {"cell_type": "markdown", "id": "essay", "source": "Because.", "metadata": {}}
    cell["metadata"] = {"nbgrader": {"schema_version": 3, **ESSAY}}
    return {**made, "cells": [*made["cells"], cell]}


def test_a_sleeper_is_stopped_in_time_and_tried_again_alone(pool, job):
    tried, grade_once = [], pool.grade_once
    pool.grade_once = lambda *args: (tried.append((args[0].student, time.monotonic())), grade_once(*args))[1]
    sleeper = job("import time\ntime.sleep(1e6)\n" + RIGHT, "ben", cell_s=0.5)
    started = time.monotonic()
    results = list(pool.grade_all([sleeper, *(job(student=f"s{i}") for i in range(4))]))
    del pool.grade_once
    assert [student for student, _ in tried].count("ben") == 2
    assert tried[-1][0] == results[-1].student == "ben"
    assert (results[-1].state, results[-1].notebooks[0].scores["double-test"]) == ("timed out", 0)
    assert "did not answer for 0.5 s" in results[-1].sentence
    assert all(result.state == "graded" for result in results[:-1])
    assert time.monotonic() - started < 600


def test_computing_counts_and_waiting_for_a_processor_does_not(pool, job):
    """Ten at a time, each of which computes for most of what it may."""
    work = "import time\nwhile time.process_time() < 0.5: pass\n" + RIGHT
    jobs = [job(work, f"s{i}", cell_s=1.5) for i in range(10)]
    with ThreadPoolExecutor(len(jobs)) as threads:
        results = list(threads.map(pool.grade_once, jobs))
    assert {result.state for result in results} == {"graded"}


def test_a_loop_is_stopped_by_its_computing_time_and_counts_at_once(pool, job):
    result = pool.try_once(job("while True: pass\n", cell_s=0.5))
    assert result.sentence == 'Cell "double" used more than 0.5 s of computing time and was stopped.'
    assert not in_doubt(result)


def test_an_answer_that_ends_the_tester_is_a_crash_and_its_essay_waits_for_a_person(pool, job):
    result = pool.grade(job("def double(x): return 'bad'", tests=BREAKS))
    (graded,) = result.notebooks
    assert (result.state, graded.state) == ("crashed", "crashed")
    assert "process was lost (SIGSEGV)" in result.sentence
    assert graded.scores == {"double-test": 0.0, "essay": None}
    assert "lost (SIGSEGV)" in graded.notebook["cells"][1]["outputs"][0]["evalue"]


def test_the_others_of_that_class_get_their_points(pool, job):
    jobs = [job("def double(x): return 'bad'" if i == 1 else RIGHT, f"s{i}", BREAKS) for i in range(4)]
    states = {result.student: result.state for result in pool.grade_all(jobs)}
    assert states == {"s0": "graded", "s1": "crashed", "s2": "graded", "s3": "graded"}


def test_a_tester_that_somebody_killed_is_no_crash_of_the_submission():
    """Whoever kills from outside (the kernel for want of memory, a person) does not judge the answers."""
    ends = {number: Exit(None, number, 1.0, 10, None) for number in (9, 15, 11)}
    killed = {
        n: forkserver_pair.how_it_ended(SimpleNamespace(wait=lambda _, end=end: end))
        for n, end in ends.items()
    }
    assert killed == {9: {}, 15: {}, 11: {"signal": 11}}


@pytest.mark.parametrize("answer", [{"crashed": "Traceback"}, {"crashed": "zygote gone"}, {}])
def test_our_own_errors_stay_ours(answer, job):
    assert result_of(job(), answer, 1.0).state == "grader error"


def test_what_was_counted_is_told():
    cell = budget.Budget(30)
    assert "more than 30 s of computing time" in cell.sentence("Cell [1]", "cpu")
    assert "did not answer for 30 s" in cell.sentence("Cell [1]", "idle")
    assert f"did not answer for {30 * budget.PATIENCE + budget.MARGIN_S} s" in cell.sentence(
        "Cell [1]", "wall"
    )


def test_only_the_clock_and_lost_testers_leave_a_doubt():
    graded = GradedNotebook("n", "timed out", "", None)
    result = Result("a", "s", "timed out", "", (graded,), 1.0)
    assert not in_doubt(result)
    assert in_doubt(replace(result, notebooks=(replace(graded, by_clock=True),)))
    assert in_doubt(replace(result, notebooks=()))
