"""nbgrader's own command and formgrader's button, grading with our engine."""

import json

import pytest
from classroom import run, tables

from tests.stock import stock

pytestmark = pytest.mark.xdist_group("course")
ENGINE = "from grader.autograde import use_engine\nuse_engine()\n"
BUTTON = """
import json, logging
from traitlets.config import Config
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory

app = NbGrader()
app.load_config_file()
api = NbGraderAPI(config=app.config)
print(json.dumps([api.autograde("ps1", "bob"), api.autograde("ps1", "zoe")]))
"""


@pytest.fixture
def hooked(course_folder):
    with (course_folder / "nbgrader_config.py").open("a") as file:
        file.write(ENGINE)
    return course_folder


def test_nbgraders_own_command_grades_with_the_engine(hooked, oracle):
    said = run("nbgrader", "autograde", "ps1", cwd=hooked, typed=True)
    assert "Isolation: " in said
    assert tables(hooked) == tables(oracle)


def test_nbgraders_own_command_fails_with_our_sentence(hooked):
    said = run("nbgrader", "autograde", "ps9", cwd=hooked, status=1)
    assert "unknown assignment 'ps9': this course has ps1" in said


def test_formgraders_button_grades_with_the_engine(hooked):
    got = stock("python", "-c", BUTTON, cwd=hooked)
    bob, zoe = json.loads(got.stdout.splitlines()[-1])
    assert bob["success"]
    assert "Isolation: " in bob["log"]
    assert not zoe["success"]
    assert "no submission of 'ps1' by 'zoe'" in zoe["error"]
    assert [row[0] for row in tables(hooked)["submissions"]] == ["bob"]
