"""Whatever a reader drags, presses or plays: the page around it stays where it is."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from convolution_book.widgets import ChannelMixer
from tests.widgets.every import WIDGETS
from tests.widgets.page import in_each_state, set_traits

pytestmark = pytest.mark.browser
PLACES = """() => [...document.querySelectorAll(`.cw-panel, .cw-bars, .cw-timeline, .cw-canvas-box, .cw-grid,
    .cw-fold, .cw-line, .cw-counting, .cw-note, .cw-frame`)].filter((el) => el.offsetParent).map((el) => {
    const { top, left, height } = el.getBoundingClientRect();
    return [el.className, [top, left, height]];
})"""
A_PIXEL = 0.5  # browsers place boxes on fractions; a move of half a pixel can be seen


def moved(before, after):
    """Names of the parts that moved or grew, or that came or went."""
    assert [name for name, _ in after] == [name for name, _ in before]
    return [
        name
        for (name, old), (_, new) in zip(before, after, strict=True)
        if max(abs(a - b) for a, b in zip(old, new, strict=True)) >= A_PIXEL
    ]


SAMPLED = [cls for cls in WIDGETS if cls.SAMPLES]
WIDTHS = 320, 390, 600, 800  # 320 is a desk's window at 400 %
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("cls", SAMPLED, ids=lambda cls: cls.__name__)
def test_nothing_around_the_numbers_moves(played, cls):
    widget = cls()
    start = {name: getattr(widget, name) for state in cls.SAMPLES for name in state}
    with played(widget, width=WIDTHS[0]) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            set_traits(page, **start)
            page.evaluate(SETTLED)
            first = page.evaluate(f"({PLACES})()")
            for state, places in zip(cls.SAMPLES, in_each_state(page, cls.SAMPLES, PLACES), strict=True):
                assert moved(first, places) == [], (width, state)


def test_axe_finds_nothing_in_the_other_mode_either(played):
    with played(ChannelMixer(mix=True)) as page:
        found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
