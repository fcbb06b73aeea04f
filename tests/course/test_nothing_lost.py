"""Killed at any moment, run again: the class ends as if nothing had happened."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from classroom import STUDENTS, submit, tables, tree

pytestmark = pytest.mark.xdist_group("course")

CLASS = [f"student{n:02}" for n in range(8)]


@pytest.fixture(scope="module")
def handed_in(released, tmp_path_factory):
    """Enough submissions to be killed among."""
    root = tmp_path_factory.mktemp("handed_in") / "course"
    shutil.copytree(released, root)
    shutil.rmtree(root / "submitted")
    for number, student in enumerate(CLASS):
        submit(root, student, list(STUDENTS.values())[number % 4])
    return root


@pytest.fixture
def large(handed_in, tmp_path):
    shutil.copytree(handed_in, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory):
    root = tmp_path_factory.mktemp("undisturbed") / "course"
    shutil.copytree(handed_in, root)
    finish(root)
    return root


def start(root):
    command = [sys.executable, "-m", "grader", "autograde", "ps1"]
    return subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def finish(root):
    process = start(root)
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0, said


def wait_for_some(root, process, count):
    """Until so many submissions are autograded, or the process has ended."""
    while process.poll() is None and len(list(root.glob("autograded/*/ps1"))) < count:
        time.sleep(0.005)


def children_of(pid):
    stats = [Path(p, "stat") for p in Path("/proc").glob("[0-9]*")]
    return [int(s.parent.name) for s in stats if _parent(s) == pid]


def _parent(stat):
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def test_a_run_killed_many_times_ends_like_an_undisturbed_one(large, undisturbed):
    for count in (1, 3, 6):
        process = start(large)
        wait_for_some(large, process, count)
        time.sleep(random.random() / 20)
        process.kill()
        process.communicate()
    finish(large)
    assert tables(large) == tables(undisturbed)
    assert tree(large / "autograded") == tree(undisturbed / "autograded")
    assert len((large / ".grader/ledger/ps1.jsonl").read_text().splitlines()) == len(CLASS)


def test_no_process_outlives_a_killed_run(large):
    process = start(large)
    wait_for_some(large, process, 2)
    children = children_of(process.pid)
    process.kill()
    process.communicate()
    until = time.monotonic() + 120
    while any(os.path.exists(f"/proc/{pid}") for pid in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in children if os.path.exists(f"/proc/{pid}")] == []


def test_ctrl_c_keeps_what_is_graded_and_says_how_to_go_on(large):
    process = start(large)
    wait_for_some(large, process, 2)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 130, said
    assert "the same command goes on" in said
    assert "Traceback" not in said
    kept = len(tables(large)["submissions"])
    assert kept == len(list(large.glob("autograded/*/ps1/doubling.ipynb"))) > 0
    finish(large)
    assert len(tables(large)["submissions"]) == len(CLASS)
