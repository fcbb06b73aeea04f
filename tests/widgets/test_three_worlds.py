"""One window over a signal, a photo and a film: where it goes, how much it takes in, what comes out."""

import numpy as np
import pytest
import torch
import traitlets
from axe_playwright_python.sync_playwright import Axe
from torch.nn.functional import conv2d, conv3d

from convolution_book.widgets import ThreeWorlds
from convolution_book.widgets.kernel_lab.pictures import photo
from convolution_book.widgets.three_worlds import ZOOM, strip
from convolution_book.widgets.three_worlds.arrays import arrays, ball, dahlia, eeg, temple
from tests.browser import overflow
from tests.widgets.page import set_traits, trait
from tests.widgets.test_stillness import PLACES, moved

TABS = ["channels", "worlds", "causal"]


def told(page):
    return page.locator(".cw-worlds-told").inner_text().replace("\N{NON-BREAKING HYPHEN}", "-")


def said(page):
    return page.locator(".cw-judged-text").inner_text()


def covered(page, name):
    """Which slices the window of this array covers."""
    return page.evaluate(
        """(name) => [...document.querySelector(`.cw-world-${name} .cw-slices`).children]
            .flatMap((slice, at) => slice.querySelector(".cw-slice-window").hidden ? [] : [at])""",
        name,
    )


@pytest.mark.parametrize("step", [0, 1, 8, 64, 83, 511])
def test_counting_the_means_are_the_storyboards(step):
    a, b, c = step // 64, step // 8 % 8, step % 8
    got = ThreeWorlds(tab="worlds", data="counting", step=step).computed()
    np.testing.assert_allclose(got["values"], [c + 1, b + c + 2, a + b + c + 3])
    assert got["shapes"] == [[8], [8, 8], [8, 8, 8]]


@pytest.mark.parametrize(
    ("dilation", "want"),
    [
        (1, [1, 4, 11, 18, 25, 32, 39, 46, 53, 60]),
        (2, [1, 2, 5, 8, 15, 22, 29, 36, 43, 50]),
        (3, [1, 2, 3, 6, 9, 12, 19, 26, 33, 40]),
    ],
)
def test_the_causal_numbers_are_the_storyboards(dilation, want):
    got = ThreeWorlds(tab="causal", data="counting", dilation=dilation).computed()
    assert got == {"values": want, "shapes": [[10]]}


def test_torch_multiplies_27_and_18_numbers_and_gives_one_map_and_two():
    flat = conv2d(torch.ones(1, 3, 8, 8), torch.ones(1, 3, 3, 3))[0]
    deep = conv3d(torch.ones(1, 1, 3, 8, 8), torch.ones(1, 1, 2, 3, 3))[0, 0]
    assert (flat.unique().tolist(), deep.unique().tolist()) == ([27], [18])
    assert ThreeWorlds().computed()["shapes"] == [list(flat.shape), list(deep.shape)]
    X = torch.tensor(arrays("real")["flat"].astype(float))[None]
    want = conv2d(X, torch.full((1, 3, 3, 3), 1 / 27, dtype=X.dtype))[0, 0, 2, 3].item()
    assert ThreeWorlds(step=15).computed()["values"][0] == pytest.approx(want)


def test_the_data_are_cut_from_what_our_dependencies_ship():
    """And nothing but shrunk by averaging; the other photos' own tests cut those again."""
    import matplotlib.cbook

    with matplotlib.cbook.get_sample_data("eeg.dat") as file:
        recording = np.frombuffer(file.read()).reshape(-1, 4)
    np.testing.assert_array_equal(eeg(), np.round(10 * recording[512:640:2, 1]))
    assert temple()[5, 7] == round(photo("temple")[20:24, 28:32].mean())
    assert dahlia().shape == (3, 8, 8)
    film = ball(12, 24, 6, 6, 1)
    assert [np.unravel_index(frame.argmax(), frame.shape) for frame in film][:3] == [(6, 1), (7, 3), (8, 5)]
    assert (film.min(), film.max()) == (0, 255)


def test_a_window_beyond_the_bounds_is_refused():
    for traits in ({"dilation": 4}, {"step": 512}, {"tab": "4-D"}):
        with pytest.raises(traitlets.TraitError):
            ThreeWorlds(**traits)


def test_the_still_picture_asks_and_answers():
    drawn = ThreeWorlds().still().replace("\N{NON-BREAKING HYPHEN}", "-")
    assert drawn.index("Which one multiplies more") < drawn.index("<img") < drawn.index("Yes: 27.")
    assert drawn.count("<img") == 4
    assert "27 products" in drawn
    assert "18 products" in drawn
    assert ">60</td>" in ThreeWorlds(tab="causal", data="counting").still()


