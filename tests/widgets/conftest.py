"""A page of widgets for each test that asks; the shared modules on a static host for the mathematics."""

from contextlib import contextmanager

import pytest

from tests.browser import serve, visit
from tests.widgets.page import ROOT, page


@pytest.fixture
def played(browser, tmp_path):
    """`with played(SlidingWindow()) as page:` plays widgets in a page; it must end without a complaint."""

    @contextmanager
    def play(*widgets, theme=None, address="", **options):
        (tmp_path / "page.html").write_text(page(*widgets, theme=theme), encoding="utf-8")
        with visit(browser, f"file://{tmp_path}/page.html{address}", **options) as shown:
            shown.wait_for_function(
                "n => document.querySelectorAll('.cw[data-ready=\"1\"]').length === n", arg=len(widgets)
            )
            yield shown
            assert shown.complaints == []

    return play


@pytest.fixture(scope="session")
def modules(browser):
    """A page that can import the shared modules as they are: modules('conv.js', 'corr2d', args) → value."""
    with serve(ROOT / "book" / "widgets") as address:
        shown = browser.new_page()
        shown.goto(f"{address}/labels.json")

        def call(file, name, calls):
            """name(*args) of one module for each args in calls."""
            script = (
                "([file, name, calls]) => import(file).then((m) => calls.map((args) => m[name](...args)))"
            )
            return shown.evaluate(script, [f"/shared/{file}", name, calls])

        yield call
        shown.close()
