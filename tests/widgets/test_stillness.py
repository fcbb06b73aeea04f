"""Whatever a reader drags, presses or plays: the page around it stays where it is."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from book.widgets import ChannelMixer, FindTheFigure, FoldTheMatrix, PixelShuffler
from tests.widgets.page import set_traits

pytestmark = pytest.mark.browser
PARTS = ".cw-panel, .cw-bars, .cw-timeline, .cw-canvas-box, .cw-grid, .cw-fold, .cw-line, .cw-note, .cw-frame"
PLACES = """(parts) => [...document.querySelectorAll(parts)].filter((el) => el.offsetParent).map((el) => {
    const { top, left, height } = el.getBoundingClientRect();
    return [el.className, top, left, height].map((value) => value.toFixed?.(0) ?? value).join(" ");
})"""

STATES = {
    PixelShuffler: [{"shuffle": s, "probe": [p, 27 - p]} for s in (0, 7, 100) for p in (0, 27)],
    FoldTheMatrix: [
        {"share": share, "delta": d, "place": place}
        for share in (True, False)
        for d, place in enumerate([[3, 3], [-1, -1], [2, 1], [1, 1]])
    ],
    FindTheFigure: [{"step": s, "guess": g} for s in (0, 1, 30, 60) for g in ([], [3, 3], [50, 90])],
    ChannelMixer: [
        *({"probe": place} for place in ([0, 0], [37, 37], [20, 3])),
        {"bias": -999},
        {"channels_on": [0, 1, 0]},
    ],
}


@pytest.mark.parametrize("width", [390, 800])
@pytest.mark.parametrize("cls", STATES, ids=lambda cls: cls.__name__)
def test_nothing_around_the_numbers_moves(played, cls, width):
    with played(cls(), width=width) as page:
        first = page.evaluate(PLACES, PARTS)
        for state in STATES[cls]:
            set_traits(page, **state)
            assert page.evaluate(PLACES, PARTS) == first, state


def test_axe_finds_nothing_in_the_other_mode_either(played):
    with played(ChannelMixer(mix=True)) as page:
        found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
