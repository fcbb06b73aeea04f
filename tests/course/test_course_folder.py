"""Courses as they are: other folders, odd names, odd files; read through nbgrader's own settings."""

import ctypes
import multiprocessing
import os
import shutil
import struct

import pytest
from classroom import CONFIG, STUDENTS, make_course, run, submit, tables, tree

from grader.cli import main
from grader.course import folder_of, open_course, regular_files, submissions

pytestmark = pytest.mark.xdist_group("course")
OTHER_FOLDERS = """
c.CourseDirectory.source_directory = "handouts/teacher"
c.CourseDirectory.submitted_directory = "inbox"
c.CourseDirectory.autograded_directory = "marked"
c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"
c.ClearSolutions.begin_solution_delimeter = "ANSWER"
c.ClearSolutions.end_solution_delimeter = "REWSNA"
c.ClearSolutions.code_stub = {"python": "pass  # yours"}
"""


def autograde(root, *words):
    return main(["autograde", "ps1", *words, "--course", str(root)])


@pytest.fixture
def rearranged(tmp_path):
    """A class in folders of other names, with other delimiters: for nbgrader, and a copy for us."""
    root = make_course(tmp_path / "nbgrader", CONFIG + OTHER_FOLDERS)
    (root / "handouts").mkdir()
    (root / "source").rename(root / "handouts/teacher")
    for path in (root / "handouts/teacher/ps1").glob("*.ipynb"):
        path.write_text(
            path.read_text().replace("BEGIN SOLUTION", "ANSWER").replace("END SOLUTION", "REWSNA")
        )
    run("nbgrader", "generate_assignment", "ps1", cwd=root)
    for student in ("alice", "bob"):
        hand_in(root, student)
    shutil.copytree(root, tmp_path / "ours")
    return root, tmp_path / "ours"


def hand_in(root, student):
    """The release with its stubs replaced."""
    (root / "inbox/ps1" / student).mkdir(parents=True)
    (root / "inbox/ps1" / student / "timestamp.txt").write_text("2024-02-01 10:00:00 UTC")
    in_json = STUDENTS[student].replace("\n", '\\n",\n    "')
    for name, answer in (("doubling", in_json), ("reading", "n = 6")):
        text = (root / "release/ps1" / f"{name}.ipynb").read_text()
        (root / "inbox/ps1" / student / f"{name}.ipynb").write_text(text.replace("pass  # yours", answer))


def test_other_folders_and_delimiters_end_as_in_nbgrader(rearranged):
    theirs, ours = rearranged
    run("nbgrader", "autograde", "ps1", cwd=theirs)
    assert autograde(ours) == 0
    assert tables(ours) == tables(theirs)
    assert tree(ours / "marked") == tree(theirs / "marked")


def test_a_students_folder_may_have_any_name(course_folder):
    names = ["100%", "Ann Lee", "a.b-c_d", "o'neil@uni.edu", "김민지"]
    shutil.rmtree(course_folder / "submitted")
    for student in names:
        submit(course_folder, student, STUDENTS["alice"])
    assert autograde(course_folder) == 0
    assert [row[0] for row in tables(course_folder)["submissions"]] == names
    for student in names:
        assert (course_folder / "autograded" / student / "ps1/doubling.ipynb").is_file()


def test_links_and_pipes_in_a_submission_are_not_followed(course_folder):
    folder = course_folder / "submitted/alice/ps1"
    (folder / "classmate.ipynb").symlink_to("../../bob/ps1/doubling.ipynb")
    (folder / "secret.txt").symlink_to(course_folder / "source/ps1/words.txt")
    (folder / "everything").symlink_to("/")
    os.mkfifo(folder / "pipe")
    (folder / "words.txt").unlink()
    (folder / "words.txt").mkdir()  # in the way of the instructor's file
    assert autograde(course_folder, "--student", "alice") == 0
    left = tree(course_folder / "autograded/alice/ps1")
    assert sorted(left) == ["doubling.ipynb", "notes.md", "reading.ipynb", "timestamp.txt", "words.txt"]
    assert (course_folder / "autograded/alice/ps1/words.txt").read_text() == "a b c\n"


def test_files_that_students_may_change_are_not_overwritten(course_folder):
    with (course_folder / "nbgrader_config.py").open("a") as file:
        file.write('c.Autograde.exclude_overwriting = {"ps1": ["words.txt"]}\n')
    assert autograde(course_folder, "--student", "alice") == 0
    assert (course_folder / "autograded/alice/ps1/words.txt").read_text() == "tampered"


