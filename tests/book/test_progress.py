"""What was answered is shown: in the contents, and on the first page; kept in this browser alone.

What a page keeps may come to the next one a moment after that was read: a mark is awaited, not read once.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import visit

pytestmark = pytest.mark.browser

KEEP = """(right) => {
    for (const key of window.bookProgress.asked.mlp) window.bookProgress.keep(key, "", right);
}"""


@pytest.fixture
def page(browser, book_site):
    with visit(browser, f"{book_site}/index.html") as page:
        page.home = book_site
        yield page
        assert page.complaints == []


def mark(page, link="mlp.html"):
    """The mark beside this chapter in the contents; `#` is the page itself."""
    return page.locator(f"nav.bd-links a[href*='{link}'] .progress-mark").first


def expect_state(page, state, link="mlp.html"):
    expect(mark(page, link)).to_have_attribute("data-state", state)


def keep(page, rightly):
    """Every question of the first chapter is answered, as if on its page."""
    page.goto(f"{page.home}/mlp.html")
    page.evaluate(KEEP, rightly)


def test_a_new_reader_sees_chapters_not_begun_and_no_progress(page):
    expect_state(page, "none")
    assert mark(page, "glossary.html").count() == 0, "nothing is asked there"
    assert not page.locator(".cw-progress").is_visible()


def test_a_chapter_is_begun_by_a_wrong_answer_and_done_by_right_ones(page):
    keep(page, False)
    expect_state(page, "begun", "#")
    page.evaluate(KEEP, True)
    page.goto(f"{page.home}/locality.html")
    expect_state(page, "done")
    expect(page.get_by_role("link", name="Why an MLP is not enough").first).to_contain_text("(done)")


def test_a_right_answer_stays_right_after_a_wrong_one(page):
    keep(page, True)
    page.evaluate(KEEP, False)
    page.goto(f"{page.home}/index.html")
    expect_state(page, "done")


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
    expect_state(page, "none")


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
        expect_state(page, "done")


@pytest.mark.parametrize("opened", ["served", "as files"])
def test_what_is_answered_in_one_tab_is_marked_in_the_other(browser, book_site, book_html, opened):
    home = book_site if opened == "served" else book_html.as_uri()
    with visit(browser, f"{home}/index.html") as page:
        expect_state(page, "none")
        beside = page.context.new_page()
        beside.goto(f"{home}/mlp.html")
        beside.evaluate(KEEP, False)
        expect_state(page, "begun")
        expect(page.locator(".cw-progress")).to_be_visible()
        beside.evaluate("localStorage.clear()")
        expect_state(page, "none")
        expect(page.locator(".cw-progress")).to_be_hidden()


def test_a_page_that_was_put_aside_is_marked_when_it_comes_back(page):
    """It is told nothing of what is written meanwhile, as a page is told nothing of its own writing."""
    page.evaluate(
        """() => {
            const { item } = window.bookProgress;
            localStorage.setItem(item, JSON.stringify({ last: "mlp", pages: { mlp: {} } }));
            dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )
    expect_state(page, "begun")


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
        expect_state(frame, "done", "#")
        assert [text for text in page.complaints if "uncaught" in text] == []
