"""The scripts behind `make`: they work once, know when nothing is to be done, and survive being killed."""

import ast
import errno
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import chromium
import files
import grade_class
import install
import new_widget
import page_python
import postgres
import pytest
import serve
import stamp

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_text("one")
    return tmp_path / "sources"


def test_a_fingerprint_changes_with_content_name_and_number_of_files(folder):
    seen = {stamp.fingerprint([folder])}
    (folder / "a.txt").write_text("two")
    seen.add(stamp.fingerprint([folder]))
    (folder / "a.txt").rename(folder / "b.txt")
    seen.add(stamp.fingerprint([folder]))
    (folder / "c.txt").write_text("")
    seen.add(stamp.fingerprint([folder]))
    assert len(seen) == 4


def test_caches_and_checkpoints_are_nobodys_input(folder):
    before = stamp.fingerprint([folder])
    for cache in ("__pycache__", ".ipynb_checkpoints"):
        (folder / cache).mkdir()
        (folder / cache / "x").write_text("x")
    assert stamp.fingerprint([folder]) == before


def test_a_stamp_holds_only_for_what_it_was_written_for(tmp_path):
    mark = tmp_path / "deep" / "done.stamp"
    assert not stamp.is_current(mark, "this")
    stamp.write(mark, "this")
    assert stamp.is_current(mark, "this")
    assert not stamp.is_current(mark, "that")


def test_an_index_that_does_not_answer_is_given_up_at_once():
    silent = "http://192.0.2.1/"  # kept free for examples: nobody is there
    assert not install.answers(silent, patience_s=0.2)
    assert not install.answers("http://127.0.0.1:9/", patience_s=0.2)


def test_pytorch_is_pinned_to_one_version():
    assert re.fullmatch(r"torch==\d+\.\d+\.\d+", install.torch_requirement())


def test_the_set_up_needs_nothing_but_python():
    code = "import sys; sys.path.insert(0, 'tools'); import install"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_what_is_installed_can_be_read_by_the_users_that_submissions_run_as(monkeypatch):
    ran, before = [], os.umask(0o077)
    monkeypatch.setattr(install, "run", lambda *command: ran.append(command))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    try:
        install.let_all_read()
        assert os.umask(before) == 0o022
    finally:
        os.umask(before)
    assert ran == [("chmod", "-R", "go+rX", ROOT / "grader")]


@pytest.mark.parametrize("name", ["install", "stamp", "files", "serve"])
def test_what_runs_first_can_be_read_by_an_old_python_which_must_say_that_it_is_too_old(name):
    ast.parse((ROOT / "tools" / f"{name}.py").read_text(), feature_version=(3, 7))


def test_a_chromium_named_by_the_environment_comes_first(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/somewhere/chromium")
    assert chromium.find() == "/somewhere/chromium"


def test_the_headless_shell_comes_before_the_browser_with_windows(tmp_path, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o755)
        assert chromium.find() == str(tmp_path / name)


def test_a_package_that_is_only_a_stub_is_not_taken_for_a_browser(tmp_path):
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexit 1\n")
    stub.chmod(0o755)
    assert not chromium.runs(str(stub))
    assert not chromium.runs(str(tmp_path / "missing"))


def test_a_database_server_on_the_path_comes_first_and_half_of_one_is_none(tmp_path, monkeypatch):
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert postgres.find() == tmp_path
    (tmp_path / "postgres").unlink()
    assert postgres.find() != tmp_path


@pytest.fixture
def pip_that(monkeypatch, tmp_path):
    """Have `pip` be this shell line."""

    def be(line):
        (tmp_path / "python").write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / "python").chmod(0o755)
        monkeypatch.setattr(install, "PYTHON", tmp_path / "python")

    return be


def test_without_a_network_the_set_up_says_so(pip_that):
    pip_that("echo 'WARNING: Retrying: NewConnectionError\nERROR: ResolutionImpossible' >&2; exit 1")
    with pytest.raises(SystemExit, match="no network: the packages could not be fetched"):
        install.pip("numpy")


@pytest.mark.parametrize(
    ("pips", "said"),
    [
        ("[Errno 28] No space left on device", "^install: the disk is full: free some space"),
        ("[Errno 30] Read-only file system: 'x'", "cannot be written: put a copy of it into a folder where"),
    ],
)
def test_a_disk_that_takes_no_packages_is_named_in_one_sentence(pip_that, capfd, pips, said):
    pip_that(f'echo "ERROR: {pips}" >&2; exit 1')
    with pytest.raises(SystemExit, match=said):
        install.pip("numpy")
    assert capfd.readouterr() == ("", "")


def test_another_failure_of_pips_is_shown_in_its_own_words(pip_that, capfd):
    pip_that("echo 'ERROR: of its own' >&2; exit 1")
    with pytest.raises(SystemExit, match="this command failed, and its words are above"):
        install.pip("numpy")
    assert "ERROR: of its own" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full: free some space, then"),
        (
            OSError(errno.EROFS, "Read-only file system", "work"),
            r"work cannot be .* \(Read-only file system\)",
        ),
        (KeyboardInterrupt(), "130"),
    ],
)
def test_a_command_that_cannot_write_ends_with_a_sentence_and_a_stopped_one_without(error, said):
    with pytest.raises(SystemExit, match=said), files.explained("notebooks"):
        raise error


