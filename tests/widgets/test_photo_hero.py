"""The first screen: what a visitor can do there, and what it says."""

import numpy as np
import pytest
import traitlets

from convolution_book.widgets import PhotoHero
from convolution_book.widgets.kernel_lab.pictures import photo
from grader.reference import corr2d
from tests.widgets.page import cells, set_traits, trait

TEMPLE = photo("temple").astype(int)
RESULT = corr2d(TEMPLE, [[-1, 0, 1]] * 3)
INK = """(box) => {
    const canvas = document.querySelectorAll(".cw-lens-canvas")[box];
    const copy = new OffscreenCanvas(128, 96).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    return [...copy.getImageData(0, 0, 128, 96).data];
}"""


def pixels(page, box):
    """RGBA of the photo (0) or the result (1), as they are drawn."""
    return np.array(page.evaluate(INK, box)).reshape(96, 128, 4)


def written(page):
    """Which places of the result have been written."""
    return pixels(page, 1)[1:-1, 1:-1, 3] > 0


def told(page):
    return page.locator(".cw-told").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def choose(page, name):
    page.get_by_role("radio", name=name, exact=True).click()


def at(page):
    return [trait(page, "row"), trait(page, "step")]


def test_the_four_windows_of_the_storyboard():
    places = [(39, 55), (24, 120), (8, 30), (30, 54)]
    assert [int(RESULT[place]) for place in places] == [-108, 0, -576, 481]
    assert (RESULT.min(), RESULT.max()) == (-576, 481)
    assert (TEMPLE[24:27, 120:123] == 252).all()


def test_the_sky_is_the_brightest_part_of_the_photo():
    sky = TEMPLE[:30, 80:118]
    assert sky.min() > 230 > 1.5 * TEMPLE[60:].mean()
    assert np.abs(RESULT[:28, 80:116]).mean() < 10


@pytest.mark.browser
def test_the_first_screen_is_a_photo_an_example_and_a_hidden_result(played):
    with played(PhotoHero()) as page:
        np.testing.assert_array_equal(pixels(page, 0)[..., 0], TEMPLE)
        assert cells(page, "hero-window") == [
            ["102", "107", "100"],
            ["159", "136", "121"],
            ["105", "43", "37"],
        ]
        assert cells(page, "hero-pixel") == [["−108"]]
        assert told(page) == "Right 100 + 121 + 37, minus left 102 + 159 + 105: −108"
        assert page.get_by_role("img", name="result").count() == 0
        assert not written(page).any()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "sentence"),
    [("bright", "they cancel"), ("unchanged", "differences, not the brightness")],
)
def test_a_wrong_guess_earns_its_own_sentence_and_may_be_mended(played, name, sentence):
    with played(PhotoHero(), reduced_motion="reduce") as page:
        choose(page, name)
        assert sentence in page.locator(".cw-judged").inner_text()
        assert not written(page).any()
        choose(page, "blank")
        assert "252 minus 252 is 0" in page.locator(".cw-judged").inner_text()
        assert written(page).all()
        assert trait(page, "answer") == "nothing"


@pytest.mark.browser
def test_show_me_shows_the_result_too(played):
    with played(PhotoHero(), reduced_motion="reduce") as page:
        page.get_by_role("button", name="Show me").click()
        assert written(page).all()
        assert page.get_by_role("img", name="result").is_visible()


@pytest.mark.browser
def test_play_asks_for_the_guess_first(played):
    with played(PhotoHero()) as page:
        page.get_by_role("button", name="Play").click(force=True)  # greyed, yet it says why
        assert page.locator(".cw-judged").inner_text() == "Answer first, or press Show me."
        assert trait(page, "playing") is False


@pytest.mark.browser
def test_nothing_plays_by_itself(played):
    with played(PhotoHero()) as page:
        assert trait(page, "playing") is False
        choose(page, "blank")
        assert trait(page, "playing") is False


@pytest.mark.browser
def test_play_writes_its_row_from_the_left_and_then_all_the_others(played):
    with played(PhotoHero(answer="nothing"), own=True, reduced_motion="no-preference") as page:
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.get_by_role("button", name="Play").click()
        assert at(page) == [39, 0]
        page.clock.run_for(45 * 20)
        step = trait(page, "step")
        assert step == 20
        want = np.zeros(RESULT.shape, bool)
        want[39, : step + 1] = True
        np.testing.assert_array_equal(written(page), want)
        page.clock.run_for(45 * 110)
        assert at(page) == [39, 125]
        assert trait(page, "filled") is True
        page.clock.run_for(1000)
        assert written(page).all()


@pytest.mark.browser
def test_pausing_on_the_way_keeps_what_is_written(played):
    with played(PhotoHero(answer="nothing", filled=False, step=30)) as page:
        assert written(page).sum() == 31
        page.get_by_label("Position").fill("40")
        assert written(page).sum() == 41


