"""What the jail shows of Python, and what it hides."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.engine.jail import client, libraries
from grader.engine.jail.alone import without
from grader.engine.jail.libraries import Exposed, hidden_in, installed_libraries, lines, mapped, outermost
from jail.room import ZygoteError, open_room, small_zygote

ENGINE = Path(client.__file__).parents[1]


def test_this_interpreter_and_its_packages_are_shown():
    shown = installed_libraries()
    for path in (sys.prefix, sys.base_prefix, *shown.path):
        assert any(f"{path}/".startswith(f"{folder}/") for folder in (*shown.folders, "/usr")), path


def test_a_folder_within_another_is_shown_once():
    assert outermost({"/srv/env", "/srv/env/lib", "/usr/lib/python3", "/srv/environment"}) == (
        "/srv/env",
        "/srv/environment",
    )


def test_an_interpreter_that_is_the_whole_system_is_refused():
    with pytest.raises(ValueError, match="prefix is '/'"):
        outermost({"/"})


@pytest.fixture
def packages(tmp_path):
    for name in ("numpy", "grader", "book"):
        (tmp_path / "lib" / name).mkdir(parents=True)
    (tmp_path / "lib" / "__editable___course_finder.py").write_text("secret")
    (tmp_path / "lib64").symlink_to(tmp_path / "lib")
    return tmp_path


def test_our_own_package_and_editable_installs_are_hidden(packages):
    hidden = hidden_in((str(packages / "lib"),), (str(packages / "lib"),))
    assert {os.path.basename(path) for path in hidden} == {"grader", "book", "__editable___course_finder.py"}


def test_around_what_is_hidden_the_rest_is_shown_and_no_link_leads_there(packages):
    hidden = hidden_in((str(packages / "lib"),), (str(packages / "lib"),))
    assert without(str(packages), hidden) == [str(packages / "lib" / "numpy")]


def test_a_folder_with_nothing_to_hide_is_shown_as_one(packages):
    assert without(str(packages), ()) == [str(packages)]


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A folder on PYTHONPATH with a package; only its owner may enter."""
    folder = tmp_path / "kit"
    folder.mkdir(mode=0o700)
    (folder / "coursekit.py").write_text("word = 'hello'")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return folder


def test_a_package_on_pythonpath_is_there_for_submissions_too(kit, needs_namespaces):
    with small_zygote() as zygote, open_room(zygote) as room:
        assert room.run("import coursekit; print(coursekit.word)").out == "hello\n"
        assert "Read-only" in room.run(f"open('{kit}/coursekit.py', 'w')").error


def test_a_folder_on_the_path_that_holds_the_course_is_not_shown(kit):
    for secret in (kit, kit / "source", kit.parent):
        found = installed_libraries([secret])
        assert found.left_out == (str(kit),)
        assert str(kit) not in (*found.folders, *found.path)
    assert installed_libraries([kit.parent / "course"]).left_out == ()


def test_a_checkout_of_this_project_on_the_path_is_not_shown(kit, monkeypatch):
    (kit / "grader" / "engine").mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(kit), str(libraries.OUR_SOURCES)]))
    assert installed_libraries().left_out == (str(kit), str(libraries.OUR_SOURCES))


def test_pth_files_and_editable_installs_are_read_not_run(tmp_path):
    (tmp_path / "a.pth").write_text("# a remark\nimport os; os._exit(1)\n/srv/packages\nbelow\n")
    assert lines(str(tmp_path / "a.pth")) == ["/srv/packages", str(tmp_path / "below")]
    finder = tmp_path / "__editable___kit_finder.py"
    finder.write_text("MAPPING: dict[str, str] = {'kit': '/srv/kit/src/kit', 'grader': '/srv/ours/grader'}\n")
    assert mapped(str(finder)) == ["/srv/kit/src"]


@pytest.fixture
def around(tmp_path, monkeypatch):
    """An environment that was made in the course's own folder."""
    monkeypatch.setattr(libraries, "prefixes", lambda: {str(tmp_path)})
    for folder in ("bin", "lib", "source", "lib64"):
        (tmp_path / folder).mkdir()
    return tmp_path


def test_of_an_environment_around_the_course_only_pythons_parts_are_shown(around):
    shown = installed_libraries([around / "source", around / "gradebook.db"]).folders
    assert {os.path.basename(path) for path in shown if path.startswith(str(around))} == {
        "bin",
        "lib",
        "lib64",
    }


def test_a_course_within_pythons_own_folder_is_refused(around):
    with pytest.raises(Exposed, match=r"lib/course lies in Python's own folder .*: move the course"):
        installed_libraries([around / "lib" / "course"])


def test_a_process_that_cannot_start_says_why(monkeypatch, needs_namespaces):
    monkeypatch.setattr(libraries, "site_folders", lambda: ())
    with pytest.raises(ZygoteError, match="No module named 'IPython'"), real_zygote():
        pass


@contextmanager
def real_zygote():
    zygote = client.start_zygote(ENGINE / "inside")
    try:
        client.load(zygote, ())
        client.tell(zygote, {"opener": True})
        yield client.await_ready(zygote)
    finally:
        zygote.close()
