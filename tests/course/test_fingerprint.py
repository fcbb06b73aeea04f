"""An old verdict stands only while nothing that made it has changed."""

import shutil

import pytest

from grader.course import fingerprint, open_course, prepare_master

NOW = fingerprint.code_digest.__wrapped__  # each time anew


@pytest.fixture
def code(tmp_path, monkeypatch):
    """A copy of our folders, one small file in each."""
    for room in ("engine/jail", "course", "gradebook", "newroom", "cli", "feedback", "report"):
        (tmp_path / room).mkdir(parents=True)
        (tmp_path / room / "part.py").write_text("x = 1")
    (tmp_path / "__init__.py").write_text("")
    monkeypatch.setattr(fingerprint, "GRADER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("room", ["engine/jail", "course", "gradebook", "newroom"])
def test_any_room_of_ours_may_change_a_score(room, code):
    before = NOW()
    (code / room / "part.py").write_text("x = 2")
    assert NOW() != before


@pytest.mark.parametrize("room", ["cli", "feedback", "report"])
def test_what_only_shows_scores_changes_none(room, code):
    before = NOW()
    (code / room / "part.py").write_text("x = 2")
    assert NOW() == before


def test_another_version_of_any_installed_package_may_change_a_score(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "numpy-1.0.dist-info").mkdir()
    before = NOW()
    (tmp_path / "numpy-1.0.dist-info").rename(tmp_path / "numpy-1.1.dist-info")
    assert NOW() != before


def test_where_we_were_started_from_changes_no_score(tmp_path, monkeypatch):
    before = NOW()
    (tmp_path / "some_project.egg-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)  # as `python -m` does
    assert NOW() == before


def test_a_courses_own_step_is_part_of_the_verdict(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "late_by_day.py").write_text("class PerDay: pass")
    from late_by_day import PerDay

    before = fingerprint.class_digest([PerDay])
    (tmp_path / "late_by_day.py").write_text("class PerDay: rate = 2")
    assert fingerprint.class_digest([PerDay]) != before


@pytest.mark.xdist_group("course")
def test_a_section_of_the_settings_that_was_only_asked_for_changes_no_verdict(released, tmp_path):
    course = open_course(shutil.copytree(released, tmp_path / "course"))
    before = prepare_master(course, "ps1", {}).digest
    assert course.config.ClearSolutions == {}  # traitlets adds what is asked for
    assert prepare_master(course, "ps1", {}).digest == before
    course.config.ClearSolutions.code_stub = {"python": "..."}
    assert prepare_master(course, "ps1", {}).digest != before
