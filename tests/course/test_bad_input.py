"""Whatever is wrong with a course: one sentence that says what, what was got, and what to do."""

import contextlib
import resource
import sqlite3

import pytest
from classroom import CONFIG, make_course, tables

from grader.cli import main

pytestmark = pytest.mark.xdist_group("course")


@pytest.fixture
def says(capsys):
    """Run a command that must fail; the sentence it prints."""

    def run(*words, status=1):
        assert main(list(map(str, words))) == status
        said = capsys.readouterr().err
        assert said.startswith("grader: ")
        assert said.count("\n") == 1
        return said

    return run


@pytest.fixture
def sources(tmp_path):
    """A course with sources and nothing else: no release, no gradebook."""
    return make_course(tmp_path / "course")


def test_a_folder_without_config(says, tmp_path):
    assert "no nbgrader_config.py in" in says("autograde", "ps1", "--course", tmp_path)


def test_a_config_that_is_no_python(says, sources):
    (sources / "nbgrader_config.py").write_text("c = = 1")
    assert "could not be read (SyntaxError" in says("autograde", "ps1", "--course", sources)


def test_a_config_that_raises(says, sources):
    (sources / "nbgrader_config.py").write_text("c.CourseDirectory.course_id = undefined")
    assert "could not be read (NameError" in says("autograde", "ps1", "--course", sources)


