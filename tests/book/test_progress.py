"""What was answered is shown: in the contents, and on the first page; kept in this browser alone."""

import pytest

from tests.browser import visit

pytestmark = pytest.mark.browser

STATE = "name => document.querySelector(`nav.bd-links a[href*='${name}'] .progress-mark`)?.dataset.state"
KEEP = """(right) => {
    for (const key of window.bookProgress.asked.mlp) window.bookProgress.keep(key, "", right);
}"""


@pytest.fixture
def page(browser, book_site):
    with visit(browser, f"{book_site}/index.html") as page:
        page.home = book_site
        yield page
        assert page.complaints == []


def keep(page, rightly):
    """Every question of the first chapter is answered, as if on its page."""
    page.goto(f"{page.home}/mlp.html")
    page.evaluate(KEEP, rightly)


def test_a_new_reader_sees_chapters_not_begun_and_no_progress(page):
    assert page.evaluate(STATE, "mlp.html") == "none"
    assert page.evaluate(STATE, "glossary.html") is None, "nothing is asked there"
    assert not page.locator(".cw-progress").is_visible()


def test_a_chapter_is_begun_by_a_wrong_answer_and_done_by_right_ones(page):
    keep(page, False)
    assert (
        page.evaluate("document.querySelector('nav.bd-links .current .progress-mark').dataset.state")
        == "begun"
    )
    page.evaluate(KEEP, True)
    page.goto(f"{page.home}/locality.html")
    assert page.evaluate(STATE, "mlp.html") == "done"
    link = page.get_by_role("link", name="Why an MLP is not enough").first
    assert "(done)" in link.inner_text()


def test_a_right_answer_stays_right_after_a_wrong_one(page):
    keep(page, True)
    page.evaluate(KEEP, False)
    page.goto(f"{page.home}/index.html")
    assert page.evaluate(STATE, "mlp.html") == "done"


def test_the_first_page_leads_on_and_forgets(page):
    keep(page, False)
    page.goto(f"{page.home}/index.html")
    page.get_by_role("link", name="Go on with Why an MLP is not enough").wait_for()
    page.evaluate("localStorage.clear()")
    keep(page, True)
    page.goto(f"{page.home}/index.html")
    page.get_by_role("link", name="Go on with The same detector everywhere").wait_for()
    page.get_by_text("Forget", exact=True).click()
    page.get_by_role("button", name="Forget them all").click()
    assert not page.locator(".cw-progress").is_visible()
    assert page.evaluate(STATE, "mlp.html") == "none"


def test_progress_fits_a_narrow_phone(browser, book_site):
    with visit(browser, f"{book_site}/mlp.html", width=320) as page:
        page.evaluate(KEEP, False)
        page.goto(f"{book_site}/index.html")
        place = page.locator(".cw-progress")
        place.wait_for()
        assert place.evaluate("el => el.scrollWidth - el.clientWidth") <= 0


def test_answers_are_kept_for_a_book_opened_as_files(browser, book_html):
    with visit(browser, (book_html / "mlp.html").as_uri()) as page:
        page.evaluate(KEEP, True)
        page.goto((book_html / "index.html").as_uri())
        assert page.evaluate(STATE, "mlp.html") == "done"


FRAME = '<iframe sandbox="allow-scripts" src="/mlp.html" style="width: 1200px; height: 800px"></iframe>'


def test_where_storage_is_forbidden_questions_and_colours_work_for_the_page(browser, book_site):
    """A sandboxed frame may not touch storage: the browser itself throws."""
    with visit(browser, f"{book_site}/_static/asked.js") as page:
        page.set_content(FRAME)
        frame = page.wait_for_selector("iframe").content_frame()
        frame.wait_for_selector(".theme-switch-button")
        frame.wait_for_function("window.bookProgress && document.readyState === 'complete'")
        colours = "getComputedStyle(document.body).backgroundColor"
        before = frame.evaluate(colours)
        for _ in range(2):  # from automatic: dark, or light and then dark
            if frame.evaluate(colours) == before:
                frame.locator(".theme-switch-button").first.click()
        assert frame.evaluate(colours) != before
        frame.evaluate(KEEP, True)
        assert (
            frame.evaluate("document.querySelector('nav.bd-links .current .progress-mark').dataset.state")
            == "done"
        )
        assert [text for text in page.complaints if "uncaught" in text] == []
