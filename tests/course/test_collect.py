"""Work from Canvas, Moodle, Blackboard or a folder finds its student, and a hostile zip finds nothing."""

import io
import json
import shutil
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from classroom import CONFIG, change_due, make_course

from grader.cli import main
from grader.collect import place
from grader.collect.names import understood
from grader.course import open_course

pytestmark = pytest.mark.xdist_group("course")
ROSTER = """id,first_name,last_name,email,lms_user_id
jdoe,Jane,Doe,jane@example.org,1234
müller_k,Kai,Müller,kai@example.org,1235
ann,Ann,Lee,ann@example.org,1236
"""
WORK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("collecting"), CONFIG)
    (root / "class.csv").write_text(ROSTER)
    assert main(["roster", str(root / "class.csv"), "--course", str(root)]) == 0
    return root


@pytest.fixture
def course(prepared):
    """The course with nothing handed in."""
    shutil.rmtree(prepared / "submitted", ignore_errors=True)
    return prepared


@pytest.fixture
def collect(course, capsys):
    """Collect; its exit status and what it said."""

    def run(what, *more):
        status = main(["collect", "ps1", str(what), "--course", str(course), *more])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def handed_in(course):
    return {
        str(p.relative_to(course / "submitted")): p.read_text()
        for p in (course / "submitted").rglob("*")
        if p.is_file()
    }


NAMES = [
    ("doejane_1234_99_doubling-2.ipynb", "Canvas", "doubling-2.ipynb", False),
    ("doejane_LATE_1234_99_my_file.ipynb", "Canvas", "my_file.ipynb", True),
    ("Jane Doe_4711_assignsubmission_file/doubling.ipynb", "Moodle", "doubling.ipynb", False),
    ("Jane Doe_4711_assignsubmission_file_/a/b.txt", "Moodle", "a/b.txt", False),
    ("Jane Doe_4711_assignsubmission_file_doubling.ipynb", "Moodle", "doubling.ipynb", False),
    ("PS 1_jdoe_attempt_2026-03-02-14-30-05_doubling.ipynb", "Blackboard", "doubling.ipynb", False),
    ("jdoe/doubling.ipynb", "a folder", "doubling.ipynb", False),
    ("jdoe/ps1/data/x.csv", "a folder", "data/x.csv", False),
]


@pytest.mark.parametrize(("path", "system", "file", "late"), NAMES)
def test_a_name_is_read_as_its_platform_made_it(path, system, file, late):
    piece = understood([path], "ps1")[path]
    assert (piece.system, piece.file, piece.late) == (system, file, late)


FALSE_NAMES = [  # what Mallory calls a file so that it is taken for Kai's
    ("mallory/müllerkai_1235_11_doubling.ipynb", "ann/doubling.ipynb", "a folder"),
    ("mallory/Kai Müller_7_assignsubmission_file_doubling.ipynb", "ann/doubling.ipynb", "a folder"),
    (
        "A Lee_5_assignsubmission_file/p_müller_k_attempt_2099-01-01-00-00-00_doubling.ipynb",
        "Jane Doe_4_assignsubmission_file/doubling.ipynb",
        "Moodle",
    ),
    (
        "A Lee_5_assignsubmission_file_p_müller_k_attempt_2099-01-01-00-00-00_doubling.ipynb",
        "Jane Doe_4_assignsubmission_file_doubling.ipynb",
        "Moodle",
    ),
    (
        "p_ann_attempt_2026-03-02-14-30-05_-Kai Müller_7_assignsubmission_file_doubling.ipynb",
        "p_jdoe_attempt_2026-03-02-14-30-05_doubling.ipynb",
        "Blackboard",
    ),
    (
        "p_ann_attempt_2026-03-02-14-30-05_müller_k_attempt_2099-01-01-00-00-00_doubling.ipynb",
        "p_jdoe_attempt_2026-03-02-14-30-05_doubling.ipynb",
        "Blackboard",
    ),
    (
        "leeann_1236_98_p_müller_k_attempt_2099-01-01-00-00-00_doubling.ipynb",
        "doejane_1234_99_doubling.ipynb",
        "Canvas",
    ),
]


@pytest.mark.parametrize(("path", "other", "system"), FALSE_NAMES)
def test_nobody_hands_in_for_somebody_else_by_a_file_s_name(path, other, system):
    pieces = understood([path, other], "ps1")
    assert [piece.system for piece in pieces.values()] == [system, system]
    assert not any(said in ("müller_k", "müllerkai", "Kai Müller") for said in pieces[path].who.values())
    assert not pieces[path].who.get("tail", "").endswith("müller_k")
    assert pieces[path].file.endswith("doubling.ipynb")


