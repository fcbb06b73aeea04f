"""Control groups: taken where they are ours, given back, swept when their owner was killed."""

import os

import pytest

from grader.engine.jail.isolation import cgroup


@pytest.fixture
def group():
    made = cgroup.delegate()
    if made is None:
        pytest.skip("no control groups of ours here")
    yield made
    if made.path.exists():
        made.remove()


def test_a_group_that_is_given_back_is_gone(group):
    assert group.path.is_dir()
    group.remove()
    assert not group.path.exists()


def test_what_a_killed_grader_left_is_swept_and_a_running_ones_is_not(group, monkeypatch):
    monkeypatch.setattr(cgroup, "YOUNG_S", 0)
    left = group.path.with_name(f"{cgroup.PREFIX}left")
    (left / "child-0").mkdir(parents=True)
    cgroup.sweep(group.path.parent)
    assert not left.exists()
    assert group.path.exists()


def test_a_group_that_is_just_being_made_is_not_swept(group):
    young = group.path.with_name(f"{cgroup.PREFIX}young")
    young.mkdir()
    cgroup.sweep(group.path.parent)
    assert young.exists()
    young.rmdir()


def test_the_name_of_a_group_says_nothing_of_its_owner(group):
    assert len(group.path.name.removeprefix(cgroup.PREFIX)) == 16, "64 random bits"


def test_a_folder_that_is_no_control_group_is_refused(tmp_path):
    (tmp_path / "child").mkdir()
    folder = os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(FileNotFoundError, match="no memory limit"):
        cgroup.limit(folder, "child", 1)
    os.close(folder)


def test_without_a_place_for_groups_there_is_none(monkeypatch):
    monkeypatch.setattr(cgroup, "candidates", list)
    assert cgroup.delegate() is None


def test_a_place_that_may_not_be_written_is_passed_over(monkeypatch, tmp_path):
    monkeypatch.setattr(cgroup, "candidates", lambda: [tmp_path / "missing"])
    assert cgroup.delegate() is None
