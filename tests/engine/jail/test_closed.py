"""Root may read all; the users that submissions run as may not: it is said before anything is graded."""

import os

import pytest

from grader.cli import doctor
from grader.engine import ZygoteError, closed_packages, open_pool
from grader.engine.jail.isolation import probe as probing
from grader.engine.jail.isolation.closed import closed_to, sentence
from grader.engine.jail.isolation.privileges import NOBODY
from grader.engine.jail.isolation.probe import judged, probe

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="who grades as an ordinary user reads as that user")
ALL = {"namespaces": True, "landlock_abi": 7, "seccomp": True, "memory_groups": True}


@pytest.fixture
def home(tmp_path):
    """A folder that nobody else may enter, an environment in it that all may read but for one package."""
    env = tmp_path / "home" / "env"
    for name in ("open", "private"):
        (env / name).mkdir(parents=True)
        (env / name / "__init__.py").write_text("")
    (env / "private").chmod(0o700)
    (env / "module.py").write_text("")
    (env / "module.py").chmod(0o600)
    for folder in (env.parent, *tmp_path.parents):
        if str(folder).startswith("/tmp/pytest"):
            folder.chmod(0o700)
    return env


def looked_at(env):
    return [
        str(env),
        *(str(env / name) for name in ("open", "open/__init__.py", "private", "module.py", "no")),
    ]


@as_root
def test_what_the_jail_shows_is_reached_past_closed_folders_and_keeps_its_modes(home):
    closed = [str(home / "private"), str(home / "module.py")]
    assert closed_to(NOBODY, looked_at(home), [str(home)]) == closed


@as_root
def test_without_a_tree_of_ones_own_a_closed_home_closes_all(home):
    assert closed_to(NOBODY, looked_at(home), []) == looked_at(home)


def test_the_environment_is_opened_as_a_whole_and_our_code_with_it():
    closed = ("/srv/env/lib/python3", "/srv/env/lib/python3/IPython", "/srv/grader")
    said = sentence(closed, "/srv/env", reached=True)
    assert "may not read /srv/env/lib/python3 and 1 more: `chmod -R go+rX /srv/env /srv/grader`" in said
    assert "chmod -R go+rX /usr/lib/python3/x`" in sentence(("/usr/lib/python3/x",), "/usr", reached=True)


@pytest.fixture
def closed_tier():
    return judged({**ALL, "closed": {"inside": ["/srv/env/IPython"], "outside": ["/srv", "/srv/env"]}})


def test_the_tier_knows_what_its_own_users_may_not_read(closed_tier):
    assert closed_tier.closed == ("/srv/env/IPython",)
    alone = judged({**ALL, "namespaces": False, "closed": {"inside": [], "outside": ["/srv"]}})
    assert "each folder above" in alone.unready
    assert judged(ALL).unready == ""


def test_nothing_is_graded_where_no_submission_could_import_anything(monkeypatch, closed_tier):
    monkeypatch.setattr("grader.engine.pool.probe", lambda: closed_tier)
    with pytest.raises(ZygoteError, match="chmod -R go"), open_pool(1):
        pass


def test_the_doctor_says_so_instead_of_full_alone(monkeypatch, closed_tier, capsys):
    from rich.console import Console

    monkeypatch.setattr(doctor, "probe", lambda: closed_tier)
    assert doctor.run(None, Console(width=1000)) == 1
    said = capsys.readouterr().out
    assert "may not read /srv/env/IPython" in said
    assert "can be graded here" not in said


@as_root
def test_a_library_folder_that_only_root_may_enter_is_found_by_trying(home, monkeypatch):
    (home / "IPython").mkdir(mode=0o700)
    usual = probing.libraries()
    told = usual | {"path": [str(home)], "folders": [*usual["folders"], str(home)]}
    monkeypatch.setattr(probing, "libraries", lambda: told)
    if not probe().namespaces:
        pytest.skip("no file tree of one's own here")
    assert probe().closed[0] == str(home / "IPython")


@as_root
def test_a_package_that_only_root_may_read_is_named_before_it_is_missed(home, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(home))
    found = closed_packages(["open", "private", "module", "json", "numpy"])
    assert found == {"private": str(home / "private"), "module": str(home / "module.py")}


def test_who_grades_as_an_ordinary_user_reads_as_that_user(home, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PYTHONPATH", str(home))
    assert closed_packages(["private"]) == {}
