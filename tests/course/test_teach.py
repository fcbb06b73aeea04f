"""The page "Teach with this book": its commands are run, one after the other, on a class of three."""

import json
import re
import shlex
import zipfile
from pathlib import Path

import pytest
from classroom import run

from grader.cli import main

pytestmark = pytest.mark.xdist_group("course")
PAGE = (Path(__file__).parents[2] / "book/teach.md").read_text("utf8")
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S) for line in block.splitlines()
]
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,locality (5)
    Points Possible,,,,,10
"Doe, Jane",11,,jdoe,A,
"Lee, Ann",12,,ann,A,
"Müller, Kai",13,,kai,A,
"""


def downloads(release, path):
    """What Canvas gives for three students: one has answered, one has handed in twice, and late."""
    text = (release / "locality.ipynb").read_text()
    answered = json.loads(text)
    for cell in answered["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "conv_params":
            cell["source"] = "def conv_params(delta, c_in=1, c_out=1, bias=True):\n    return 0"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doejane_11_100_locality.ipynb", text)
        archive.writestr("leeann_12_101_locality.ipynb", json.dumps(answered))
        archive.writestr("müllerkai_LATE_13_102_locality.ipynb", text)
        archive.writestr("müllerkai_LATE_13_103_locality-1.ipynb", text)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Where a teacher stands who has typed all that the page says; command -> exit status."""
    folder = here = tmp_path_factory.mktemp("teach")
    (folder / "class.csv").write_text(CANVAS)
    statuses = {}
    with pytest.MonkeyPatch.context() as patch:
        for line in COMMANDS:
            program, *words = shlex.split(line)
            if program == "cd":
                here = here / words[0]
            elif program == "nbgrader":
                run(program, *words, cwd=here)
                downloads(here / "release/locality", here / "submissions.zip")
            else:
                patch.chdir(here)
                statuses[line] = main(words)
    return here, statuses


def test_every_command_of_the_page_does_its_work(followed):
    _, statuses = followed
    assert len(statuses) >= 9
    assert set(statuses.values()) == {0}, statuses


def test_what_the_page_says_is_left_behind_is_there(followed):
    course, _ = followed
    left = [
        "release/locality/locality.ipynb",
        "submitted/kai/locality/locality.ipynb",
        "grades.csv",
        "autograder.zip",
    ]
    left += ["feedback/ann/locality/locality.html", "report/index.html", "report/for-the-class/index.html"]
    assert [name for name in left if not (course / name).exists()] == []
    assert "Doe, Jane" in (course / "grades.csv").read_text()


def test_the_pictures_of_the_page_are_there_and_small():
    for name in re.findall(r"^```\{image\} (\S+)", PAGE, re.M):
        assert (Path(__file__).parents[2] / "book" / name).stat().st_size < 60_000, name