def test_a_config_with_a_wrong_type(capsys, sources):
    (sources / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 7")
    assert main(["autograde", "ps1", "--course", str(sources)]) == 1
    assert "nbgrader refuses" in capsys.readouterr().err


def test_an_unknown_assignment_names_those_there_are_and_makes_no_gradebook(says, sources):
    assert "unknown assignment 'ps9': this course has ps1" in says("autograde", "ps9", "--course", sources)
    assert not (sources / "gradebook.db").exists()


def test_no_submissions(says, sources):
    said = says("autograde", "ps1", "--course", sources)
    assert "no submissions of 'ps1'" in said
    assert "submitted/*/ps1" in said


def test_a_student_who_handed_nothing_in(says, course_folder):
    said = says("autograde", "ps1", "--student", "zoe", "--course", course_folder)
    assert "no submission of 'ps1' by 'zoe': there are alice, bob, carol, dave" in said


def test_a_locked_gradebook(says, course_folder, monkeypatch):
    monkeypatch.setattr("grader.gradebook.database.PATIENCE_S", 0.1)
    with contextlib.closing(sqlite3.connect(course_folder / "gradebook.db")) as db:
        db.execute("begin exclusive")
        assert "is locked by another program" in says("autograde", "ps1", "--course", course_folder)


def test_a_gradebook_of_an_older_nbgrader(says, course_folder):
    with contextlib.closing(sqlite3.connect(course_folder / "gradebook.db")) as db:
        db.execute("update alembic_version set version_num = '50a4d84c131a'")
        db.commit()
    said = says("autograde", "ps1", "--course", course_folder)
    assert "made by another version of nbgrader" in said
    assert "nbgrader db upgrade" in said
    assert tables(course_folder)["submissions"] == []


def test_a_file_that_is_no_gradebook(says, course_folder):
    (course_folder / "gradebook.db").write_bytes(b"hello" * 100)
    assert "is not a gradebook" in says("autograde", "ps1", "--course", course_folder)


def test_a_source_that_is_no_notebook(says, sources):
    (sources / "submitted/ann/ps1").mkdir(parents=True)
    (sources / "source/ps1/doubling.ipynb").write_text("{}")
    assert "doubling.ipynb cannot be released" in says("autograde", "ps1", "--course", sources)


def test_a_limit_that_does_not_exist(says, course_folder):
    (course_folder / "nbgrader_config.py").write_text(CONFIG + "c.Grader.memory = 7\n")
    said = says("autograde", "ps1", "--course", course_folder)
    assert "c.Grader.memory is no limit: there are cell_s" in said


def test_a_second_grader_in_the_same_course(says, course_folder):
    import fcntl

    (course_folder / ".grader").mkdir()
    with (course_folder / ".grader/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "another grader is at work" in says("autograde", "ps1", "--course", course_folder)


def test_feedback_before_grading(says, course_folder):
    assert "run `grader autograde ps1` first" in says("feedback", "ps1", "--course", course_folder)


def test_scores_before_grading(says, course_folder):
    assert "no scores yet" in says("scores", "--course", course_folder)


def test_a_json_file_in_a_folder_that_is_not_there(says, course_folder):
    assert "is not a file in an existing folder" in says(
        "autograde", "ps1", "--json", "/nowhere/out.json", "--course", course_folder
    )


def test_a_number_of_jobs_that_is_none(capsys):
    with pytest.raises(SystemExit):
        main(["autograde", "ps1", "--jobs", "0"])
    assert "a number from 1 is needed, got '0'" in capsys.readouterr().err


def test_a_full_disk(says, course_folder, monkeypatch):
    import errno

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("grader.autograde.store.write_autograded", full)
    said = says("autograde", "ps1", "--student", "alice", "--course", course_folder)
    assert "the disk is full" in said
    assert tables(course_folder)["submissions"] == []


WRITERS = {
    "the ledger": "grader.course.ledger.compact",
    "the seed": "grader.course.fingerprint.course_secret",
    "a master": "grader.autograde.plan.prepare_master",
    "the mark of a forced run": "grader.autograde.forced._new",
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_a_full_disk_is_told_whatever_was_written(writer, says, course_folder, monkeypatch):
    import errno

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writer, full)
    said = says("autograde", "ps1", "--student", "alice", "--force", "--course", course_folder)
    assert said.startswith("grader: the disk is full")
    assert "None" not in said


def test_a_line_cut_by_a_full_disk_costs_no_other_line(tmp_path):
    from grader.course import ledger

    (tmp_path / "ps1.jsonl").write_text('{"student": "ann"}\n{"student": "bo')
    ledger.append(tmp_path / "ps1.jsonl", [{"student": "c\udcff"}])
    assert set(ledger.read(tmp_path / "ps1.jsonl")) == {"ann", "c\udcff"}


@pytest.mark.parametrize("name", ["../ps1", "ps1//", "source/ps1", "/", ".", "..", "ps*", "a\x1bb", ""])
@pytest.mark.parametrize("command", ["autograde", "feedback", "scores"])
def test_a_name_that_no_assignment_can_have(command, name, says, sources):
    said = says(command, name, "--course", sources)
    assert "is no assignment's name" in said
    assert not (sources / "gradebook.db").exists()


def test_the_slash_that_a_shell_adds_is_no_part_of_the_name(says, sources):
    assert "no submissions of 'ps1'" in says("autograde", "ps1/", "--course", sources)


def test_a_read_only_folder(says, course_folder, monkeypatch):
    import errno

    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(course_folder / "autograded"))

    monkeypatch.setattr("grader.autograde.store.write_autograded", refused)
    said = says("autograde", "ps1", "--student", "alice", "--course", course_folder)
    assert "autograded cannot be read or written (Permission denied)" in said


def test_a_database_url_that_is_none(says, course_folder):
    assert "nonsense is no database" in says(
        "autograde", "ps1", "--db", "nonsense", "--course", course_folder
    )


def test_a_database_whose_driver_is_not_installed(says, course_folder):
    said = says("autograde", "ps1", "--db", "mysql://me@localhost/grades", "--course", course_folder)
    assert "needs the driver 'MySQLdb'" in said


def test_a_gradebook_that_cannot_grow(says, course_folder):
    """A limit on a file's size stands for a full disk: SQLite calls both a disk I/O error."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(
        resource.RLIMIT_FSIZE, ((course_folder / "gradebook.db").stat().st_size // 2, before[1])
    )
    try:
        said = says("autograde", "ps1", "--course", course_folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "the disk is full or fails: free some space" in said
    assert main(["autograde", "ps1", "--course", str(course_folder)]) == 0
