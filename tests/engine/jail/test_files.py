"""Data files on their way into a child's scratch folder."""

import os

import pytest

from grader.engine.jail.lifecycle.files import pack, unpack
from jail.room import open_room


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.csv").write_text("1,2")
    (folder / "deep" / "b.bin").write_bytes(bytes(range(256)))
    return folder


def carried(tmp_path, *folders):
    """The contents that arrive, by name."""
    into = tmp_path / "into"
    into.mkdir()
    unpack(pack(folders)[0], str(into))
    return {str(path.relative_to(into)): path.read_bytes() for path in into.rglob("*") if path.is_file()}


def test_files_arrive_as_they_are(data, tmp_path):
    assert carried(tmp_path, data) == {"a.csv": b"1,2", "deep/b.bin": bytes(range(256))}


def test_a_later_folder_wins(data, tmp_path):
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "a.csv").write_text("3")
    assert carried(tmp_path, data, tmp_path / "later")["a.csv"] == b"3"


def test_a_link_is_left_out(data, tmp_path):
    (tmp_path / "gradebook.db").write_text("secret")
    (data / "link").symlink_to(tmp_path / "gradebook.db")
    (data / "up").symlink_to(tmp_path)
    assert set(carried(tmp_path, data)) == {"a.csv", "deep/b.bin"}


def test_a_pipe_does_not_stop_the_packing(data, tmp_path):
    os.mkfifo(data / "pipe")
    assert set(carried(tmp_path, data)) == {"a.csv", "deep/b.bin"}


def test_droppings_stay_outside(data, tmp_path):
    (data / ".ipynb_checkpoints").mkdir()
    (data / ".ipynb_checkpoints" / "old").write_text("x")
    assert set(carried(tmp_path, data)) == {"a.csv", "deep/b.bin"}


def test_an_odd_name_stays_within_the_folder(data, tmp_path):
    for name in ("..x", "a b", "новый", 'quo"te', "line\nbreak"):
        (data / name).write_text("x")
    assert len(carried(tmp_path, data)) == 7


def test_a_child_has_its_own_copy(zygote, data):
    change = "print(open('a.csv').read()); open('a.csv', 'w').write('changed')"
    with open_room(zygote, files=data) as one, open_room(zygote, files=data) as other:
        assert one.run(change).out == "1,2\n"
        assert other.run(change).out == "1,2\n"
    assert (data / "a.csv").read_text() == "1,2"


def test_large_files_do_not_use_up_the_childs_own_room(zygote, data):
    (data / "large").write_bytes(bytes(30_000_000))
    with open_room(zygote, files=data, scratch_mb=8) as room:
        assert room.run("print(len(open('large', 'rb').read()))").out == "30000000\n"
        assert room.run("open('mine', 'wb').write(bytes(4_000_000))").error is None
