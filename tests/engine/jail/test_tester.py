"""A tester meets what students answer: were it to run their code, it would reach no more than this.

The code is put where it must not get: into an instructor's own test cell.
"""

import json
import os

import pytest
from classwork import notebook, write

from grader.engine import Job, Settings, handed_in, open_pool, probe
from grader.engine.handover import submission_of, unpack
from jail.baits import laid_out
from jail.snippets import given, snippets

pytestmark = pytest.mark.skipif(not probe().safe, reason=f"no safe tier here: {' '.join(probe().advice)}")

RIGHT = "def double(x):\n    return x + x\n"
ITS_OWN = ("the course's sources", "a module of the grader", "the way to the sources of an editable install")
MORE = {
    "the source folder of its assignment": "os.listdir(SOURCE)",
    "the folder of what was handed in": "os.listdir(SUBMITTED)",
    "a secret of its owner's environment": "assert 'to the gradebook' in str(dict(os.environ))",
    "the environment that it was started with": "assert 'gradebook' in open('/proc/self/environ').read()",
    "the instructor's files, to change them": "open('/scratch/source/double.ipynb', 'a')",
    "a place beside them": "open('/scratch/source/planted.py', 'w')",
    "our own sources, to change them": "open(REPOSITORY + '/grader/__init__.py', 'a')",
    "the names of control groups": "assert any('grading' in line for line in open('/proc/self/cgroup'))",
}
RUN = """
import contextlib, io, json
reached = []
for goal, program in programs.items():
    try:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(program, {"__name__": "__main__"})
    except BaseException:
        continue
    if "done" in said.getvalue():
        reached.append(goal)
print("REACHED", json.dumps(reached))
assert double(2) == 4
"""


@pytest.fixture(scope="module")
def pool():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", "the password to the gradebook")
        patch.setenv("COURSE_TERM", "autumn")
        with open_pool(1, Settings(environment=("COURSE_TERM",)), preload=()) as opened:
            yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("course")


def graded(pool, folder, tests, student="ann", **settings):
    source = folder / "source"
    if written(source) != notebook(tests=tests):  # a source that is written anew gets testers of its own
        write(source, notebook(tests=tests))
    handed_in = write(folder / "submitted" / student, notebook(RIGHT))
    return pool.grade(Job("double", student, source, handed_in, "5eed", Settings(**settings)))


def written(source):
    path = source / "double.ipynb"
    return json.loads(path.read_text()) if path.exists() else None


def text(result):
    return "".join(output.get("text", "") for output in result.notebooks[0].notebook["cells"][-1]["outputs"])


@pytest.fixture(scope="module")
def reached(pool, folder, tmp_path_factory):
    """The goals that a cell reached, all tried in one tester."""
    names = {"SOURCE": str(folder / "source"), "SUBMITTED": str(folder / "submitted")}
    with laid_out(tmp_path_factory.mktemp("baits")) as baits:
        tries = snippets("attempts.txt") | {
            goal: f"import os\n{line}\nprint('done')" for goal, line in MORE.items()
        }
        programs = {goal: given(baits | names) + program for goal, program in tries.items()}
        result = graded(pool, folder, f"programs = {programs!r}\n{RUN}")
    assert result.notebooks[0].scores["double-test"] == 3, (result, "it still does its work")
    return json.loads(text(result).partition("REACHED")[2])


@pytest.mark.parametrize("goal", [goal for goal in (*snippets("attempts.txt"), *MORE) if goal not in ITS_OWN])
def test_a_tester_does_not_reach(goal, reached):
    assert goal not in reached


def test_a_tester_has_what_judging_needs(reached):
    assert "a module of the grader" in reached


def test_the_variables_that_a_course_chooses_reach_its_tests(pool, folder):
    tests = "import os\nassert os.environ['COURSE_TERM'] == 'autumn'\nassert double(2) == 4\n"
    assert graded(pool, folder, tests).notebooks[0].scores["double-test"] == 3


def test_nothing_of_a_submission_is_there_for_the_next_one(pool, folder):
    tests = """
import os
places = [os.getcwd(), os.environ["HOME"], "/tmp", "/dev/shm"]
handed_in = sorted(name for _, _, names in os.walk(os.environ["HOME"] + "/submitted") for name in names)
print("FOUND", [place for place in places if os.path.exists(f"{place}/left")], handed_in)
for place in places:
    open(f"{place}/left", "w").close()
assert double(2) == 4
"""
    write(folder / "submitted" / "ann", notebook(RIGHT))
    (folder / "submitted" / "ann" / "mine.csv").write_text("1")
    assert "FOUND [] ['double.ipynb', 'mine.csv']" in text(graded(pool, folder, tests))
    lane = pool.lanes[0]
    same = lane.idle[0] if lane.idle else None
    assert "FOUND [] ['double.ipynb']" in text(graded(pool, folder, tests, "ben"))
    assert same is None or lane.idle[0] is same, "the same tester served both"


def test_a_tester_that_lies_is_asked_no_more_often_than_the_coordinator_counts(pool, folder):
    served = []
    for number in range(3):
        graded(pool, folder, "assert double(2) == 4\n", f"s{number}", reuse=2)
        served.append(len(pool.lanes[0].idle))
    assert served == [1, 0, 1]


def test_the_copy_of_a_submission_looks_like_it_and_leads_nowhere(folder, tmp_path):
    write(folder / "source", notebook())
    original, copy = tmp_path / "ps1", tmp_path / "copy"
    (original / "deep").mkdir(parents=True)
    copy.mkdir()
    (original / "double.ipynb").symlink_to("/etc/passwd")
    (original / "deep" / "a.csv").write_text("1,2")
    (original / "away").symlink_to(folder)
    os.mkfifo(original / "pipe")
    with (original / "large.bin").open("wb") as file:
        file.truncate(10 << 30)
    made = unpack(submission_of(Job("double", "ann", folder / "source", original)), str(copy))
    assert made == copy / "ps1"
    theirs, ours = handed_in.listing(original), handed_in.listing(made)
    assert [(file.name, file.size) for file in ours.files] == [
        (file.name, file.size) for file in theirs.files
    ]
    assert ours.remarks == theirs.remarks
    assert not (made / "away").exists()
    assert not (made / "double.ipynb").exists()
    assert (made / "deep" / "a.csv").read_text() == "1,2"


def test_a_submission_that_is_a_link_is_copied_as_one(folder, tmp_path):
    (tmp_path / "ps1").symlink_to(folder)
    (tmp_path / "copy").mkdir()
    job = Job("double", "ann", folder / "source", tmp_path / "ps1")
    made = unpack(submission_of(job), str(tmp_path / "copy"))
    assert made.is_symlink()
    assert not made.exists()
