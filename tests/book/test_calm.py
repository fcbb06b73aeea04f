"""A calm page: nothing moves while it comes, and little has to come.

Every page comes in the order of a very slow line: its text first, and what a page can be read without only
after the text was painted. Two pages come on a slow line and a slow phone indeed.
"""

import gzip
import re
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

import pytest

from tests.browser import PATIENCE_MS, Quiet, serve, visit, wait_for_widgets, watch

ROOT = Path(__file__).resolve().parents[2]
PAGES = re.findall(r"(?:file|root): (\S+)", (ROOT / "_toc.yml").read_text())
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
EXERCISES = [name for name in PAGES if "/" in name]  # they are made alike: one stands for all
STAGED = [(name, PHONE) for name in PAGES if name not in EXERCISES[1:]]
STAGED += [(name, DESK) for name in ("index", "locality", "padding-and-stride", "notation")]
LATENCY_S, LINE_BYTES_S = 0.15, 1.6e6 / 8
CALM = 0.02  # browsers call 0.1 good
# The formulas' font may come after the first lines: then tables of formulas, or of dates, change a little.
LATE_FONT = {"notation": 0.06, "errata": 0.06, "timeline": 0.04}
MOST_KB = 260  # compressed, all that a first visit to a page fetches
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
WATCH = """
window.moved = [];
new PerformanceObserver((list) => {
  const told = ({ node }) => (node?.outerHTML ?? node?.data ?? "").slice(0, 90);
  for (const shift of list.getEntries()) window.moved.push([shift.value, shift.sources.map(told)]);
}).observe({ type: "layout-shift", buffered: true });
"""
TELL = """
const tell = () => requestAnimationFrame(() => painted());
new PerformanceObserver(tell).observe({ type: "paint", buffered: true });
"""

pytestmark = pytest.mark.browser


class Staged(Quiet):
    """The page in pieces, and with it the style, the font and the scripts that it waits for; all else once
    something was painted."""

    PIECE, PAUSE_S = 16_384, 0.03

    def do_GET(self):
        if not self.path.split("?")[0].endswith(self.first):
            assert self.painted.wait(PATIENCE_MS / 1000), "nothing was painted"
        super().do_GET()

    def copyfile(self, source, outputfile):
        while part := source.read(self.PIECE):
            outputfile.write(part)
            outputfile.flush()
            if source.name.endswith(".html"):
                time.sleep(self.PAUSE_S)


@contextmanager
def staged(browser, folder, name, size):
    """This page on a host that makes it come so."""
    waited_for = re.findall(
        r'<script src="(?:[^"?]*/)?([^"?/]+)', (folder / f"{name}.html").read_text("utf8")
    )
    painted = Event()
    host = type("Host", (Staged,), {"painted": painted, "first": (".html", ".css", ".woff2", *waited_for)})
    with serve(folder, host) as site, opened(browser, f"{site}/{name}.html", size, painted=painted) as page:
        yield page, site


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


@contextmanager
def opened(browser, address, size, painted=None, processor=1):
    """A page that notes what moves, and when it was painted; processor: by what it is slower than ours."""
    session = browser.new_context(viewport=size)
    session.set_default_timeout(PATIENCE_MS)
    page = session.new_page()
    watch(page, address)
    if processor > 1:
        session.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": processor})
    page.add_init_script(WATCH)
    if painted:
        page.expose_function("painted", painted.set)
        page.add_init_script(TELL)
    try:
        page.goto(address, wait_until="load")
        yield page
    finally:
        session.close()


def read_through(page):
    """What moves while a reader scrolls to the end; the page must be quiet."""
    for _ in range(page.evaluate("Math.ceil(document.documentElement.scrollHeight / 700)")):
        page.mouse.wheel(0, 700)
        page.evaluate(DRAWN)
    wait_for_widgets(page)
    assert page.leaving == []
    assert page.complaints == []
    return page.evaluate("window.moved")


@pytest.mark.parametrize(("name", "size"), STAGED, ids=[f"{name} {size['width']}" for name, size in STAGED])
def test_nothing_moves_while_a_page_comes_and_is_scrolled(browser, book_html, name, size):
    with staged(browser, book_html, name, size) as (page, site):
        fetches_little_and_no_style_sheet_in_vain(page, site, book_html, name)
        moved = read_through(page)
    assert sum(value for value, _ in moved) < LATE_FONT.get(name, CALM), moved


def fetches_little_and_no_style_sheet_in_vain(page, site, folder, name):
    fetched = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    files = [re.sub(r"[?#].*", "", address.removeprefix(f"{site}/")) for address in fetched]
    files = [file for file in dict.fromkeys([f"{name}.html", *files]) if (folder / file).is_file()]
    sheets = [file for file in files if file.endswith(".css")]
    formulas = ["_static/math.css"] * ("<math" in (folder / f"{name}.html").read_text("utf8"))
    assert sheets == ["_static/book.css", *formulas]
    size_kb = sum(len(gzip.compress((folder / file).read_bytes())) for file in files) / 1000
    assert size_kb < MOST_KB, files


@pytest.mark.parametrize("name", ["locality", "notation"])
def test_nothing_moves_on_a_slow_line_and_a_slow_phone(browser, book_html, name):
    with (
        serve(book_html, SlowLine) as site,
        opened(browser, f"{site}/{name}.html", PHONE, processor=4) as page,
    ):
        moved = read_through(page)
    assert sum(value for value, _ in moved) < LATE_FONT.get(name, CALM), moved


def test_the_watch_sees_what_moves(browser):
    with opened(browser, "data:text/html,<p>above</p><p style='height:200px'>below</p>", PHONE) as page:
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
