"""Whatever lies in a folder that was handed in: a look at it ends, follows no link, says what it left out."""

import errno
import os
import socket

import pytest

from grader.engine import handed_in
from grader.engine.handed_in import Unusable, copy, listing, opened, read


def names(folder, **how):
    return [file.name for file in listing(folder, **how).files]


def go_down(folder, names):
    """Make folders in folders, deeper than a path can tell."""
    here = os.open(folder, os.O_RDONLY)
    for name in names:
        os.mkdir(name, dir_fd=here)
        below = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("bottom", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "handed_in"
    (made / "data").mkdir(parents=True)
    (made / "a.txt").write_text("a")
    (made / "data/b.txt").write_text("b")
    (tmp_path / "secret.txt").write_text("secret")
    return made


def test_regular_files_are_listed_and_nothing_is_said(folder):
    found = listing(folder)
    assert [(f.name, f.size) for f in found.files] == [("a.txt", 1), ("data/b.txt", 1)]
    assert found.remarks == ()
    assert names(folder, deepest=1) == ["a.txt"]
    assert names(folder, ignore=["data"]) == ["a.txt"]


def test_links_pipes_and_sockets_are_left_out_with_a_word(folder):
    (folder / "link").symlink_to(folder.parent / "secret.txt")
    (folder / "up").symlink_to(folder.parent)
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "socket"))
    found = listing(folder)
    assert [f.name for f in found.files] == ["a.txt", "data/b.txt"]
    assert found.remarks == (
        "link and 1 more left out: it is a link to another place: hand in the files themselves",
        "pipe and 1 more left out: a pipe, a device or the like",
    )


@pytest.mark.parametrize("below", [["d"] * 60, ["x" * 250] * 20], ids=["deep", "long"])
def test_a_path_that_no_other_folder_could_hold_is_left_out(below, folder):
    go_down(folder, below)
    found = listing(folder)
    assert [f.name for f in found.files] == ["a.txt", "data/b.txt"]
    assert "its path is longer than 1000 bytes or 24 folders" in found.remarks[0]


def test_the_look_ends_however_many_files_there_are_and_takes_the_upper_ones(folder, monkeypatch):
    monkeypatch.setattr(handed_in, "MOST_FILES", 5)
    monkeypatch.setattr(handed_in, "MOST_SEEN", 30)
    for number in range(100):
        (folder / "data" / f"{number:03}").touch()
    found = listing(folder)
    assert len(found.files) == 5
    assert found.files[-1].name == "a.txt" or found.files[0].name == "a.txt"
    assert found.remarks == ("what comes after left out: more than 5 files",)


def test_a_name_that_is_no_text_can_be_read(folder):
    with open(os.fsencode(folder) + b"/\xff\x1b", "wb") as file:
        file.write(b"odd")
    (odd,) = set(names(folder)) - {"a.txt", "data/b.txt"}
    assert read(folder, odd) == b"odd"


def test_no_part_of_a_path_may_be_a_link(folder):
    (folder / "up").symlink_to(folder.parent)
    (folder.parent / "other").symlink_to(folder)
    for where, name in ((folder, "up/secret.txt"), (folder.parent / "other", "a.txt"), (folder, "up")):
        with pytest.raises(Unusable):
            read(where, name)
    assert "is a link" in listing(folder.parent / "other").remarks[0]


def test_what_is_gone_or_no_file_by_the_time_it_is_read_is_told_as_such(folder):
    with pytest.raises(FileNotFoundError):
        read(folder, "gone.txt")
    with pytest.raises(Unusable, match="not a file"):
        read(folder, "data")


def test_a_folder_that_may_not_be_entered_costs_what_is_in_it(folder, monkeypatch):
    opens = os.open

    def refuse(path, *how, **more):
        if path == "data":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opens(path, *how, **more)

    monkeypatch.setattr(os, "open", refuse)
    found = listing(folder)
    assert [f.name for f in found.files] == ["a.txt"]
    assert found.remarks == ("data left out: it cannot be opened (Permission denied)",)
    with pytest.raises(Unusable):
        read(folder, "data/b.txt")


def test_a_file_that_grows_while_it_is_copied_ends_where_it_ended(folder, monkeypatch):
    pour = handed_in._pour

    def grow(file, to, size):
        with open(folder / "a.txt", "a") as more:
            more.write("b" * 1000)
        pour(file, to, size)

    monkeypatch.setattr(handed_in, "_pour", grow)
    copy(folder, "a.txt", folder.parent / "new/a.txt")
    assert (folder.parent / "new/a.txt").read_text() == "a"


def test_a_name_that_is_too_long_is_the_submissions_and_a_full_disk_is_the_runs(folder, monkeypatch):
    with pytest.raises(Unusable) as told:
        copy(folder, "a.txt", folder.parent / ("x" * 300))
    assert not handed_in.is_the_runs(told.value)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(handed_in, "_pour", full)
    with pytest.raises(OSError, match="No space") as told:
        copy(folder, "a.txt", folder.parent / "x")
    assert handed_in.is_the_runs(told.value)
    assert not isinstance(told.value, Unusable)


def test_a_file_with_nothing_in_it_is_known_by_its_size(folder):
    (folder / "hollow").touch()
    os.truncate(folder / "hollow", 1 << 40)
    about = next(f for f in listing(folder).files if f.name == "hollow")
    assert about.is_hollow
    with opened(folder, "hollow") as file:
        assert file.read(1) == b"\0"
