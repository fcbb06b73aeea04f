"""`grader feedback` beside `nbgrader generate_feedback`, page for page."""

import shutil

import pytest
from bs4 import BeautifulSoup
from classroom import run, tree

from grader.cli import main

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


def differing(ours, theirs):
    """Pages whose content is not nbgrader's. It parses a finished page and writes it again; we need not."""
    pages = sorted((theirs / "feedback").rglob("*.html"))
    assert len(pages) == 7
    parsed = {
        page: BeautifulSoup((ours / page.relative_to(theirs)).read_text(), "html.parser") for page in pages
    }
    return [page for page in pages if str(parsed[page]) != page.read_text()]


def test_every_page_is_nbgraders(by_nbgrader, graded):
    assert feedback(graded) == 0
    assert differing(graded, by_nbgrader) == []


def test_a_page_with_a_picture_is_nbgraders_with_its_description(graded, tmp_path):
    notebook = graded / "autograded/bob/ps1/doubling.ipynb"
    notebook.chmod(0o644)
    notebook.write_text(notebook.read_text().replace("# Doubling", "# Doubling <IMG src='data:,'>"))
    theirs = tmp_path / "theirs"
    shutil.copytree(graded, theirs)
    run("nbgrader", "generate_feedback", "ps1", "--student", "bob", cwd=theirs)
    assert feedback(graded, "--student", "bob") == 0
    page = (graded / "feedback/bob/ps1/doubling.html").read_text()
    assert "No description has been provided for this image" in page
    assert page == (theirs / "feedback/bob/ps1/doubling.html").read_text()


def test_data_files_and_permissions_are_nbgraders(by_nbgrader, graded):
    feedback(graded)
    assert tree(graded / "feedback") == tree(by_nbgrader / "feedback")


def test_pages_rendered_side_by_side_are_the_same(by_nbgrader, graded, monkeypatch):
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
    assert "1 pages written, 6 unchanged" in capsys.readouterr().out
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
