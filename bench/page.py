"""How heavy is a page with one widget, when is it painted, when does the widget answer? Ours and the usual.

    python bench/page.py

Both books hold the same page, are served from this machine with gzip, and are opened three times in a fresh
profile: fast, and on a phone-like one (1.6 Mbit/s, 150 ms, CPU 4 times slower). Jupyter Book's way takes
RequireJS, html-manager and MathJax from a CDN; here npm fetches them once, so that both come from the same
place. Below them stand this book's first page and its heaviest chapters.
"""

import gzip
import io
import shutil
import statistics
import subprocess
import sys
import tarfile
from functools import lru_cache, partial
from pathlib import Path
from threading import Thread

from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import build_book  # noqa: E402

from tests.book.small_book import HEAD  # noqa: E402
from tests.browser import Quiet, Server, launch  # noqa: E402

PLACE = ROOT / "_build" / "bench" / "page"
RUNS = 3
OWN = ["index", "kernels", "channels", "training-a-cnn"]
PATIENCE_MS = 90_000
PAGE = f"""{HEAD}
# One widget

A page with some words, a formula, $x^2$, and one widget.

```{{code-cell}}
from convolution_book.widgets import SlidingWindow
SlidingWindow(X=[[0, 1, 2], [3, 4, 5], [6, 7, 8]], K=[[0, 1], [2, 3]])
```
"""
STOCK_CONFIG = """\
title: Stock
only_build_toc_files: true
execute: {execute_notebooks: cache}
sphinx:
  config:
    mathjax_path: tex-chtml.js
    html_static_path: [vendor]
    nb_ipywidgets_js: {require.js: {}, embed-amd.js: {}}
"""
PACKAGES = {
    "requirejs@2.3.6": "require.js",
    "@jupyter-widgets/html-manager@1.0.13": "dist/embed-amd.js",
    "mathjax@3.2.2": "es5/tex-chtml.js",  # without its fonts: some 40 kB in favour of the other way
}
PROFILES = {
    "fast": None,
    "throttled": {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8},
}
WATCH = """
new MutationObserver(() => {
  if (!window.readyAt && document.querySelector('[data-ready="1"]')) window.readyAt = performance.now();
}).observe(document, {subtree: true, childList: true, attributes: true});
"""


@lru_cache
def zipped(path, modified):
    return gzip.compress(path.read_bytes(), 6)


class Zipped(Quiet):
    """gzip for what compresses, each file once, as any static host does."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file() or path.suffix not in {".html", ".js", ".css", ".svg", ".json"}:
            return super().send_head()
        body = zipped(path, path.stat().st_mtime)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.md").write_text(PAGE)
    (folder / "references.bib").write_text("")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")


def fetch(folder):
    """Jupyter Book's widget scripts, by npm. True if they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    if not shutil.which("npm"):
        return False
    for package, member in PACKAGES.items():
        target = folder / Path(member).name
        if target.is_file():
            continue
        command = ["npm", "pack", "--silent", package]
        packed = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if packed.returncode:
            return False
        with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
            target.write_bytes(archive.extractfile(f"package/{member}").read())
    return True


def build_ours():
    write(PLACE / "ours")
    return build_book.build_other(PLACE / "ours") and PLACE / "ours" / "_build" / "html"


def build_stock():
    """The same page as Jupyter Book makes it; None where its scripts cannot be had."""
    import anywidget

    folder = PLACE / "stock"
    write(folder)
    if not fetch(folder / "vendor"):
        return None
    (folder / "_config.yml").write_text(STOCK_CONFIG)
    build_book.build(folder, folder / "_config.yml", folder / "_toc.yml", folder / "_build")
    html = folder / "_build" / "html"
    # html-manager asks for the front end's module beside the page first
    shutil.copy(Path(anywidget.__file__).parent / "nbextension" / "index.js", html / "anywidget.js")
    return html


def open_once(browser, address, conditions):
    """(kilobytes on the wire, seconds to the first paint, seconds until the widget answers) of one visit."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    control = context.new_cdp_session(page)
    control.send("Network.enable")
    received = []
    control.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    if conditions:
        control.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
        control.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="load", timeout=PATIENCE_MS)
    page.wait_for_function("window.readyAt", timeout=PATIENCE_MS)
    still(page, received)
    seconds = page.evaluate("window.readyAt") / 1000
    painted = page.evaluate("performance.getEntriesByType('paint')[0].startTime") / 1000
    context.close()
    return sum(received) / 1024, painted, seconds


def still(page, received):
    """Until nothing has come for a second. A slow page with data: pictures is never "networkidle"."""
    before = -1
    while len(received) > before:
        before = len(received)
        page.wait_for_timeout(1000)


def measure(browser, html, name="index"):
    """profile -> (kilobytes, first paint, answer), each the median of some visits."""
    server = Server(("127.0.0.1", 0), partial(Zipped, directory=str(html)))
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{name}.html"
    try:
        return {
            profile: tuple(map(statistics.median, zip(*visits(browser, address, conditions), strict=True)))
            for profile, conditions in PROFILES.items()
        }
    finally:
        server.shutdown()
        server.server_close()


def visits(browser, address, conditions):
    return [open_once(browser, address, conditions) for _ in range(RUNS)]


def row(name, figures):
    cells = ["{:8.0f} kB {:7.2f} s {:7.2f} s".format(*figures[profile]) for profile in PROFILES]
    print(f"{name:28}" + "   ".join(cells))


def main():
    print(f"{'one page, one widget':28}" + "   ".join(f"{profile:>31}" for profile in PROFILES))
    books = {"this book": build_ours(), "Jupyter Book's own way": build_stock()}
    found = {}
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, html in books.items():
            if not html:
                print(f"{name}: not measured; npm could not fetch {' and '.join(PACKAGES)}")
                continue
            try:
                found[name] = measure(browser, html)
                row(name, found[name])
            except Error as error:
                print(f"{name}: not measured; {str(error).splitlines()[0]}")
        for name in OWN:
            row(f"this book: {name}", measure(browser, ROOT / "_build" / "html", name))
        browser.close()
    if len(found) == 2:
        ours, stock = found.values()
        ratios = [other / own for other, own in zip(stock["throttled"], ours["throttled"], strict=True)]
        print(
            "throttled: {:.1f} times lighter, painted {:.1f} times and ready {:.1f} times sooner".format(
                *ratios
            )
        )


if __name__ == "__main__":
    main()