@pytest.mark.parametrize("cause", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_who_is_stopped_while_writing_leaves_what_was_there(tmp_path, monkeypatch, cause):
    def stopped(*_):
        raise cause

    files.write(tmp_path / "record", "old")
    monkeypatch.setattr(files.os, "replace", stopped)
    with pytest.raises(type(cause)):
        files.write(tmp_path / "record", "new")
    assert (tmp_path / "record").read_text() == "old"


def test_the_book_goes_without_python_in_the_page_where_its_files_cannot_be_kept(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(page_python, "PLACE", tmp_path / "file" / "folder")
    assert page_python.prepare() is None
    assert "without Python in the page: " in capsys.readouterr().out


def test_the_set_up_does_not_repeat_what_python_thinks_of_others_code(tmp_path, monkeypatch, capfd):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "theirs.py").write_text(r"pattern = '\.'")
    monkeypatch.setenv("PYTHONWARNINGS", "always")  # as from Python 3.12 on
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "PYTHON", sys.executable)
    install.compile_all()
    assert list((tmp_path / "lib" / "__pycache__").iterdir())
    assert capfd.readouterr() == ("", "")


def test_windows_is_sent_to_wsl(monkeypatch):
    monkeypatch.setattr(install.platform, "system", lambda: "Windows")
    monkeypatch.setattr(sys, "argv", ["install.py"])
    with pytest.raises(SystemExit, match="WSL2"):
        install.main()


def test_where_no_submission_can_be_held_the_class_is_left_out_and_the_rest_is_served(monkeypatch, capsys):
    nothing = SimpleNamespace(safe=False, sentence="Nothing holds it.", advice=("Use a container.",))
    monkeypatch.setattr("grader.engine.probe", lambda: nothing)
    monkeypatch.setattr(stamp, "is_current", lambda *_: False)
    monkeypatch.setattr(sys, "argv", ["grade_class.py"])
    assert grade_class.main() == 1
    assert "not graded. Nothing holds it. Use a container." in capsys.readouterr().err
    planned = make("-n", "start", "PORT=9000")
    assert "grade_class.py ||" in planned
    assert "serve.py --port '9000'" in planned


def test_the_lock_of_what_checks_javascript_names_no_registry():
    assert '"resolved"' not in (ROOT / "tools" / "javascript" / "package-lock.json").read_text()


def test_a_widget_is_laid_out_under_its_own_name_and_never_over_another(tmp_path):
    room = new_widget.lay_out("FlipAndSlide", tmp_path)
    assert room == tmp_path / "flip_and_slide"
    text = "".join(file.read_text() for file in room.iterdir())
    assert not re.search("new.?widget", text, re.IGNORECASE)
    with pytest.raises(FileExistsError):
        new_widget.lay_out("flip-and-slide", tmp_path)


def test_a_widget_that_could_not_be_laid_out_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        new_widget.lay_out("FlipAndSlide", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "../up", "Two words", "7"])
def test_a_widget_needs_a_name_that_can_be_a_class(text):
    with pytest.raises(ValueError, match="needs a name such as FlipAndSlide"):
        new_widget.names(text)


def made(*words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *words], cwd=ROOT, capture_output=True, text=True, env=environment)


def make(*words):
    return made(*words).stdout


def test_a_port_that_is_none_is_told_before_anything_is_built():
    ran = made("start", "PORT=80 90")
    assert ran.returncode
    assert ran.stderr.startswith("serve: a port is a whole number from 1 to 65535, or 0 for any free one")
    assert ran.stdout == ""


def test_a_widget_s_name_reaches_the_tool_whole():
    ran = made("widget", "NAME=Two words")
    assert "needs a name such as FlipAndSlide, got 'Two words'" in ran.stderr


@pytest.mark.parametrize("text", ["", "abc", "-1", "8.5", "99999", "65536", "8٣", "9" * 5000])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(ValueError, match="whole number from 1 to 65535"):
        serve.port_number(text)


@pytest.mark.parametrize("port", [1, 8888, 65400, 65433, 65500, 65531, 65535])
def test_jupyter_never_announces_a_port_that_cannot_be(port, monkeypatch):
    """Asked to listen at 99999, it says so, and listens at 34463."""
    from jupyter_server import serverapp

    monkeypatch.setattr(serverapp.random, "randint", lambda low, high: high)
    assert max(serverapp.random_ports(serve.port_number(str(port)), serve.retries(port) + 1)) <= 65535


def test_a_class_that_is_not_there_gets_no_address(monkeypatch, tmp_path, capsys):
    server = SimpleNamespace(port=8888, identity_provider=SimpleNamespace(token="secret"))
    monkeypatch.setenv("CLASS_HTML", str(tmp_path))
    serve.announce(server)
    assert "the class    not graded: run `make grade`" in capsys.readouterr().out
    (tmp_path / "index.html").write_text("")
    serve.announce(server)
    assert "the class    http://127.0.0.1:8888/class/?token=secret" in capsys.readouterr().out


def test_make_alone_lists_what_can_be_made():
    said = make()
    for target in ["start", "book", "lab", "grade", "test", "check", "bench"]:
        assert f"make {target} " in said


def test_tests_of_one_group_go_to_one_worker(tmp_path):
    """What is made once for a group would otherwise be made by each worker, for minutes."""
    (tmp_path / "test_group.py").write_text(
        "import os, pytest\npytestmark = pytest.mark.xdist_group('one')\n"
        "@pytest.mark.parametrize('i', range(6))\n"
        "def test_it(i): open(os.environ['PYTEST_XDIST_WORKER'], 'w').close()\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "-p",
        "no:cacheprovider",
    ]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert len(list(tmp_path.glob("gw*"))) == 1


def test_what_is_served_is_served_to_this_machine_alone_and_asks_for_a_token(tmp_path):
    made = serve.settings(0, tmp_path, open_browser=False)
    assert made.ServerApp.ip == "127.0.0.1"
    assert len(made.IdentityProvider.token) == 32
