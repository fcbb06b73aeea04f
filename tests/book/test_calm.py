"""A calm page: nothing moves while it comes, on a slow line and a slow phone, and little has to come."""

import re
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import pytest

from tests.browser import Quiet, serve, visit, wait_for_widgets

ROOT = Path(__file__).resolve().parents[2]
PAGES = re.findall(r"(?:file|root): (\S+)", (ROOT / "_toc.yml").read_text())
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
EXERCISES = [name for name in PAGES if "/" in name]  # they are made alike: one stands for all
SLOWLY = [(name, PHONE) for name in PAGES if name not in EXERCISES[1:]]
SLOWLY += [(name, DESK) for name in ("index", "locality", "padding-and-stride", "notation")]
LATENCY_S, LINE_BYTES_S = 0.15, 1.6e6 / 8
CALM = 0.02  # browsers call 0.1 good
# The formulas' font may come after the first lines: then tables of formulas, or of dates, change a little.
LATE_FONT = {"notation": 0.06, "errata": 0.06, "timeline": 0.04}
WATCH = """
window.moved = [];
new PerformanceObserver((list) => {
  const told = ({ node }) => (node?.outerHTML ?? node?.data ?? "").slice(0, 90);
  for (const shift of list.getEntries()) window.moved.push([shift.value, shift.sources.map(told)]);
}).observe({ type: "layout-shift", buffered: true });
"""

pytestmark = pytest.mark.browser


class SlowLine(Quiet):
    """One line of 1.6 Mbit/s for all that is fetched. The browser's own slow line, which DevTools offers,
    now and then never ends a request."""

    line = Lock()

    def do_GET(self):
        time.sleep(LATENCY_S)
        super().do_GET()

    def copyfile(self, source, outputfile):
        while part := source.read(16_384):
            with self.line:
                time.sleep(len(part) / LINE_BYTES_S)
                outputfile.write(part)


@pytest.fixture(scope="module")
def slow_site(book_html):
    with serve(book_html, SlowLine) as address:
        yield address


@contextmanager
def slow(browser, size):
    """A page that is not open yet, on a phone's processor, that notes what moves."""
    session = browser.new_context(viewport=size)
    page = session.new_page()
    control = session.new_cdp_session(page)
    control.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(WATCH)
    try:
        yield page
    finally:
        session.close()


def scroll_through(page):
    for _ in range(page.evaluate("Math.ceil(document.documentElement.scrollHeight / 700)")):
        page.mouse.wheel(0, 700)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize(("name", "size"), SLOWLY, ids=[f"{name} {size['width']}" for name, size in SLOWLY])
def test_nothing_moves_while_a_page_comes_and_is_scrolled(browser, slow_site, name, size):
    with slow(browser, size) as page:
        page.goto(f"{slow_site}/{name}.html", wait_until="load", timeout=120_000)
        scroll_through(page)
        wait_for_widgets(page, timeout_ms=60_000)
        moved = page.evaluate("window.moved")
    assert sum(value for value, _ in moved) < LATE_FONT.get(name, CALM), moved


def test_the_watch_sees_what_moves(browser):
    with slow(browser, PHONE) as page:
        page.goto("data:text/html,<p>above</p><p style='height:200px'>below</p>")
        page.evaluate("""new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
            document.querySelector("p").style.height = "300px";
            requestAnimationFrame(() => setTimeout(done, 200));
        })))""")
        assert page.evaluate("window.moved.length") > 0


def test_a_widget_far_below_starts_when_the_reader_comes_near_or_the_browser_has_time(browser, book_site):
    with visit(browser, f"{book_site}/locality.html") as page:
        assert wait_for_widgets(page) > 1
    with visit(browser, f"{book_site}/locality.html#exercises") as page:  # arrived inside: all at once
        assert page.locator(".widget-place:not([data-ready])").count() == 0


def test_a_copied_formula_is_its_tex(browser, book_site):
    with visit(browser, f"{book_site}/notation.html") as page:
        copied = page.evaluate("""() => {
            const cell = document.querySelector("math").parentElement;
            getSelection().selectAllChildren(cell);
            const data = new DataTransfer();
            const details = { clipboardData: data, bubbles: true, cancelable: true };
            document.dispatchEvent(new ClipboardEvent("copy", details));
            return [data.getData("text/plain"), cell.querySelector("math").getAttribute("alttext")];
        }""")
        assert f"${copied[1]}$" in copied[0]
