"""A real Chromium for tests: serve a folder, let nothing out, keep what the page asks and complains of.

with serve(folder) as address, visit(browser, f"{address}/index.html", width=390) as page:
    page.locator("h1").click()
    assert page.complaints == []
"""

import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import chromium
from playwright.sync_api import expect

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-component-update",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing leaves here
]
LOCAL = ("data:", "blob:", "file:", "about:")
PATIENCE_MS = 300_000  # no verdict depends on it: Playwright gives up after 30 s, expect() after 5

expect.set_options(timeout=PATIENCE_MS)


def launch(playwright):
    """The Chromium of this machine, or the one that Playwright installed."""
    return playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a browser closes connections as it likes


@contextmanager
def serve(folder, handler=Quiet):
    """A static host for this folder; yields its address."""
    server = Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def watch(page, address):
    """Note every request that leaves for another host, and errors of the console and of HTTP."""
    page.leaving, page.complaints = [], []
    home = address.split("/")[2] if "//" in address else ""

    def request(asked):
        if not asked.url.startswith(LOCAL) and (not home or asked.url.split("/")[2] != home):
            page.leaving.append(asked.url)

    def console(message):
        if message.type in ("error", "warning"):
            page.complaints.append(f"{message.type}: {message.text}")

    def response(answer):
        if answer.status >= 400:
            page.complaints.append(f"{answer.status}: {answer.url}")

    page.on("request", request)
    page.on("console", console)
    page.on("pageerror", lambda error: page.complaints.append(f"uncaught: {error}"))
    page.on("response", response)


@contextmanager
def visit(browser, address, width=1280, height=900, scheme="light", script="", **context):
    """Open one page in a fresh profile. The page also has `leaving` and `complaints`, both lists of text.

    script: runs in it before all others
    """
    size = {"width": width, "height": height}
    session = browser.new_context(viewport=size, color_scheme=scheme, **context)
    session.set_default_timeout(PATIENCE_MS)
    if script:
        session.add_init_script(script)
    page = session.new_page()
    watch(page, address)
    page.goto(address, wait_until="load")
    try:
        yield page
    finally:
        session.close()


def wait_for_widgets(page):
    """Wait until every widget of the page answers; returns how many there are."""
    places = page.locator(".widget-place")
    ready = page.locator('.widget-place [data-ready="1"], .widget-place[data-ready="1"]')
    page.wait_for_function(
        """() => [...document.querySelectorAll('.widget-place')].every(
            (place) => place.dataset.ready || place.querySelector('[data-ready="1"], .widget-note'))"""
    )
    assert ready.count() == places.count(), places.all_inner_texts()
    return places.count()


def open_gates(page):
    """Show all that the page keeps back until a question is answered."""
    buttons = page.locator(".cw-show button:visible")
    while buttons.count():
        buttons.first.click()


def overflow(page):
    """How many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def shot(page, path: Path, full=True):
    page.screenshot(path=str(path), full_page=full)
