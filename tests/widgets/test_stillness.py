"""Whatever a reader drags, presses or plays: the page around it stays where it is."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from convolution_book.widgets import ChannelMixer
from tests.widgets.every import WIDGETS
from tests.widgets.page import set_traits

pytestmark = pytest.mark.browser
PARTS = ".cw-panel, .cw-bars, .cw-timeline, .cw-canvas-box, .cw-grid, .cw-fold, .cw-line, .cw-note, .cw-frame"
PLACES = """(parts) => [...document.querySelectorAll(parts)].filter((el) => el.offsetParent).map((el) => {
    const { top, left, height } = el.getBoundingClientRect();
    return [el.className, top, left, height].map((value) => value.toFixed?.(0) ?? value).join(" ");
})"""

SAMPLED = [cls for cls in WIDGETS if cls.SAMPLES]


@pytest.mark.parametrize("width", [390, 800])
@pytest.mark.parametrize("cls", SAMPLED, ids=lambda cls: cls.__name__)
def test_nothing_around_the_numbers_moves(played, cls, width):
    with played(cls(), width=width) as page:
        first = page.evaluate(PLACES, PARTS)
        for state in cls.SAMPLES:
            set_traits(page, **state)
            assert page.evaluate(PLACES, PARTS) == first, state


def test_axe_finds_nothing_in_the_other_mode_either(played):
    with played(ChannelMixer(mix=True)) as page:
        found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
