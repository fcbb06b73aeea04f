"""A page of widgets for each test that asks; the front ends' modules on a static host for the mathematics."""

from contextlib import closing, contextmanager

import pytest

from tests.browser import PATIENCE_MS, serve, watch
from tests.widgets.page import ROOT, page


@pytest.fixture(scope="session")
def window(browser):
    """window(width=…, …) → a new tab in a browser profile with these settings, one profile for all tests.

    own: in a profile that nobody else gets; a clock that is stopped stands still in the whole profile
    """
    profiles = {}

    def open_tab(width=1280, height=900, scheme="light", own=False, **options):
        key = len(profiles) if own else (width, height, scheme, *sorted(options.items()))
        if key not in profiles:
            size = {"width": width, "height": height}
            profiles[key] = browser.new_context(viewport=size, color_scheme=scheme, **options)
            profiles[key].set_default_timeout(PATIENCE_MS)
        return profiles[key].new_page()

    yield open_tab
    for profile in profiles.values():
        profile.close()


@pytest.fixture
def played(window, tmp_path):
    """`with played(SlidingWindow()) as page:` plays widgets in a page; it must end without a complaint."""

    @contextmanager
    def play(*widgets, theme=None, address="", **options):
        (tmp_path / "page.html").write_text(page(*widgets, theme=theme), encoding="utf-8")
        file = f"file://{tmp_path}/page.html{address}"
        with closing(window(**options)) as shown:
            watch(shown, file)
            shown.goto(file)
            shown.wait_for_function(
                "n => document.querySelectorAll('.cw[data-ready=\"1\"]').length === n", arg=len(widgets)
            )
            yield shown
            assert shown.complaints == []

    return play


@pytest.fixture(scope="session")
def modules(browser):
    """A page that can import modules as they are: modules("kit/maths/conv.js", "corr2d", calls) → values."""
    with serve(ROOT / "book" / "widgets") as address:
        shown = browser.new_page()
        shown.set_default_timeout(PATIENCE_MS)
        shown.goto(f"{address}/kit/frame/words.json")

        def call(file, name, calls):
            """name(*args) of one module for each args in calls."""
            script = (
                "([file, name, calls]) => import(file).then((m) => calls.map((args) => m[name](...args)))"
            )
            return shown.evaluate(script, [f"/{file}", name, calls])

        yield call
        shown.close()