def test_a_timestamp_that_is_no_date_is_said_and_is_not_late(course_folder, capsys):
    (course_folder / "submitted/dave/ps1/timestamp.txt").write_text("yesterday, I swear")
    assert autograde(course_folder, "--student", "dave") == 0
    assert "timestamp.txt is not a date" in capsys.readouterr().out
    penalties = [row[3] for row in tables(course_folder)["notebooks"] if row[0] == "dave"]
    assert penalties == [None, None]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-01 12:30:00 +0100", "2026-03-01 11:30:00"),
        ("2026-03-01 08:30:00 -0500", "2026-03-01 13:30:00"),
        ("2026-03-01T08:30:00.25+05:30", "2026-03-01 03:00:00.250000"),
        ("2026-03-01T12:30:00Z", "2026-03-01 12:30:00"),
        ("\ufeff2026-03-01 13:00:00 UTC\r\n", "2026-03-01 13:00:00"),
        ("2026-03-01 13:00:00.123456 UTC", "2026-03-01 13:00:00.123456"),
        ("2026-03-01 13:00:00", "2026-03-01 13:00:00"),
        ("2026-03-01 13:00:00 EST", "2026-03-01 18:00:00"),
        ("2026-03-01", "2026-03-01 00:00:00"),
        ("", None),
    ],
)
def test_a_timestamp_is_read_with_its_offset_and_otherwise_as_nbgrader_reads_it(text, utc, sources_of_one):
    folder = sources_of_one.root / "submitted/ann/ps1"
    (folder / "timestamp.txt").write_text(text, encoding="utf-8")
    (found,) = submissions(sources_of_one, "ps1")
    assert str(found.timestamp) == str(utc)
    assert found.remarks == ()


@pytest.mark.parametrize("text", ["yesterday", "0001-01-01 00:00:00 +0500", "9" * 300, "2026-13-45 +0100"])
def test_what_is_no_date_is_a_remark(text, sources_of_one):
    (sources_of_one.root / "submitted/ann/ps1/timestamp.txt").write_text(text)
    (found,) = submissions(sources_of_one, "ps1")
    assert found.timestamp is None
    assert "taken as not late" in found.remarks[0]


@pytest.fixture
def sources_of_one(tmp_path):
    root = make_course(tmp_path / "course")
    (root / "submitted/ann/ps1").mkdir(parents=True)
    return open_course(root)


def test_an_extension_given_in_the_gradebook_lifts_the_penalty(course_folder):
    run("nbgrader", "db", "student", "add", "dave", cwd=course_folder)
    assert autograde(course_folder, "--student", "dave") == 0
    assert [row[3] for row in tables(course_folder)["notebooks"]] == [5.0, None]
    gradebook = "from nbgrader.api import Gradebook; gb = Gradebook('sqlite:///gradebook.db')"
    run("python", "-c", f"{gradebook}; gb.grant_extension('ps1', 'dave', days=60)", cwd=course_folder)
    assert autograde(course_folder, "--student", "dave") == 0
    assert [row[3] for row in tables(course_folder)["notebooks"]] == [None, None]


def test_a_late_plugin_of_the_courses_own(course_folder):
    (course_folder / "late.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class PerDay(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return total_seconds_late / 86400 / 10\n"
    )
    with (course_folder / "nbgrader_config.py").open("a") as file:
        file.write('c.AssignLatePenalties.plugin_class = "late.PerDay"\n')
    assert autograde(course_folder, "--student", "dave") == 0
    (penalty, missing) = [row[3] for row in tables(course_folder)["notebooks"]]
    assert penalty == pytest.approx((15 * 86400 + 36000) / 864000)
    assert missing is None


def test_submissions_are_found_sorted_with_their_timestamps(course_folder):
    found = submissions(open_course(course_folder), "ps1")
    assert [s.student for s in found] == ["alice", "bob", "carol", "dave"]
    assert str(found[3].timestamp) == "2024-03-01 10:00:00"


def test_the_folder_of_a_step_follows_the_structure(tmp_path):
    course = open_course(make_course(tmp_path / "course", CONFIG + OTHER_FOLDERS))
    assert folder_of(course, "autograded", "ann", "ps1") == course.root / "marked/ps1/ann"


def test_regular_files_leave_out_what_the_course_ignores(tmp_path):
    for name in ("a.txt", "b.pyc", ".ipynb_checkpoints/c.txt", "deep/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    ignore = ["*.pyc", ".ipynb_checkpoints"]
    assert regular_files(tmp_path, ignore) == ["a.txt", "deep/d.txt"]


def test_a_student_whose_folder_cannot_be_entered_is_named(tmp_path):
    root = make_course(tmp_path / "course")
    run("nbgrader", "generate_assignment", "ps1", cwd=root)
    for student in ("alice", "bob"):
        submit(root, student, STUDENTS[student])
    (root / "submitted/bob").chmod(0)
    course = open_course(root)
    found = without_roots_rights(lambda: [(s.student, s.refused) for s in submissions(course, "ps1")])
    why = "bob: submitted/bob cannot be entered: not graded; check the folder's permissions"
    assert found == [("alice", ""), ("bob", why)]


def without_roots_rights(ask):
    """What a function gives where modes count: root enters every folder, until it gives that up."""
    answer, result = multiprocessing.Pipe()
    child = os.fork()
    if child == 0:
        none = ctypes.create_string_buffer(24)
        ctypes.CDLL(None).capset(struct.pack("Ii", 0x20080522, 0), none)
        result.send(ask())
        os._exit(0)
    os.waitpid(child, 0)
    return answer.recv()