def test_the_still_slices_are_as_bright_as_the_photo_and_show_the_window():
    X = dahlia()
    drawn = strip(X, [(0, 3), (1, 3), (2, 3)], 255)
    side = 8 * ZOOM + 4  # a rim of 2 all round
    slices = drawn[:, side : 2 * side][2:-2, 2:-2]
    np.testing.assert_array_equal(slices[ZOOM // 2 :: ZOOM, ZOOM // 2 :: ZOOM, 0], X[1])
    assert len(np.unique(slices[ZOOM, 2 * ZOOM : 5 * ZOOM], axis=0)) == 1


@pytest.mark.browser
def test_whatever_is_set_the_page_computes_as_python_does(played):
    rng = np.random.default_rng(4)
    with played(ThreeWorlds(answer="shown")) as page:
        for n in range(40):
            state = {
                "tab": TABS[n % 3],
                "data": ("real", "counting")[n // 3 % 2],
                "dilation": int(rng.integers(1, 4)),
                "step": int(rng.integers(512)),
            }
            set_traits(page, **state)
            want = ThreeWorlds(**state).computed()
            assert trait(page, "shapes") == want["shapes"], state
            np.testing.assert_allclose(trait(page, "values"), want["values"], atol=1e-6, err_msg=str(state))


@pytest.mark.browser
def test_the_reader_guesses_before_the_windows_tell_how_deep_they_are(played):
    with played(ThreeWorlds()) as page:
        assert covered(page, "flat") == covered(page, "deep") == [0]
        assert page.locator(".cw-world-out.cw-masked").count() == 2
        assert "27" not in page.locator(".cw-frame").inner_text()
        assert page.get_by_role("img", name="output").count() == 0
        for name, sentence in [("the 3‑D one", "18: it is 2 frames deep."), ("equally many", "3·3·3")]:
            page.get_by_role("radio", name=name).click()
            assert sentence in said(page)
            assert trait(page, "answer") == ""
        page.get_by_role("button", name="Play").click(force=True)
        assert trait(page, "playing") is False
        page.get_by_role("radio", name="the 2‑D one").click()
        assert said(page).startswith("Yes: 27.")
        assert (covered(page, "flat"), covered(page, "deep")) == ([0, 1, 2], [0, 1])
        assert page.locator(".cw-masked").count() == 0
        page.get_by_role("radio", name="three worlds").click()
        assert not page.locator(".cw-gate").is_visible()
        page.get_by_role("radio", name="causal").press("ArrowRight")
        assert trait(page, "tab") == "channels"


@pytest.mark.browser
def test_each_step_is_one_sentence_that_counts_from_1(played):
    sentences = [
        (0, "channels", "Step 1. 2-D: 27 products, mean 3. 3-D, frames 1 and 2: 18 products, mean 2.5."),
        (40, "channels", "Step 41. 2-D: it has been everywhere. 3-D, frames 2 and 3: 18 products, mean 7.5."),
        (0, "worlds", "Step 1: signal 1, image 2, volume 3; 3, 9 and 27 products."),
        (511, "worlds", "Step 512: signal 8, image 16, volume 24; 3, 9 and 27 products."),
        (2, "causal", "Sample 3: 1·3 + 2·2 + 4·1 = 11."),
    ]
    with played(ThreeWorlds(answer="shown", data="counting")) as page:
        for step, tab, sentence in sentences:
            set_traits(page, step=step, tab=tab)
            assert told(page) == sentence
        set_traits(page, tab="worlds", dilation=3, step=511)
        assert trait(page, "step") == 63  # 4 places along each axis of 10
        assert covered(page, "volume") == [3, 6, 9]
        set_traits(page, tab="causal", dilation=1, data="real", step=0)
        assert told(page) == "Sample 1: 1·(−2.1) + 2·0 + 4·0 = −2.1."


@pytest.mark.browser
def test_arrow_keys_a_press_and_the_timeline_move_the_windows(played):
    with played(ThreeWorlds(answer="shown")) as page:
        film = page.locator(".cw-world-deep .cw-slices").first
        film.focus()
        for key, step in [("ArrowRight", 1), ("ArrowDown", 7), ("PageDown", 43), ("ArrowLeft", 42)]:
            page.keyboard.press(key)
            assert trait(page, "step") == step
        box = page.locator(".cw-world-flat canvas").nth(1).bounding_box()
        page.mouse.click(box["x"] + box["width"] * 5.5 / 8, box["y"] + box["height"] * 3.5 / 8)
        assert trait(page, "step") == 2 * 6 + 4  # its middle lies on row 4, column 6
        set_traits(page, tab="worlds", step=0)
        page.locator(".cw-world-image .cw-slices").first.focus()
        page.keyboard.press("ArrowDown")
        assert trait(page, "step") == 8
        page.locator(".cw-world-signal .cw-lane-tick").nth(60).click()
        assert trait(page, "step") == 8 + 7  # the last of eight places
        set_traits(page, tab="causal", step=0)
        page.locator(".cw-worlds.is-causal .cw-lane-output .cw-lane-plot").press("ArrowRight")
        page.locator(".is-causal .cw-lane-tick", has_text="10").click()
        assert trait(page, "step") == 9
        assert trait(page, "interval_ms") == 700


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 800])
def test_the_other_tabs_keep_still_and_fit_and_axe_finds_nothing(played, width):
    with played(ThreeWorlds(answer="shown"), width=width) as page:
        for tab, steps in [("worlds", (0, 7, 300, 511)), ("causal", (0, 1, 20, 31))]:
            set_traits(page, tab=tab, step=0)
            first = page.evaluate(f"({PLACES})()")
            for step in steps:
                set_traits(page, step=step)
                assert moved(first, page.evaluate(f"({PLACES})()")) == [], (tab, step)
            assert overflow(page) <= 0
            assert Axe().run(page).response["violations"] == []