def test_two_people_of_one_name_are_not_taken_for_one(course, collect, tmp_path):
    files = {"doejane_1234_10_doubling.ipynb": "hers", "doejane_9999_12_doubling.ipynb": "another's"}
    _, said = collect(zipped(tmp_path / "c.zip", files))
    assert "jdoe left out: files of 2 people (1234, 9999) bear it" in said
    assert not (course / "submitted").exists() or not handed_in(course)


NOBODYS = [
    "__MACOSX/._doejane_1234_99_doubling.ipynb",
    "Jane Doe_4711_assignsubmission_onlinetext/onlinetext.html",
    "PS 1_jdoe_attempt_2026-03-02-14-30-05.txt",
    "readme.txt",
]


@pytest.mark.parametrize("path", NOBODYS)
def test_what_no_student_wrote_is_passed_over(path):
    assert understood([path], "ps1") == {}


def test_canvas_the_latest_of_several_is_taken_and_a_late_one_is_timed(course, collect, tmp_path):
    change_due(course, "2026-03-01 12:00:00")
    files = {"doejane_1234_10_doubling.ipynb": "first", "doejane_1234_12_doubling-1.ipynb": "second"}
    files |= {"müllerkai_LATE_1235_11_doubling.ipynb": WORK, "doejane_1234_10_reading.ipynb": WORK}
    status, said = collect(zipped(tmp_path / "submissions.zip", files))
    assert status == 0, said
    assert "ps1 from Canvas: 2 new" in said
    assert "jdoe: of 2 versions of doubling.ipynb, doubling-1.ipynb was taken" in said
    assert "müller_k: marked as late, but not how late" in said
    found = handed_in(course)
    assert found["jdoe/ps1/doubling.ipynb"] == "second"
    assert found["müller_k/ps1/timestamp.txt"] == "2026-03-01 12:00:01 UTC\n"
    assert "jdoe/ps1/timestamp.txt" not in found


TIMES = [
    ("student,days late\nKai Müller,1.5\nnobody,3\n", "2026-03-03 00:00:00 UTC"),
    ("SIS Login ID;submitted at\nmüller_k;2026-03-02T01:02:03Z\n", "2026-03-02 01:02:03 UTC"),
    (
        'while(1);[{"user_id": 1235, "submitted_at": "2026-03-02T01:02:03Z", "late": true},'
        ' {"user_id": 1234, "submitted_at": null}]',
        "2026-03-02 01:02:03 UTC",
    ),
]


@pytest.mark.parametrize(("table", "when"), TIMES, ids=["days", "times", "Canvas's JSON"])
def test_canvas_the_teacher_says_how_late_they_were(course, collect, tmp_path, table, when):
    change_due(course, "2026-03-01 12:00:00")
    (tmp_path / "times").write_text(table)
    files = {"müllerkai_LATE_1235_11_doubling.ipynb": WORK, "doejane_1234_10_doubling.ipynb": WORK}
    status, said = collect(zipped(tmp_path / "c.zip", files), "--times", str(tmp_path / "times"))
    assert (status, "not how late" in said) == (0, False)
    assert ("times tells when 'nobody' came, whom the roster lacks" in said) == ("nobody" in table)
    assert handed_in(course)["müller_k/ps1/timestamp.txt"] == f"{when}\n"
    assert "jdoe/ps1/timestamp.txt" not in handed_in(course)


def test_a_time_that_the_teacher_corrects_counts_also_where_it_is_earlier(course, collect, tmp_path):
    change_due(course, "2026-03-01 12:00:00")
    work = zipped(tmp_path / "c.zip", {"müllerkai_LATE_1235_11_doubling.ipynb": WORK})
    for days, when in ((3, "2026-03-04"), (2, "2026-03-03")):
        (tmp_path / "late.csv").write_text(f"student,days late\nmüller_k,{days}\n")
        collect(work, "--times", str(tmp_path / "late.csv"))
        assert handed_in(course)["müller_k/ps1/timestamp.txt"] == f"{when} 12:00:00 UTC\n"


