"""The book's own gates: nobody is told an answer before giving one, and what opens works."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import open_gates, visit, wait_for_widgets

pytestmark = pytest.mark.browser
BOOK = Path(__file__).parents[2] / "book"
GATE = re.compile(r"^:::\{gate\}$", re.M)
CHAPTERS = sorted(page.stem for page in BOOK.glob("*.md") if GATE.search(page.read_text("utf8")))
PHONE = {"width": 390, "height": 844, "has_touch": True}


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_gate_of_a_chapter_keeps_something_back_and_gives_it_when_asked(browser, book_site, name):
    with visit(browser, f"{book_site}/{name}.html", **PHONE) as page:
        wait_for_widgets(page)
        gates, kept = page.locator(".cw-page-gate"), page.locator(".cw-gated")
        for waits in page.locator(".cw-show[data-widget]:not([data-widget=''])").all():
            assert page.locator(f"#{waits.get_attribute('data-widget')} .cw-gate").count() == 1
        assert gates.count() == len(GATE.findall((BOOK / f"{name}.md").read_text("utf8")))
        assert kept.count() >= gates.count()
        assert page.locator(".cw-gated:visible").count() == 0
        open_gates(page)
        assert page.locator(".cw-gated:visible").count() == kept.count()
        assert page.complaints == []


def test_a_reader_of_locality_on_a_phone_is_told_nothing_before_answering(browser, book_site):
    with visit(browser, f"{book_site}/locality.html", **PHONE) as page:
        wait_for_widgets(page)
        assert "four other numbers: 25" not in page.locator("article").inner_text()
        field = page.get_by_label("Your answer").first
        field.fill("12")
        field.press("Enter")
        assert "without their weights" in page.locator(".cw-verdict").first.inner_text()
        assert "four other numbers: 25" not in page.locator("article").inner_text()
        field.fill("25")
        field.press("Enter")
        assert "four other numbers: 25" in page.locator("article").inner_text()


DARKEN = """() => {
    while (document.documentElement.dataset.theme !== "dark")
        document.querySelector(".theme-switch-button").click();
}"""


def test_what_is_answered_or_forgotten_in_one_tab_is_so_in_the_other_and_the_theme_as_well(
    browser, book_site
):
    told = "four other numbers: 25"
    with visit(browser, f"{book_site}/locality.html", **PHONE) as page:
        beside = page.context.new_page()
        beside.goto(page.url)
        field = beside.get_by_label("Your answer").first
        field.fill("25")
        field.press("Enter")
        page.get_by_text(told).wait_for()
        expect(page.get_by_label("Your answer").first).to_have_value("25")
        beside.evaluate(DARKEN)
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        beside.evaluate("bookProgress.forget()")
        page.get_by_text(told).wait_for(state="hidden")
        expect(page.get_by_label("Your answer").first).to_have_value("")
        assert page.complaints == []


ASIDE = """() => {
    const { item, page } = bookProgress;
    const { key } = document.querySelector(".cw-page-gate").dataset;
    const pages = { [page]: { [key]: { given: "25", right: true } } };
    localStorage.setItem(item, JSON.stringify({ pages }));
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
}"""


def test_a_page_to_which_the_reader_comes_back_shows_what_was_answered_meanwhile(browser, book_site):
    with visit(browser, f"{book_site}/locality.html", **PHONE) as page:
        assert page.get_by_text("four other numbers: 25").is_hidden()
        page.evaluate(ASIDE)
        page.get_by_text("four other numbers: 25").wait_for()


def test_a_right_answer_to_a_widget_s_question_opens_the_text_that_tells_it(browser, book_site):
    with visit(browser, f"{book_site}/learning-a-kernel.html", **PHONE) as page:
        wait_for_widgets(page)
        article, bowl = page.locator("article"), page.locator("#loss-bowl-1")
        bowl.get_by_role("radio", name="lower than 1.6").click()
        assert "138 to 295.8" not in article.inner_text()
        bowl.get_by_role("radio", name="it never comes down").click()
        page.get_by_text("the jumps grow").wait_for()
        assert "138 to 295.8" in article.inner_text()


def test_a_widget_that_started_behind_a_gate_is_as_large_as_any_other(browser, book_site):
    cell = "(el) => el.querySelector('.cw-input .cw-cell').getBoundingClientRect().width"
    with visit(browser, f"{book_site}/locality.html") as page:
        wait_for_widgets(page)
        open_gates(page)
        first, second = (page.locator(f"#sliding-window-{n}") for n in (1, 2))
        page.wait_for_function(f"(el) => ({cell})(el) > 40", arg=first.element_handle())
        assert first.evaluate(cell) == second.evaluate(cell)


def test_a_link_to_a_widget_behind_a_gate_opens_the_gate(browser, book_site):
    with visit(browser, f"{book_site}/locality.html#sliding-window-1?step=2") as page:
        page.locator("#sliding-window-1 .cw-plain-answer", has_text="37").wait_for()
        assert page.locator("#sliding-window-1").is_visible()
        assert page.locator(".cw-gated:visible").count() == 1
