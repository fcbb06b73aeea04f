"""Python in the page: how much comes before the first check, how long does it take, and all that come after?

    python bench/practice.py

One page of exercises of the built book, served from this machine, opened in a fresh profile: on a fast line
and at 20 Mbit/s. Then 200 checks in one page, with Python's memory before and after them, which should be the
same. Last a loop without end is stopped: how long until the next verdict?
"""

import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools"), str(ROOT / "bench")]

from page import Zipped  # noqa: E402

from tests.browser import launch, serve  # noqa: E402

PAGE = "exercises/locality/locality.html"
BOX = ".practice[data-name=corr2d]"
DONE = f"document.querySelector('{BOX}').ariaBusy === 'false'"
GOALS = {"MB": 10, "kB of ours": 300, "fast": 5, "20 Mbit/s": 10, "later": 0.3}  # seconds, but for the sizes
LINES = {
    "fast": None,
    "20 Mbit/s": {"latency": 20, "downloadThroughput": 20e6 / 8, "uploadThroughput": 5e6 / 8},
}
CHECKS = 200
REST_S = 10  # in which a reader reads and the second worker is made ready
PATIENCE_MS = 900_000
WRONG = "def corr2d(X, K):\n    return X\n"
ENDLESS = "def corr2d(X, K):\n    while True:\n        pass\n"
MEMORY = "import pyodide_js\ncorr2d = lambda X, K: pyodide_js._module.HEAP8.length // 2**20\n"


def write(page, code):
    page.locator(f"{BOX} .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)


def press(page, button):
    """Seconds from the press to the answer."""
    began = time.perf_counter()
    page.locator(f"{BOX} .practice-{button}").click()
    page.wait_for_function(DONE, timeout=PATIENCE_MS)
    return time.perf_counter() - began


def first_check(browser, address, line):
    """(bytes on the wire by file name, seconds to the first verdict, the page) of a first visit."""
    page = browser.new_context().new_page()
    control = page.context.new_cdp_session(page)
    control.send("Network.enable")
    named, received = {}, {}
    control.on(
        "Network.responseReceived", lambda told: named.update({told["requestId"]: told["response"]["url"]})
    )
    control.on(
        "Network.loadingFinished",
        lambda told: received.update({told["requestId"]: told["encodedDataLength"]}),
    )
    if line:
        control.send("Network.emulateNetworkConditions", {"offline": False, **line})
    page.goto(f"{address}/{PAGE}", wait_until="load")
    seconds = press(page, "check")
    return {Path(named[key]).name: size for key, size in received.items() if key in named}, seconds, page


def report(name, sizes, seconds):
    python = sum(size for file, size in sizes.items() if file.endswith(".bin"))
    checks = sum(size for file, size in sizes.items() if file.startswith("book.") and file.endswith(".bin"))
    script = sum(size for file, size in sizes.items() if file.startswith("practice.js"))
    total, ours = (python + script) / 1e6, (checks + script) / 1e3
    print(f"{name}: {against(total, GOALS['MB'], 'MB', 1)} fetched until the first verdict")
    print(f"{name}: {against(ours, GOALS['kB of ours'], 'kB', 0)} of it the checks and the editor's script")
    print(f"{name}: {against(seconds, GOALS[name], 's', 1)} to the first verdict", flush=True)


def against(value, goal, unit, digits):
    """ "4.4 s (goal 5, ratio 0.88)" """
    return f"{value:.{digits}f} {unit} (goal {goal}, ratio {value / goal:.2f})"


def memory(page):
    """Megabytes that Python has."""
    write(page, MEMORY)
    press(page, "run")
    return (
        page.locator(f"{BOX} .practice-output figure").first.locator("td, pre, p").last.inner_text().strip()
    )


def main():
    html = ROOT / "_build" / "html"
    if not (html / "_static" / "practice.js").is_file():
        sys.exit("practice: not measured; the book was built without Python in the page")
    with sync_playwright() as playwright, serve(html, Zipped) as address:
        browser = launch(playwright)
        for name, line in LINES.items():
            sizes, seconds, page = first_check(browser, address, line)
            report(name, sizes, seconds)
        before = memory(page)
        write(page, WRONG)
        later = [press(page, "check") for _ in range(CHECKS)]
        median = against(statistics.median(later), GOALS["later"], "s", 2)
        print(f"{CHECKS} checks more: {median} each, the slowest {max(later):.2f} s")
        print(f"{CHECKS} checks more: memory {before} MB before, {memory(page)} MB after (goal: the same)")
        time.sleep(REST_S)
        write(page, ENDLESS)
        page.locator(f"{BOX} .practice-check").click()
        page.locator(f"{BOX} .practice-stop").click(timeout=PATIENCE_MS)
        page.wait_for_function(DONE, timeout=PATIENCE_MS)
        write(page, WRONG)
        print(f"after a stop: {against(press(page, 'check'), 1, 's', 2)} to the next verdict")
        browser.close()


if __name__ == "__main__":
    main()
