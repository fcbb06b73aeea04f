"""The wheel with its extra `[grade]`, installed where nothing else is, grades a class: `make wheel-test`.

Pytest does not find it by its name: it fetches some hundred megabytes. The workflow runs it on every Python.
"""

import os
import subprocess
import venv
from pathlib import Path

from convolution_book.extensions import package
from tests.course.classroom import hand_in_all, make_course, tables

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_with_grade_brings_all_that_a_teacher_needs(tmp_path):
    package.build(tmp_path)
    venv.create(tmp_path / "env", with_pip=True)
    tools = tmp_path / "env" / "bin"
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    course = make_course(tmp_path / "course")

    def run(*command):
        done = subprocess.run(
            [tools / command[0], *command[1:]],
            cwd=course,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    wheel = f"{tmp_path / package.wheel()}[grade]"
    run("pip", "install", "-q", "--no-compile", "-c", ROOT / "constraints.txt", wheel)
    run("nbgrader", "generate_assignment", "ps1")
    hand_in_all(course)
    run("grader", "autograde", "ps1")
    run("grader", "feedback", "ps1")
    earned = {student: 0 for student in ("alice", "bob", "carol", "dave")}
    for student, _, _, score, *_ in tables(course)["grades"]:
        earned[student] += score or 0
    assert earned == {"alice": 6, "bob": 2, "carol": 3, "dave": 5}
    assert (course / "feedback/alice/ps1/doubling.html").exists()
