"""What the jail shows of Python, and what it hides."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.engine.jail.isolation.libraries import (
    OUR_ROOT,
    covers,
    hidden_in,
    importable,
    installed_libraries,
    named_in_sites,
    outermost,
    seen,
    unseen_packages,
)
from grader.engine.jail.lifecycle import client
from grader.engine.jail.lifecycle.child_without_namespaces import without
from jail.room import ZygoteError, open_room, small_zygote


def test_this_interpreter_and_its_packages_are_shown():
    shown = installed_libraries()
    for path in (f"{sys.prefix}/bin", f"{sys.base_prefix}/lib", *shown.path):
        assert any(f"{path}/".startswith(f"{folder}/") for folder in (*shown.folders, "/usr")), path


def test_a_folder_within_another_is_shown_once():
    assert outermost({"/srv/env", "/srv/env/lib", "/usr/lib/python3", "/srv/environment"}) == (
        "/srv/env",
        "/srv/environment",
    )


def test_an_interpreter_that_is_the_whole_system_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "exec_prefix", "/")
    with pytest.raises(ValueError, match="prefix is '/'"):
        installed_libraries()


@pytest.fixture
def packages(tmp_path):
    for name in ("numpy", "grader", "convolution_book"):
        (tmp_path / "lib" / name).mkdir(parents=True)
    (tmp_path / "lib" / "__editable___course_finder.py").write_text("secret")
    (tmp_path / "lib64").symlink_to(tmp_path / "lib")
    return tmp_path


def test_our_own_package_and_editable_installs_are_hidden(packages):
    hidden = hidden_in((str(packages / "lib"),))
    assert {os.path.basename(path) for path in hidden} == {
        "grader",
        "convolution_book",
        "__editable___course_finder.py",
    }


def test_around_what_is_hidden_the_rest_is_shown_and_no_link_leads_there(packages):
    hidden = hidden_in((str(packages / "lib"),))
    assert without(str(packages), hidden) == [str(packages / "lib" / "numpy")]


def test_a_folder_with_nothing_to_hide_is_shown_as_one(packages):
    assert without(str(packages), ()) == [str(packages)]


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A folder on PYTHONPATH, with a package, a module and something private."""
    folder = tmp_path / "course" / "kit"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "__init__.py").write_text("")
    (folder / "coursekit.py").write_text("word = 'hello'")
    (folder / "keys.txt").write_text("private")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return folder


def test_a_module_on_pythonpath_is_there_and_what_lies_beside_it_is_not(kit, needs_namespaces):
    with small_zygote() as zygote, open_room(zygote) as room:
        assert room.run("import coursekit, deep; print(coursekit.word)").out == "hello\n"
        assert "No such file" in room.run(f"open('{kit}/keys.txt')").error
        assert "Read-only" in room.run(f"open('{kit}/coursekit.py', 'w')").error


def test_a_folder_that_packages_were_installed_into_is_there_whole(kit):
    (kit / "numpy-2.dist-info").mkdir()
    assert importable(str(kit)) == [str(kit)]


def test_our_own_sources_on_the_path_are_not_shown(kit, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(OUR_ROOT))
    assert str(OUR_ROOT) not in installed_libraries().path


def test_pth_files_are_read_and_not_run(tmp_path, kit):
    (tmp_path / "a.pth").write_text(f"# a remark\nimport os; os._exit(1)\n{kit}\nbelow\n")
    (tmp_path / "below").mkdir()
    assert list(named_in_sites((str(tmp_path),))) == [str(kit), str(tmp_path / "below")]


PRIVATE = ("", "source", "submitted", "gradebook.db")


def private(course):
    for name in ("source", "submitted"):
        (course / name).mkdir(exist_ok=True)
    (course / "gradebook.db").write_text("a classmate's grade")
    (course / "source" / "answers.py").write_text("1")
    (course / "source" / "__init__.py").write_text("")
    (course / "nbgrader_config.py").write_text("password = 1")
    return [course / name for name in PRIVATE]


@pytest.mark.parametrize("named", ["course", ".", "course/source"])
def test_a_course_is_out_of_sight_wherever_the_path_leads(
    named, kit, tmp_path, monkeypatch, needs_namespaces
):
    course = private(tmp_path / "course")
    tmp_path.chmod(0o755)
    (tmp_path / "anything.dist-info").mkdir()
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(kit), str(tmp_path / named)]))
    with small_zygote(course=course) as zygote, open_room(zygote) as room:
        assert room.run("import coursekit; print(coursekit.word)").out == "hello\n"
        for name in ("source/answers.py", "gradebook.db", "nbgrader_config.py"):
            said = room.run(f"print(open('{tmp_path}/course/{name}').read())")
            assert not said.out.strip() or said.error, name


def test_an_environment_around_the_course_shows_only_what_is_pythons(tmp_path, monkeypatch):
    for folder in ("bin", "lib", "source"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    shown = installed_libraries().folders
    assert {os.path.basename(path) for path in shown if path.startswith(str(tmp_path))} == {"bin", "lib"}


def test_a_course_within_pythons_own_folder_is_covered_and_an_environment_in_it_is_kept():
    lib = tuple(f"/opt/python/{part}" for part in ("bin", "lib", "lib/course/.venv/lib"))
    shown = replace(installed_libraries(), folders=lib[:2], parts=lib, added=(), hidden=())
    covered = covers(shown, [Path("/opt/python/lib/course"), Path("/opt/python/lib/course/source")])
    assert covered == {"/opt/python/lib/course": [lib[2]], "/opt/python/lib/course/source": []}
    assert seen(shown, covered, f"{lib[2]}/numpy.py")
    assert not seen(shown, covered, "/opt/python/lib/course/helper.py")


def test_a_package_that_only_the_course_holds_is_named(kit, tmp_path, monkeypatch):
    course = private(tmp_path / "course")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(kit), str(course[0])]))
    found = unseen_packages(["coursekit", "nbgrader_config", "source", "json", "numpy"], course)
    assert set(found) == {"nbgrader_config", "source"}


def test_a_process_that_cannot_start_says_why(needs_namespaces, tmp_path):
    tmp_path.chmod(0o755)
    for folder in (tmp_path, tmp_path / "student"):
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").write_text("")
    (tmp_path / "student" / "serve.py").write_text("import no_such_library")
    zygote = client.start_zygote(tmp_path)
    zygote.process.wait(300)
    with pytest.raises(ZygoteError, match="No module named 'no_such_library'"):
        client.load(zygote, ())