def test_times_that_cannot_be_read_are_said_before_anything_is_collected(course, collect, tmp_path):
    files = zipped(tmp_path / "c.zip", {"doejane_1234_10_doubling.ipynb": WORK})
    for table, sentence in (
        ("who,when\nann,1\n", "does not say who came when"),
        ("student,days\nann,soon\n", "'soon' is no number of days"),
        ("student,time\nann,noon\n", "'noon' is no time"),
        ('[{"name": "ann"}]', "no list of submissions as Canvas gives it"),
    ):
        (tmp_path / "times.csv").write_text(table)
        status, said = collect(files, "--times", str(tmp_path / "times.csv"))
        assert (status, sentence in said) == (1, True), said
    assert not (course / "submitted").exists()


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_student_s_own_zip_is_opened_and_what_is_wrong_with_it_costs_nobody_else(course, collect, tmp_path):
    evil = {
        "../../ann/ps1/doubling.ipynb": "escaped",
        "bomb.bin": bytes(101_000_000),
        "doubling.ipynb": "kai",
    }
    files = {
        "doejane_1234_10_hw.zip": packed({"hw/doubling.ipynb": "old", "hw/data/x.csv": "1"}),
        "doejane_1234_12_hw-1.zip": packed(
            {"hw/doubling.ipynb": "new", "__MACOSX/hw/._x": "", "hw/in.zip": "x"}
        ),
        "doejane_1234_13_reading.ipynb": "beside",
        "müllerkai_1235_11_all.ZIP": packed(evil),
        "leeann_1236_14_hw.zip": "<html>no zip</html>",
    }
    status, said = collect(zipped(tmp_path / "c.zip", files))
    assert (status, "ps1 from Canvas: 3 new" in said) == (0, True)
    assert handed_in(course) == {
        "jdoe/ps1/doubling.ipynb": "new",
        "jdoe/ps1/data/x.csv": "1",
        "jdoe/ps1/reading.ipynb": "beside",
        "müller_k/ps1/doubling.ipynb": "kai",
    }
    said = " ".join(said.split())
    for sentence in (
        "jdoe: in hw-1.zip: hw/in.zip left out: a zip in a zip is not opened",
        "jdoe: doubling.ipynb of hw.zip left out: another one counts",
        "müller_k: in all.ZIP: ../../ann/ps1/doubling.ipynb left out: its name leads to another place",
        "müller_k: bomb.bin left out: it holds more than 100 MB",
        "ann: hw.zip left out: it is no zip that can be read",
        "ann: no notebook, only what was left out",
    ):
        assert sentence in said, said


def test_moodle_the_worksheet_tells_who_has_which_number_and_when_they_came(course, collect, tmp_path):
    sheet = "Identifier,Full name,Email address,Last modified (submission)\n"
    sheet += 'Participant 4711,A. Lee,ann@example.org,"Monday, 2 March 2026, 2:30 PM"\n'
    (tmp_path / "sheet.csv").write_text(sheet)
    files = {"Participant_4711_assignsubmission_file/doubling.ipynb": WORK}
    files["Team 3-Kai Müller_4712_assignsubmission_file/doubling.ipynb"] = WORK
    status, said = collect(zipped(tmp_path / "m.zip", files), "--worksheet", str(tmp_path / "sheet.csv"))
    assert (status, "ps1 from Moodle: 2 new" in said) == (0, True)
    utc = datetime(2026, 3, 2, 14, 30).astimezone(UTC)  # the worksheet's clock is the teacher's
    assert handed_in(course)["ann/ps1/timestamp.txt"] == f"{utc:%Y-%m-%d %H:%M:%S} UTC\n"


def test_blackboard_the_last_attempt_counts_whole(course, collect, tmp_path):
    start = "Problem_set_1_müller_k_attempt_2026-03-0"
    files = {f"{start}1-10-00-00_doubling.ipynb": "old", f"{start}1-10-00-00_reading.ipynb": "old"}
    files |= {
        f"{start}2-10-00-00_doubling.ipynb": "new",
        f"{start}2-10-00-00.txt": "Name: Kai Müller (müller_k)",
    }
    collect(zipped(tmp_path / "b.zip", files))
    found = handed_in(course)
    assert found["müller_k/ps1/doubling.ipynb"] == "new"
    assert "müller_k/ps1/reading.ipynb" not in found
    assert "müller_k/ps1/timestamp.txt" in found


def test_a_second_run_changes_nothing_and_a_killed_one_is_finished(course, collect, tmp_path):
    (tmp_path / "in/jdoe").mkdir(parents=True)
    (tmp_path / "in/jdoe/doubling.ipynb").write_text(WORK)
    assert "1 new" in collect(tmp_path / "in")[1]
    assert "1 unchanged" in collect(tmp_path / "in")[1]
    theirs = course / "submitted/jdoe"  # killed between two renames, and while another was being written
    (theirs / ".before-x").mkdir()
    (theirs / "ps1").rename(theirs / ".before-x/ps1")
    (theirs / ".collecting-y").mkdir()
    assert "1 unchanged" in collect(tmp_path / "in")[1]
    assert sorted(p.name for p in theirs.iterdir()) == ["ps1"]


