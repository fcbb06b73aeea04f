"""What many tests share: one browser a worker, the book built once."""

import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

from grader.cli.quick import without_url_grammar

# Torch's threads wait for one another by spinning: where several workers share the processors, a training
# that computes for 3 seconds takes 40. Kernels and commands that a test starts inherit this.
os.environ.setdefault("OMP_NUM_THREADS", "1")
with without_url_grammar():  # nor does any test ask for it
    import jsonschema  # noqa: F401
hypothesis.settings.register_profile("book", deadline=None)  # a busy machine is no mistake
hypothesis.settings.load_profile("book")

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))  # tools are scripts, not a package


def pytest_xdist_auto_num_workers():
    """One more than there are processors: a worker often waits, for a browser, a kernel, a clock."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items):
    """What the tests of a module share is made once: they run in one worker."""
    for item in items:
        if shares(item) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))


def shares(item):
    fixtures = getattr(item, "_fixtureinfo", None)  # a doctest has none
    return bool(fixtures) and any(found[-1].scope == "module" for found in fixtures.name2fixturedefs.values())


@pytest.fixture(scope="session")
def browser():
    """A Chromium for this worker."""
    from playwright.sync_api import sync_playwright

    from tests.browser import launch

    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def book_html():
    """The folder of the built book; built now if it is missing or older than its sources."""
    from filelock import FileLock

    (ROOT / "_build").mkdir(exist_ok=True)
    with FileLock(ROOT / "_build" / "book.lock"):
        for again in ([], ["--force"], ["--force"]):
            command = [sys.executable, "tools/build_book.py", *again]
            build = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            if "Address already in use" not in build.stderr:  # two of Jupyter's kernels chose the same port
                break
    assert build.returncode == 0, build.stderr
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def book_site(book_html):
    """The built book on a static host; its address."""
    from tests.browser import serve

    with serve(book_html) as address:
        yield address
