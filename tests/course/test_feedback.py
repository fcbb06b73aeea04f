"""`grader feedback` beside `nbgrader generate_feedback`, page for page."""

import errno
import os
import re
import shutil

import nbformat
import pytest
from bs4 import BeautifulSoup
from classroom import run, tree

from grader.cli import main
from grader.feedback import pages

pytestmark = pytest.mark.xdist_group("course")


@pytest.fixture(scope="module")
def by_nbgrader(oracle, tmp_path_factory):
    root = tmp_path_factory.mktemp("feedback") / "course"
    shutil.copytree(oracle, root)
    run("nbgrader", "generate_feedback", "ps1", cwd=root)
    return root


@pytest.fixture
def graded(oracle, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(oracle, root)
    return root


def feedback(root, *words):
    return main(["feedback", "ps1", *words, "--course", str(root)])


SHOWN = "c.Grader.show_hidden_tests = True\n"


def show_hidden(root):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(SHOWN)


def words(page):
    """What a page says, word by word; who waits for a person reads 0.0 on nbgrader's."""
    soup = BeautifulSoup(page.read_text(), "html.parser")
    for part in soup.select("head, script, style"):
        part.decompose()
    text = re.sub(r"; not graded yet: [0-9.]+", "", soup.get_text(" ")).replace("not graded yet", "0.0")
    return text.split()


def differing(ours, theirs):
    """Pages that do not say what nbgrader's say."""
    found = sorted((theirs / "feedback").rglob("*.html"))
    assert len(found) == 7
    return [page for page in found if words(ours / page.relative_to(theirs)) != words(page)]


def test_every_page_says_what_nbgraders_says(by_nbgrader, graded):
    show_hidden(graded)
    assert feedback(graded) == 0
    assert differing(graded, by_nbgrader) == []


def test_a_picture_without_a_description_gets_nbgraders(graded):
    notebook = graded / "autograded/bob/ps1/doubling.ipynb"
    notebook.chmod(0o644)
    notebook.write_text(notebook.read_text().replace("# Doubling", "# Doubling <IMG src='data:,'>"))
    assert feedback(graded, "--student", "bob") == 0
    page = (graded / "feedback/bob/ps1/doubling.html").read_text()
    assert "No description has been provided for this image" in page


def test_a_hidden_test_is_in_no_page_and_whole_in_the_graded_notebook(graded):
    feedback(graded)
    for student in ("alice", "bob", "carol"):
        page = (graded / f"feedback/{student}/ps1/doubling.html").read_text()
        text = BeautifulSoup(page, "html.parser").get_text()
        assert "[hidden test]" in text
        assert "double(4)" not in text
        assert "double(4)" in (graded / f"autograded/{student}/ps1/doubling.ipynb").read_text()


def test_an_essay_that_waits_for_a_person_is_not_graded_yet(graded):
    feedback(graded)
    text = BeautifulSoup((graded / "feedback/alice/ps1/doubling.html").read_text(), "html.parser").get_text()
    assert "doubling (Score: 5.0 / 8.0; not graded yet: 3.0)" in text
    assert "Score: not graded yet / 3.0" in text


def test_data_files_and_permissions_are_nbgraders(by_nbgrader, graded):
    feedback(graded)
    assert tree(graded / "feedback") == tree(by_nbgrader / "feedback")


def test_pages_rendered_side_by_side_are_the_same(by_nbgrader, graded, monkeypatch):
    show_hidden(graded)
    monkeypatch.setattr("grader.feedback.pages.FEW", 2)
    assert feedback(graded, "--jobs", "2") == 0
    assert differing(graded, by_nbgrader) == []


def test_student_renders_that_student_alone(graded):
    feedback(graded, "--student", "bob")
    assert [p.name for p in (graded / "feedback").iterdir()] == ["bob"]


def test_only_what_changed_is_rendered_again(graded, capsys):
    feedback(graded)
    capsys.readouterr()
    feedback(graded)
    assert "0 pages written, 7 unchanged" in capsys.readouterr().out
    (graded / "feedback/bob/ps1/doubling.html").unlink()
    feedback(graded)
    assert "1 page written, 6 unchanged" in capsys.readouterr().out
    feedback(graded, "--force")
    assert "7 pages written, 0 unchanged" in capsys.readouterr().out


def test_a_notebook_that_is_not_in_the_gradebook_is_said_to_be_left_out(graded, capsys):
    shutil.copy(graded / "autograded/bob/ps1/doubling.ipynb", graded / "autograded/bob/ps1/stray.ipynb")
    assert feedback(graded) == 0
    assert "bob: stray.ipynb is not in the gradebook" in capsys.readouterr().out


def test_a_notebook_that_cannot_be_shown_costs_nobody_else_a_page(graded, capsys):
    notebook = graded / "autograded/bob/ps1/doubling.ipynb"
    notebook.chmod(0o644)
    notebook.write_text("{")
    assert feedback(graded) == 1
    said = capsys.readouterr().out
    assert "bob: no feedback" in said
    assert "6 pages written" in said


def spoil(root, student, change):
    path = root / f"autograded/{student}/ps1/doubling.ipynb"
    path.chmod(0o644)
    work = nbformat.read(path, as_version=4)
    change(work.cells)
    path.write_text(nbformat.writes(work))


def test_a_page_that_takes_too_long_costs_nobody_else_a_page(graded, capsys, monkeypatch):
    """Deep nesting is quadratic in the sanitizer, which no Python exception can stop."""
    monkeypatch.setattr("grader.feedback.sanitize.MOST_TAGS", 1_000_000)
    monkeypatch.setattr("grader.feedback.sanitize.LARGEST", 10_000_000)
    monkeypatch.setattr("grader.feedback.quick.LONGEST", 10_000_000)
    monkeypatch.setattr("grader.feedback.processes.CPU_S", 3.0)
    monkeypatch.setattr("grader.feedback.harmless.LONGEST", 10_000_000)
    spoil(graded, "bob", lambda cells: cells[0].update(source="<div>" * 100_000))
    assert feedback(graded) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert (
        "bob: no feedback for doubling.ipynb, it cannot be shown: it took more than 3 s of computing" in said
    )
    assert "6 pages written" in said


def test_a_huge_cell_is_cut_and_the_page_made(graded):
    def huge(cells):
        cells[1].source = "(" * 300_000
        cells[0].source = "<div>" * 60_000

    spoil(graded, "bob", huge)
    assert feedback(graded) == 0
    page = (graded / "feedback/bob/ps1/doubling.html").read_text()
    assert "[200000 more characters, not shown]" in page
    assert len(page) < 1_000_000


def test_code_that_reads_otherwise_than_it_runs_shows_why(graded):
    def turned(cells):
        cells[1].source = "#\u202e }if admin:\nx = 1"
        cells[1].outputs = [
            nbformat.v4.new_output(
                "display_data", data={"text/html": "<b>a\u2066b</b>", "text/plain": "a\u2066b"}
            )
        ]

    spoil(graded, "bob", turned)
    assert feedback(graded) == 0
    page = (graded / "feedback/bob/ps1/doubling.html").read_text()
    assert r"\u202e" in page
    assert r"\u2066" in page
    assert not set(page) & set("\u202e\u2066")


def test_a_process_that_dies_costs_its_page_alone(graded, capsys, monkeypatch):
    real = pages.page

    def dying(exporter, path, student, *rest):
        return os._exit(7) if student == "bob" else real(exporter, path, student, *rest)

    monkeypatch.setattr(pages, "page", dying)
    assert feedback(graded) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert (
        "bob: no feedback for doubling.ipynb, it cannot be shown: the process that made it ended with 7"
        in said
    )
    assert "5 pages written" in said


def test_a_full_disk_is_one_sentence(graded, capsys, monkeypatch):
    def full(path, content, mode=None):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pages.whole_file, "write", full)
    assert feedback(graded) != 0
    assert "the disk is full: free some space" in " ".join("".join(capsys.readouterr()).split())


def test_control_characters_do_not_reach_the_terminal(graded, capsys):
    path = graded / "autograded/bob/ps1/doubling.ipynb"
    shutil.copy(path, path.with_name("\x1b]0;owned\x07.ipynb"))
    feedback(graded)
    said = capsys.readouterr().out
    assert "owned" in said
    assert "\x1b" not in said


def test_a_page_that_was_written_over_is_made_again(graded, capsys):
    feedback(graded)
    (graded / "feedback/bob/ps1/doubling.html").write_text("something else")
    capsys.readouterr()
    feedback(graded)
    assert "1 page written, 6 unchanged" in capsys.readouterr().out
