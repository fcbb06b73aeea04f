"""What is written is there whole, or not at all."""

import errno
import os
import stat

import pytest

from grader import whole_file


def test_text_and_bytes_are_written_into_folders_that_are_made(tmp_path):
    whole_file.write(tmp_path / "a" / "b.txt", "ü\n")
    whole_file.write(tmp_path / "a" / "c", b"\xff")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "ü\n".encode()
    assert (tmp_path / "a" / "c").read_bytes() == b"\xff"


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "page"
    path.write_text("old")

    def full(old, new):
        raise OSError(errno.ENOSPC, "No space left on device", old)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space") as caught:
        whole_file.write(path, "new")
    assert caught.value.filename == str(path)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["page"]


def test_a_secret_is_never_open_to_others_and_a_page_is_as_open_as_it_was_asked_to_be(tmp_path):
    asked = {"secret": 0o600, "page": 0o644}
    old = os.umask(0o077)
    try:
        for name, mode in asked.items():
            whole_file.write(tmp_path / name, "", mode)
    finally:
        os.umask(old)
    assert {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in asked} == asked


def test_a_name_as_long_as_names_can_be_is_written(tmp_path):
    whole_file.write(tmp_path / ("x" * 255), "a")
    assert [len(name) for name in os.listdir(tmp_path)] == [255]


def test_a_letter_that_is_no_unicode_does_not_stop_the_page(tmp_path):
    whole_file.write(tmp_path / "page", "a\ud800b")
    assert (tmp_path / "page").read_text() == "a?b"
