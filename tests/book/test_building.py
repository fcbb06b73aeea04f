"""What stops a build, and what a build must never serve."""

import re

import nbformat
import pytest

from tests.book.small_book import HEAD, HIDDEN, SECRET_RUBRIC, build, exercise, exercise_text

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("small-book")]  # built once


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A built book with one chapter and one exercise; its html folder."""
    folder = tmp_path_factory.mktemp("good")
    pages = {
        "index.md": "# Start\n\n[A chapter](doubles.md) and $x^2$.\n",
        "doubles.md": HEAD + "# Doubles\n\n```{code-cell}\n21 + 21\n```\n",
        "exercises/doubles/doubles.ipynb": exercise_text(),
    }
    done = build(folder, pages)
    assert done.returncode == 0, done.stderr
    return folder / "_build" / "html"


def served(html):
    """Every file of a built book, as bytes."""
    return {path: path.read_bytes() for path in html.rglob("*") if path.is_file()}


WIDGET = "```{code-cell}\nfrom convolution_book.widgets import SlidingWindow\nSlidingWindow()\n```\n"


def test_a_failing_cell_a_broken_link_and_a_phrase_that_sets_what_cannot_be_each_stop_the_build(tmp_path):
    pages = {
        "index.md": "# Start\n\n[Nowhere](nowhere.md)\n",
        "fails.md": HEAD + "# Fails\n\n```{code-cell}\n1 / 0\n```\n",
        "sets.md": HEAD + f"# Sets\n\n{WIDGET}\nNow {{set}}`steps of nine <stride=9>`.\n",
    }
    done = build(tmp_path, pages)
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stderr
    assert "nowhere.md" in done.stderr
    assert "`steps of nine <stride=9>`: stride must be a whole number from 1 to 4, got 9" in done.stderr


def test_hidden_tests_are_in_nothing_that_is_served(good):
    leaks = [path for path, content in served(good).items() if HIDDEN.encode() in content]
    assert leaks == []
    assert not any(b"BEGIN HIDDEN" in content for content in served(good).values())
    assert not (good / "_sources").exists()


def test_a_page_shows_the_stub_and_folds_the_solution(good):
    page = (good / "exercises/doubles/doubles.html").read_text()
    stub, solution = page.index("NotImplementedError"), page.index("Show a solution")
    assert stub < solution


def test_the_downloaded_exercise_is_what_nbgrader_releases(good):
    notebook = nbformat.read(good / "notebooks/exercises/doubles/doubles.ipynb", as_version=4)
    nbformat.validate(notebook)
    text = nbformat.writes(notebook)
    assert "return x + x" not in text
    assert SECRET_RUBRIC not in text
    assert "raise NotImplementedError" in text
    checksums = [cell.metadata.nbgrader.checksum for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert len(checksums) == len(exercise().cells) - 1
    assert "](../../chapters/index" not in text, "the front page is no notebook"


def test_the_downloaded_chapter_is_a_notebook_that_runs(good):
    notebook = nbformat.read(good / "notebooks/chapters/doubles.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert [cell.source for cell in notebook.cells] == ["# Doubles", "21 + 21"]
    assert notebook.metadata.kernelspec.name == "python3"


def test_a_chapter_and_its_exercises_lead_to_each_other_and_to_their_notebooks(good):
    chapter = (good / "doubles.html").read_text()
    assert 'href="exercises/doubles/doubles.html"' in chapter
    assert 'href="notebooks/chapters/doubles.ipynb"' in chapter
    page = (good / "exercises/doubles/doubles.html").read_text()
    assert 'href="../../doubles.html"' in page
    assert 'href="../../notebooks/exercises/doubles/doubles.ipynb"' in page


def test_formulas_are_in_the_page_and_their_font_in_a_style_sheet_of_its_own(good):
    page = (good / "index.html").read_text()
    assert "<math " in page
    assert "mathjax" not in page.lower().replace("mathjax_ignore", "")
    sheets = re.findall(r'<link rel="stylesheet"[^>]*href="([^"]+)"', page)
    assert sheets == ["_static/book.css", "_static/math.css"]
    assert "data:font/woff2" in (good / "_static/math.css").read_text()


def test_no_page_names_another_host_as_a_script_style_or_picture(good):
    for page in good.rglob("*.html"):
        loads = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(https?:[^"]+)', page.read_text())
        assert loads == [], page
