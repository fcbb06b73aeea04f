"""An exercise's page shows what a student starts with, how a mistake is told, how to run and hand it in."""

import re
from pathlib import Path

import pytest

from convolution_book.extensions import package
from convolution_book.extensions.exercise_page import example_of
from grader.exercises import EXERCISES, find
from tests.browser import visit

SOURCES = sorted((Path(__file__).parents[2] / "book" / "exercises").glob("*/*.ipynb"))
CHAPTERS = [path.stem for path in SOURCES]


def slugs(chapter):
    return [slug for slug in EXERCISES if slug.startswith(f"{chapter}/")]


@pytest.fixture(params=CHAPTERS)
def page(request, book_html):
    """(chapter, the page without what is folded away, the folds)."""
    text = (book_html / "exercises" / request.param / f"{request.param}.html").read_text("utf8")
    article = text.partition('<article class="bd-article">')[2].partition("</article>")[0]
    folds = re.findall(r'<details class="hide.*?</details>', article, re.S)
    for fold in folds:
        article = article.replace(fold, "")
    return request.param, article, folds


def test_what_is_shown_below_a_stub_is_what_the_stub_gives(page):
    chapter, shown, _ = page
    for slug in slugs(chapter):
        assert re.search(rf"✗ 0 of {find(slug).points} points\. {find(slug).name} is not written yet", shown)
    assert "✓" not in shown


def test_the_solution_and_its_points_are_folded_away_together(page):
    chapter, _, folds = page
    for slug in slugs(chapter):
        points = f"✓ {find(slug).points} of {find(slug).points} points. Right."
        assert [fold for fold in folds if points in fold and find(slug).name in fold]


def test_a_page_shows_one_known_mistake_and_what_check_says_to_it(page):
    chapter, shown, _ = page
    mistake = find(example_of(slugs(chapter))).mistakes[0]
    told = re.findall(r'tag_exercise-mistake.*?<div class="check"><p><strong>(.*?)</strong>', shown, re.S)
    assert len(told) == 1
    assert re.sub(r"\W", "", mistake.sentence) in re.sub(r"<.*?>|\W", "", told[0])


def test_a_page_says_how_to_hand_in_and_where_nobody_does(page):
    chapter, shown, _ = page
    said = shown.partition('id="how-to-hand-in"')[2]
    for way in ("nothing to hand in", "nbgrader submit", f"{chapter}.ipynb"):
        assert way in said


def test_a_page_leads_from_the_download_to_a_running_notebook(page, book_html):
    chapter, shown, _ = page
    box = shown.partition("How to run this")[2].partition("</ol>")[0]
    for link in re.findall(r'href="([^"]+)" download', box):
        assert (book_html / "exercises" / chapter / link).resolve().is_file()
    assert f"pip install jupyterlab {package.wheel()}" in box
    assert f"jupyter lab {chapter}.ipynb" in box


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