def test_work_that_is_older_than_what_is_there_stays_out(course, collect, tmp_path):
    name = "ps1_jdoe_attempt_2026-03-0{}-10-00-00_doubling.ipynb"
    collect(zipped(tmp_path / "new.zip", {name.format(2): "new"}))
    assert "1 older than what is there" in collect(zipped(tmp_path / "old.zip", {name.format(1): "old"}))[1]
    assert handed_in(course)["jdoe/ps1/doubling.ipynb"] == "new"


def test_whoever_the_roster_lacks_is_named_and_the_others_are_taken(course, collect, tmp_path):
    files = {"jdoe/doubling.ipynb": WORK, "zoe/doubling.ipynb": WORK, "anon/doubling.ipynb": WORK}
    status, said = collect(zipped(tmp_path / "x.zip", files))
    assert status == 1
    assert "nobody on the roster is called 'zoe': zoe/doubling.ipynb left out" in said
    assert "1 new" in said
    assert [p.name for p in (course / "submitted").iterdir()] == ["jdoe"]


def test_a_hostile_zip_writes_nothing_where_it_should_not_and_each_file_has_its_sentence(
    course, collect, tmp_path
):
    limit = 100_000_000
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("jdoe/doubling.ipynb", WORK)
        archive.writestr("jdoe/../../../escaped.txt", "x")
        archive.writestr("/tmp/escaped.txt", "x")
        archive.writestr("C:\\escaped.txt", "x")
        link = zipfile.ZipInfo("jdoe/link.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        with archive.open("jdoe/bomb.bin", "w", force_zip64=True) as bomb:
            for _ in range(limit // 10_000_000 + 1):
                bomb.write(bytes(10_000_000))
        archive.writestr("ann/doubling.ipynb", "to be damaged" * 50)
    data = out.getvalue()
    at = data.index(b"ann/doubling.ipynb") + len("ann/doubling.ipynb")
    (tmp_path / "evil.zip").write_bytes(data[:at] + b"\xff" * 8 + data[at + 8 :])
    said = " ".join(collect(tmp_path / "evil.zip")[1].split())
    assert "jdoe/../../../escaped.txt left out: its name leads to another place" in said
    assert "/tmp/escaped.txt left out: its name leads" in said
    assert "escaped.txt left out: its name leads to another place, or is no name" in said
    assert "jdoe/link.ipynb left out: it is a link to another place" in said
    assert "jdoe: bomb.bin left out: it holds more than 100 MB" in said
    assert "ann: doubling.ipynb left out: it is damaged" in said
    assert handed_in(course) == {"jdoe/ps1/doubling.ipynb": WORK}
    assert not list(tmp_path.rglob("escaped.txt"))
    assert not Path("/tmp/escaped.txt").exists()


def test_what_remains_of_a_name_leads_nowhere_else_and_no_name_stops_the_class(course, collect, tmp_path):
    (course / "submitted/jdoe").mkdir(parents=True)
    (course / "submitted/ann").write_text("no folder")
    files = {
        "Jane Doe_1234_assignsubmission_file_../ps2/doubling.ipynb": "escaped",
        "Jane Doe_1234_assignsubmission_file/doubling.ipynb": WORK,
        "Ann Lee_1236_assignsubmission_file/doubling.ipynb": WORK,
        "Kai Müller_1235_assignsubmission_file/doubling.ipynb": WORK,
        ".": "no name",
    }
    status, said = collect(zipped(tmp_path / "m.zip", files))
    assert (status, "../ps2/doubling.ipynb left out: its name leads to another place" in said) == (1, True)
    assert "ann left out: " in said
    (course / "submitted/ann").unlink()
    assert sorted(handed_in(course)) == ["jdoe/ps1/doubling.ipynb", "müller_k/ps1/doubling.ipynb"]


def test_a_folder_called_like_the_time_does_not_stop_the_class(course, collect, tmp_path):
    place(open_course(course), "ps1", "ann", {"timestamp.txt/x": lambda most: b""}, datetime(2026, 3, 2))
    assert handed_in(course) == {"ann/ps1/timestamp.txt": "2026-03-02 00:00:00 UTC\n"}


def test_what_is_no_zip_is_said_to_be_none(collect, tmp_path):
    (tmp_path / "x.zip").write_text("<html>Please log in</html>")
    status, said = collect(tmp_path / "x.zip")
    assert status == 1
    assert "is no zip that can be read" in said
    assert "is not there: name the folder or the zip" in collect(tmp_path / "gone.zip")[1]


def test_an_exchange_that_is_not_there_is_said_so(course, capsys):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('c.Exchange.root = "/nonexistent/exchange"\n')
    assert main(["collect", "ps1", "--course", str(course)]) == 1
    assert "the exchange gave nothing" in capsys.readouterr().err
