"""An exercise's page shows what a student starts with, how a mistake is told, how to run and hand it in."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from convolution_book.extensions import package
from convolution_book.extensions.exercise_page import CHECK, example_of, read
from grader.exercises import EXERCISES, find
from tests.browser import visit

SOURCES = sorted((Path(__file__).parents[2] / "book" / "exercises").glob("*/*.ipynb"))
CHAPTERS = [path.stem for path in SOURCES]


def slugs(chapter):
    return [slug for slug in EXERCISES if slug.startswith(f"{chapter}/")]


def words(element):
    return " ".join(element.get_text().split())


@pytest.fixture(params=CHAPTERS)
def page(request, book_html):
    """(chapter, its exercises' page without what is folded away, the words of each fold)."""
    text = (book_html / "exercises" / request.param / f"{request.param}.html").read_text("utf8")
    article = BeautifulSoup(text, "html.parser").find("article", class_="bd-article")
    folds = [fold.extract() for fold in article.find_all("details", class_="hide")]
    return request.param, article, [words(fold) for fold in folds]


def test_what_is_shown_below_a_stub_is_what_the_stub_gives(page):
    chapter, shown, _ = page
    for slug in slugs(chapter):
        assert f"✗ 0 of {find(slug).points} points. {find(slug).name} is not written yet" in words(shown)
    assert "✓" not in words(shown)


def test_the_solution_and_its_points_are_folded_away_together(page):
    chapter, _, folds = page
    for slug in slugs(chapter):
        points = f"✓ {find(slug).points} of {find(slug).points} points. Right."
        assert [fold for fold in folds if points in fold and f"def {find(slug).name}(" in fold]


@pytest.mark.parametrize("source", SOURCES, ids=CHAPTERS)
def test_a_task_that_is_judged_when_it_is_handed_in_keeps_its_solution_to_itself(source):
    cells = read(source.read_text("utf8")).cells
    folds = [cell.source for cell in cells if "hide-cell" in cell.metadata.get("tags", [])]
    assert [fold for fold in folds if not CHECK.search(fold)] == []


def test_a_page_shows_one_known_mistake_and_what_check_says_to_it(page):
    chapter, shown, _ = page
    (told,) = shown.find_all(class_="tag_exercise-mistake")
    plain = find(example_of(slugs(chapter))).mistakes[0].sentence.replace("`", "")
    assert plain in words(told).replace("`", "")


def test_a_page_says_how_to_hand_in_and_where_nobody_does(page):
    chapter, shown, _ = page
    said = words(shown.find(id="how-to-hand-in"))
    for way in ("nothing to hand in", f"nbgrader submit {chapter}", f"upload {chapter}.ipynb"):
        assert way in said


def test_a_page_leads_from_the_download_to_a_running_notebook(page, book_html):
    chapter, shown, _ = page
    box = shown.find(class_="how-to-run")
    links = [link["href"] for link in box.find_all("a", download=True)]
    assert [link.rpartition(".")[2] for link in links] == ["ipynb", "whl"]
    assert all((book_html / "exercises" / chapter / link).resolve().is_file() for link in links)
    assert f"pip install jupyterlab {package.wheel()}" in words(box)
    assert f"jupyter lab {chapter}.ipynb" in words(box)


@pytest.mark.browser
def test_the_local_server_shows_its_own_way_to_run_an_exercise_and_a_static_host_the_other(
    browser, book_site, book_html
):
    from book_server import LOCAL_SCRIPT

    address = f"{book_site}/exercises/locality/locality.html"
    with visit(browser, address) as page:
        assert page.get_by_text("On your own computer").is_visible()
        assert not page.get_by_text("your own copy").is_visible()
        page.evaluate(LOCAL_SCRIPT)
        assert not page.get_by_text("On your own computer").is_visible()
        assert page.get_by_text("your own copy").is_visible()
        assert page.get_by_role("link", name="Open it in JupyterLab").is_visible()
