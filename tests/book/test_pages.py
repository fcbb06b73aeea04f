"""Every page of the book in a real browser: quiet, offline, readable at any width, by anyone.

Most are opened as files here; test_calm.py visits them served.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.axe import found, pale
from tests.browser import open_gates, overflow, visit, wait_for_widgets

ROOT = Path(__file__).resolve().parents[2]
PAGES = re.findall(r"(?:file|root): (\S+)", (ROOT / "_toc.yml").read_text())
SERVED = [
    *[name for name in PAGES if "/" in name][1:],
    "search",
]  # all exercises are made alike: one is a file

pytestmark = pytest.mark.browser

# Text in the colour of the page: axe takes it for hidden on purpose.
UNSEEN = """() => {
    const paper = getComputedStyle(document.body).backgroundColor;
    const bare = (el) => {
        for (let at = el; at !== document.body; at = at.parentElement) {
            if (getComputedStyle(at).backgroundColor !== "rgba(0, 0, 0, 0)") return false;
        }
        return true;
    };
    return [...document.querySelectorAll(".bd-article *")]
        .filter((el) => [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
        .filter((el) => el.checkVisibility() && getComputedStyle(el).color === paper && bare(el))
        .map((el) => el.textContent.slice(0, 60));
}"""


UNFOLD = """() => {
    for (const opener of document.querySelectorAll(".cw-opener[aria-expanded=false]")) opener.click();
    for (const folded of document.querySelectorAll("details")) folded.open = true;
}"""


# Outputs and tables of which a phone shows only the left part
CUT = """() => [...document.querySelectorAll(".cell_output pre, .pst-scrollable-table-container")]
    .filter((el) => el.checkVisibility() && el.scrollWidth > el.clientWidth)
    .map((el) => el.textContent.slice(0, 60));
"""


def violations(page):
    """axe does not read MathML: a cell or button that holds only a formula is no finding."""
    return [(rule, target) for rule, target, _ in found(page) if not is_formula(page, rule, target)]


def is_formula(page, rule, target):
    if rule not in ("empty-table-header", "summary-name"):
        return False
    return page.locator(target).locator("math").count() > 0


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_a_page_asks_nobody_complains_of_nothing_fits_the_window_and_suits_axe(
    browser, book_site, book_html, name
):
    place = book_site if name in SERVED else book_html.as_uri()
    with visit(browser, f"{place}/{name}.html", reduced_motion="reduce") as page:
        wait_for_widgets(page)
        open_gates(page)
        assert page.leaving == []
        assert page.complaints == []
        assert overflow(page) <= 0, "the page scrolls sideways"
        assert violations(page) == []
        assert pale(page) == []
        assert page.evaluate(UNSEEN) == []
        page.emulate_media(color_scheme="dark")
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) <= 0, f"at {width} pixels the page scrolls sideways"
            if width == 390:
                assert page.evaluate(CUT) == []
        assert pale(page) == []
        assert page.evaluate(UNSEEN) == []
        page.evaluate(UNFOLD)
        assert overflow(page) <= 0, "with every setting and answer unfolded, at 320 pixels"


WORDS = """<style>
p { color: #333 } .dim { color: #999 }
@media (prefers-color-scheme: dark) { body { background: #111 } p { color: #ccc } .late { color: #444 } }
</style><p>One <b>word</b>.<p>Two.<p class=late>Three<p><i class=dim>Four</i>"""


def test_a_pale_word_is_found_among_others_in_either_theme(browser):
    with visit(browser, "about:blank") as page:
        page.set_content(WORDS)
        assert [html for _, _, html in pale(page)] == ['<i class="dim">Four</i>']
        page.emulate_media(color_scheme="dark")
        assert [html for _, _, html in pale(page)] == ['<p class="late">Three</p>']


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_enough_for_a_slow_line(book_html, name):
    size_kb = (book_html / f"{name}.html").stat().st_size / 1000
    assert size_kb < 400, f"{name}.html is {size_kb:.0f} kB: are its pictures larger than they are shown?"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_skip_link_can_be_read(browser, book_site, scheme):
    with visit(browser, f"{book_site}/notation.html", scheme=scheme) as page:
        page.keyboard.press("Tab")
        link = page.locator(".skip-link a")
        assert link.evaluate("a => a === document.activeElement")
        front, back = (
            link.evaluate(f"a => getComputedStyle(a).{what}") for what in ("color", "backgroundColor")
        )
        assert contrast(front, back) >= 4.5


def contrast(front, back):
    """WCAG's ratio of two opaque colours, "rgb(r, g, b)"."""

    def light(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, bright = sorted((light(front), light(back)))
    return (bright + 0.05) / (dark + 0.05)


def test_a_widget_in_a_page_answers_without_kernel_or_network(browser, book_site):
    with visit(browser, f"{book_site}/locality.html") as page:
        assert wait_for_widgets(page) > 0
        open_gates(page)
        widget = page.locator(".widget-place").first
        before = widget.inner_text()
        widget.get_by_role("slider").first.press("ArrowRight")
        page.wait_for_function("([el, old]) => el.innerText !== old", arg=[widget.element_handle(), before])


def test_without_javascript_a_page_reads_and_shows_its_widgets_still(browser, book_site):
    with visit(browser, f"{book_site}/locality.html", java_script_enabled=False) as page:
        assert page.locator("h1").inner_text().startswith("Look only nearby")
        assert page.get_by_role("link", name="Download as notebook").is_visible()
        assert page.locator(".cw-still").first.is_visible(), "a picture stands for the widget"
        assert page.locator(".cw-still").first.is_visible()
        assert page.get_by_role("link", name="Open in JupyterLab").count() == 0, "nothing here could open it"


def test_the_theme_button_turns_the_page_dark_and_stays_so(browser, book_site):
    with visit(browser, f"{book_site}/notation.html") as page:
        paper = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(paper)
        button = page.get_by_role("button", name="Colours")
        for _ in range(2):  # from automatic: dark, or light and then dark
            if page.evaluate("document.documentElement.dataset.theme") != "dark":
                button.click()
        assert page.evaluate(paper) != light
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_phone_reaches_contents_and_search_by_touch(browser, book_site):
    with visit(browser, f"{book_site}/locality.html", width=390, height=844, has_touch=True) as page:
        page.get_by_role("button", name="Contents").tap()
        page.get_by_role("link", name="Kernels by hand").first.tap()
        page.wait_for_url("**/kernels.html")
