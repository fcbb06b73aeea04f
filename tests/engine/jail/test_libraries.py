"""What the jail shows of Python, and what it hides."""

import os
import sys

import pytest

from grader.engine.jail.alone import without
from grader.engine.jail.libraries import hidden_in, installed_libraries, outermost


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
    hidden = hidden_in((str(packages / "lib"),))
    assert {os.path.basename(path) for path in hidden} == {"grader", "book", "__editable___course_finder.py"}


def test_around_what_is_hidden_the_rest_is_shown_and_no_link_leads_there(packages):
    hidden = hidden_in((str(packages / "lib"),))
    assert without(str(packages), hidden) == [str(packages / "lib" / "numpy")]


def test_a_folder_with_nothing_to_hide_is_shown_as_one(packages):
    assert without(str(packages), ()) == [str(packages)]