@pytest.mark.browser
def test_the_arrow_keys_move_the_window_on_the_photo(played):
    with played(PhotoHero()) as page:
        page.locator(".cw-lens").first.focus()
        for key in ["ArrowDown", "ArrowRight", "ArrowRight", "Shift+ArrowUp", "Shift+ArrowLeft"]:
            page.keyboard.press(key)
        assert at(page) == [30, 47]
        for _ in range(20):
            page.keyboard.press("Shift+ArrowLeft")
            page.keyboard.press("Shift+ArrowUp")
        assert at(page) == [0, 0]


@pytest.mark.browser
def test_pressing_or_dragging_on_the_photo_moves_the_window_there(played):
    with played(PhotoHero()) as page:
        box = page.locator(".cw-lens").first.bounding_box()
        point = lambda row, col: (box["x"] + box["width"] * col / 128, box["y"] + box["height"] * row / 96)  # noqa: E731
        page.mouse.click(*point(25.5, 121.5))
        assert at(page) == [24, 120]
        assert told(page) == "Right 252 + 252 + 252, minus left 252 + 252 + 252: 0"
        page.mouse.move(*point(60.5, 20.5))
        page.mouse.down()
        page.mouse.move(*point(60.5, 40.5), steps=3)
        page.mouse.up()
        assert at(page) == [59, 39]


@pytest.mark.browser
def test_what_zooms_in_are_the_pixels_of_the_photo_with_their_numbers(played):
    with played(PhotoHero(answer="nothing"), reduced_motion="reduce") as page:
        for zoom, name in [(1, "patch"), (2, "nine numbers")]:
            page.get_by_role("radio", name=name).click()
            assert trait(page, "zoom") == zoom
            shown = page.locator(".cw-lens").first.locator(".cw-lens-figure:visible").all_inner_texts()
            rows, cols = (9, 12) if zoom == 1 else (3, 5)
            top, left = (36, 51) if zoom == 1 else (39, 54)
            want = TEMPLE[top : top + rows, left : left + cols]
            assert shown == [str(value) for value in want.ravel()]


@pytest.mark.browser
@pytest.mark.parametrize("place", [(0, 0), (93, 125), (0, 125), (39, 55)])
def test_the_window_is_in_sight_however_near(played, place):
    with played(PhotoHero(row=place[0], step=place[1]), reduced_motion="reduce") as page:
        for zoom in (0, 1, 2):
            set_traits(page, zoom=zoom)
            box = page.locator(".cw-lens").first.bounding_box()
            mark = page.locator(".cw-lens .cw-marker").first.bounding_box()
            assert mark["x"] >= box["x"] - 1
            assert mark["y"] >= box["y"] - 1
            assert mark["x"] + mark["width"] <= box["x"] + box["width"] + 1
            assert mark["y"] + mark["height"] <= box["y"] + box["height"] + 1


@pytest.mark.browser
def test_the_zoom_is_chosen_by_arrow_keys_too(played):
    with played(PhotoHero()) as page:
        page.get_by_role("radio", name="photo", exact=True).focus()
        page.keyboard.press("ArrowRight")
        assert trait(page, "zoom") == 1
        assert page.get_by_role("radio", name="patch").get_attribute("aria-checked") == "true"


@pytest.mark.browser
def test_no_word_is_used_that_is_not_explained_yet(played):
    with played(PhotoHero()) as page:
        seen = page.locator(".cw-frame").inner_text().lower()
    assert not [word for word in ("kernel", "padding", "stride", "filter", "sobel") if word in seen]


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_photo_is_the_same_in_both_themes(played, theme):
    with played(PhotoHero(), theme=theme) as page:
        np.testing.assert_array_equal(pixels(page, 0)[..., :3], np.repeat(TEMPLE[..., None], 3, axis=2))
        canvas = page.locator(".cw-lens-canvas").first
        assert (
            canvas.evaluate("(el) => getComputedStyle(el).filter + getComputedStyle(el).opacity") == "none1"
        )
        assert canvas.evaluate("(el) => getComputedStyle(el).imageRendering") == "pixelated"


@pytest.mark.browser
def test_a_link_brings_the_window_but_not_the_answer(played):
    with played(PhotoHero(), address="#photo-hero-1?row=8&step=30&zoom=1&answer=nothing") as page:
        assert trait(page, "answer") == ""
    with played(PhotoHero(), address="#photo-hero-1?row=8&step=30&zoom=1") as page:
        assert [*at(page), trait(page, "zoom"), trait(page, "value")] == [8, 30, 1, -576]


@pytest.mark.parametrize("traits", [{"row": 94}, {"step": 126}, {"zoom": 3}])
def test_a_window_beyond_the_photo_is_refused(traits):
    with pytest.raises(traitlets.TraitError):
        PhotoHero(**traits)


def test_the_still_picture_tells_the_question_and_its_answer():
    html = PhotoHero().still()
    assert html.count("<img") == 2
    assert html.index("The sky is the brightest") < html.index("<img") < html.index("252 minus 252 is 0")
