import re

import pytest

from convolution_book import widgets
from convolution_book.widgets.python.front_end import KIT
from tests.axe import found, pale
from tests.browser import overflow
from tests.widgets.every import each_widget
from tests.widgets.page import DRAWN, ROOT, in_each_state, set_traits, state_of

TOO_WIDE = """() => {
    const edge = document.querySelector(".cw-frame").getBoundingClientRect().right + 1;
    return [...document.querySelectorAll(".cw-body *")]
        .filter((el) => !el.ownerSVGElement && el.checkVisibility())
        .filter((el) => el.getBoundingClientRect().right > edge)
        .map((el) => el.className);
}"""
CUT = """() => [...document.querySelectorAll(".cw select")].flatMap((el) => {
    if (!el.checkVisibility()) return [];
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = getComputedStyle(el).font;
    const wide = [...el.options].filter(({ text }) => pen.measureText(text).width > el.clientWidth - 34);
    return wide.map(({ text }) => text); // 34: the list's padding and its arrow
})"""


LOW = """() => [...document.querySelectorAll(".cw :is(button, select, input[type=range])")]
    .filter((el) => el.checkVisibility({ visibilityProperty: true }))
    .map((el) => [el.className, el.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < 38)"""
FOLLOW = """async (links) => {
    for (const link of links) {
        const heard = new Promise((done) => addEventListener("hashchange", done, { once: true }));
        location.hash = link;
        await heard;
    }
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHONE = {"width": 390, "height": 844}


@pytest.mark.browser
@each_widget
def test_on_a_phone_a_widget_fits_the_screen_and_a_finger_finds_its_controls(played, cls):
    with played(cls(), **PHONE, has_touch=True, is_mobile=True) as page:
        assert page.locator(".cw-frame").bounding_box()["height"] <= PHONE["height"]
        for scrub in page.locator(".cw-timeline .cw-scrub").all():  # each of a few steps, or a row for many
            width, last = scrub.bounding_box()["width"], int(scrub.get_attribute("max"))
            assert width > 300 or width / last > 5
        for opener in page.locator(".cw-opener:visible").all():
            opener.click()
        assert page.evaluate(LOW) == []
        for width in (390, 320):
            page.set_viewport_size(PHONE | {"width": width})
            page.evaluate(DRAWN)
            assert overflow(page) <= 0
            assert page.evaluate(TOO_WIDE) == []
            assert page.evaluate(CUT) == []
        for width in (320, 390):
            page.set_viewport_size(PHONE | {"width": width})
            page.evaluate(DRAWN)
            wider = in_each_state(page, cls.SAMPLES, WIDER)
            assert [state for state, by in zip(cls.SAMPLES, wider, strict=True) if by > 0] == []


JUNK = [
    "",
    "NaN",
    "1e400",
    "-1",
    "abc",
    "1,2;3",
    ";",
    "%",
    "%E0%A4",
    "<b>",
    "1,2,3",
    "500,500",
    "__proto__",
    "0.5",
]


@pytest.mark.browser
@each_widget
def test_axe_finds_nothing_in_light_and_dark_and_a_scrambled_link_breaks_nothing(played, cls):
    with played(cls(), theme="light", reduced_motion="reduce") as page:  # colours change at once
        assert found(page) == []
        assert pale(page) == []
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.evaluate(DRAWN)
        assert pale(page) == []
        name = page.locator(".cw").get_attribute("id")
        links = [f"#{name}?{trait}={junk}" for trait in set(state_of(cls())) - {"labels"} for junk in JUNK]
        page.evaluate(FOLLOW, links)
        page.evaluate(DRAWN)
        assert page.locator(".cw-frame").bounding_box()["height"] > 100


PLACES = """() => [...document.querySelectorAll(".cw-frame, .cw-timeline, .cw-plain-answer, .cw-term")]
    .map((el) => {
    const { x, y, height } = el.getBoundingClientRect();
    return [el.className, x, y, height].join();
})"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 800])
def test_nothing_moves_while_playing(played, width):
    X = [[3, 1, 0, -12], [5, 4, -1, 2], [0, 2, 6, 1], [1, 0, 2, 3]]
    widget = widgets.SlidingWindow(X=X, K=[[1, 0, -1], [2, 0, -2], [1, 0, -1]], padding=1)
    with played(widget, width=width) as page:
        first = [place.replace(" is-zero", "") for place in page.evaluate(PLACES)]
        for step in range(1, 16):
            set_traits(page, step=step)
            assert [place.replace(" is-zero", "") for place in page.evaluate(PLACES)] == first


@pytest.mark.browser
def test_the_theme_follows_the_page_then_the_lab_then_the_system(played):
    paper = "getComputedStyle(document.querySelector('.cw-frame')).backgroundColor"
    light, dark = "rgb(255, 255, 255)", "rgb(20, 23, 27)"
    with played(widgets.SlidingWindow(), scheme="dark") as page:
        assert page.evaluate(paper) == dark
        page.evaluate("document.body.dataset.jpThemeLight = 'true'")
        assert page.evaluate(paper) == light
        page.evaluate("document.body.dataset.jpThemeLight = 'false'")
        assert page.evaluate(paper) == dark
    with played(widgets.SlidingWindow(), scheme="dark", theme="light") as page:
        assert page.evaluate(paper) == light


def variables(css):
    """Each block of --cw colours in a style sheet, in order."""
    blocks = re.findall(r"\{\n((?:\s*--cw-[\w-]+: [^;]+;\n)+)", css)
    return [dict(re.findall(r"(--cw-[\w-]+): ([^;]+);", block)) for block in blocks]


def test_the_widgets_and_the_book_have_the_same_colours():
    light, dark, dark_by_system, print_ = variables((KIT / "frame" / "theme.css").read_text())
    assert dark == dark_by_system
    assert light == print_
    book_light, book_dark, *_ = variables((ROOT / "book" / "assets" / "theme.css").read_text())
    assert light.items() <= book_light.items()
    assert dark.items() <= book_dark.items()


@pytest.mark.browser
def test_a_dark_page_is_printed_with_the_pictures_of_a_light_one(played):
    corner = """(() => {
        const copy = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        copy.drawImage(document.querySelector(".cw-mixer-out canvas"), 0, 0);
        return [...copy.getImageData(0, 0, 1, 1).data];
    })()"""
    zero = widgets.ChannelMixer(K=[[[0]]] * 3)  # a map of zeros has the colour of the paper
    with played(zero, theme="dark") as page:
        assert page.evaluate(corner) == [20, 23, 27, 255]
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(corner) == [255, 255, 255, 255]
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(corner) == [20, 23, 27, 255]


@pytest.mark.browser
def test_the_colours_of_print_are_those_of_the_light_theme(modules):
    light = variables((KIT / "frame" / "theme.css").read_text())[0]
    names = {"--cw-pos": "pos", "--cw-neg": "neg"}
    [[got]] = [modules("kit/frame/theme.js", "printedColours", [[]])]
    assert {name: " ".join(map(str, got[key])) for name, key in names.items()} == {
        name: light[name] for name in names
    }
