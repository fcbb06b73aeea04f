from base64 import b64encode

import numpy as np
import pytest
import traitlets

from convolution_book.widgets import FindTheFigure
from convolution_book.widgets.find_the_figure import CROWD
from tests.widgets.page import set_traits, trait


def told(page):
    return page.locator(".cw-told").inner_text()


def crowds(modules, seeds):
    return modules("find_the_figure/crowd.js", "drawCrowd", [[seed] for seed in seeds])


@pytest.fixture(scope="module")
def figure(modules):
    """The figure to find: colours, and where it has any."""
    [rows] = modules("find_the_figure/crowd.js", "drawFigure", [[HERO]])
    ink = np.array([[colour is not None for colour in row] for row in rows])
    return np.array([[colour or (0, 0, 0) for colour in row] for row in rows], float), ink


HERO = {"hat": "pointed", "top": [24, 132, 118], "skin": [240, 204, 170], "shirt": "checks"}
HERO |= {"one": [244, 196, 48], "two": [24, 132, 118], "legs": [60, 56, 104]}


def correlation(pixels, figure, ink):
    """The plain definition: np.corrcoef of the figure's pixels and those under them, at each place."""
    windows = np.lib.stride_tricks.sliding_window_view(pixels, figure.shape)[:, :, 0]
    patches = windows[:, :, ink].reshape(*windows.shape[:2], -1)
    patches = patches - patches.mean(axis=-1, keepdims=True)
    template = figure[ink].ravel() - figure[ink].mean()
    size = np.linalg.norm(patches, axis=-1) * np.linalg.norm(template)
    return np.divide(patches @ template, size, out=np.zeros(size.shape), where=size > 1e-3)


@pytest.mark.browser
def test_scores_are_correlation_coefficients_as_numpy_has_them(modules, figure):
    [crowd] = crowds(modules, [11])
    want = correlation(np.array(crowd["pixels"], float), *figure)
    rows = [
        [colour if drawn else None for colour, drawn in zip(*line, strict=True)]
        for line in zip(figure[0].tolist(), figure[1].tolist(), strict=True)
    ]
    [got] = modules("find_the_figure/crowd.js", "sweep", [[crowd["pixels"], rows]])
    np.testing.assert_allclose(got, want, atol=1e-9)
    i, j = np.unravel_index(want.argmax(), want.shape)
    assert np.corrcoef(figure[0][figure[1]].ravel(), patch(crowd, i, j)[figure[1]].ravel())[0, 1] > 0.9999


def patch(crowd, i, j):
    return np.array(crowd["pixels"], float)[i : i + 13, j : j + 8]


@pytest.mark.browser
def test_in_every_crowd_the_best_score_is_where_the_figure_is_and_nobody_else_comes_close(modules, figure):
    for crowd in crowds(modules, range(40)):
        scores = correlation(np.array(crowd["pixels"], float), *figure)
        i, j = crowd["place"]
        assert scores[i, j] > 0.9999
        scores[max(0, i - 6) : i + 7, max(0, j - 4) : j + 5] = 0
        assert scores.max() < 0.93
        assert crowd["count"] > 60


@pytest.mark.browser
def test_the_sweep_fills_the_map_and_finds_the_figure(played, modules):
    [crowd] = crowds(modules, [5])
    with played(FindTheFigure(seed=5, interval_ms=10)) as page:
        set_traits(page, step=20)
        assert told(page).startswith("20 of 60 rows swept. Best so far: 0.")
        page.get_by_role("button", name="Play").click()
        page.wait_for_function("models[0].get('step') === 60 && !models[0].get('playing')")
        assert trait(page, "found") == crowd["place"]
        assert trait(page, "score") == pytest.approx(1)
        assert "The best score of all is 1.00" in told(page)


WINDOW = """() => [".is-window", ".is-veil"].map((name) => {
    const el = document.querySelector(`.cw-scene ${name}`);
    const [slide] = el.getAnimations();
    if (!slide) return null;
    slide.pause();
    return [0, 0.5, 1].map((part) => {
        slide.currentTime = part * slide.effect.getTiming().duration;
        const box = el.getBoundingClientRect(), scene = el.parentElement.getBoundingClientRect();
        const hidden = Number(getComputedStyle(el).clipPath.match(/([\\d.]+)%\\)/)?.[1] ?? 0);
        const [left, top] = [(box.left - scene.left) / scene.width, (box.top - scene.top) / scene.height];
        return [108 * left, 72 * top, hidden]
            .map(Math.round);
    });
})"""


@pytest.mark.browser
def test_the_window_slides_along_each_row_and_the_map_fills_behind_it(played):
    with played(FindTheFigure(interval_ms=60_000)) as page:
        set_traits(page, step=20, playing=True)
        page.wait_for_function("!document.querySelector('.is-window').hidden")
        window, veil = page.evaluate(WINDOW)
        assert window == [[0, 20, 0], [50, 20, 0], [100, 20, 0]]
        assert [[at[0], at[2]] for at in veil] == [[4, 0], [4, 50], [4, 100]]
        set_traits(page, playing=False)
        page.wait_for_function("document.querySelector('.is-window').hidden")


@pytest.mark.browser
def test_with_reduced_motion_no_window_slides(played):
    with played(FindTheFigure(interval_ms=60_000), reduced_motion="reduce") as page:
        set_traits(page, step=20, playing=True)
        page.wait_for_function("!document.querySelector('.is-band').hidden")
        assert page.locator(".is-window").get_attribute("hidden") is not None


@pytest.mark.browser
def test_readers_look_first_and_the_sweep_says_who_was_right(played, modules):
    [crowd] = crowds(modules, [5])
    i, j = crowd["place"]
    with played(FindTheFigure(seed=5)) as page:
        assert told(page).startswith("One figure is dressed like this.")
        canvas = page.locator(".cw-scene canvas").first
        box = canvas.bounding_box()
        cell = box["width"] / 108
        canvas.click(position={"x": (j + 4) * cell, "y": (i + 6) * cell})
        assert told(page).startswith("Yes, there it is.")
        set_traits(page, step=60)
        assert told(page).endswith("You were right.")
        far = [(i + 36) % 72, (j + 54) % 108]
        set_traits(page, guess=far)
        assert told(page).endswith("You pressed somewhere else.")
        set_traits(page, step=0)
        assert told(page).startswith("Not there: the detector gives that place ")


@pytest.mark.browser
def test_it_is_played_by_keyboard_alone(played):
    with played(FindTheFigure()) as page:
        page.locator(".cw-scene canvas").first.focus()
        for key in ["ArrowUp", "Shift+ArrowLeft", "Enter"]:
            page.keyboard.press(key)
        assert trait(page, "guess") == [35, 44]
        page.get_by_role("button", name="New crowd").focus()
        page.keyboard.press("Enter")
        assert trait(page, "seed") == FindTheFigure().seed + 1
        assert trait(page, "guess") == []
        page.keyboard.press("ArrowRight")
        assert trait(page, "step") == 1
        page.wait_for_function("document.querySelector('.cw-spoken').textContent.startsWith('1 of 60')")


@pytest.mark.browser
def test_another_seed_is_another_crowd_and_the_same_seed_the_same(modules):
    one, again, other = crowds(modules, [1, 1, 2])
    assert one == again
    assert one["pixels"] != other["pixels"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"seed": -3}, "“−3” does not work as seed: type a whole number from 0 to 99999."),
        ({"seed": "x"}, "“x” does not work as seed"),
        ({"guess": [100, 2]}, "Nobody can be at 100,2"),
        ({"guess": [1]}, "Nobody can be at 1"),
    ],
)
def test_an_impossible_state_is_a_sentence(played, traits, sentence):
    with played(FindTheFigure()) as page:
        set_traits(page, **traits)
        assert page.locator(".cw-trouble").inner_text().startswith(sentence)


@pytest.mark.browser
def test_a_link_carries_the_crowd(played):
    with played(FindTheFigure(), address="#find-the-figure-1?seed=77&step=30") as page:
        assert (trait(page, "seed"), trait(page, "step")) == (77, 30)


@pytest.mark.browser
def test_the_still_picture_is_the_crowd_of_the_first_seed(modules):
    from PIL import Image

    [crowd] = crowds(modules, [FindTheFigure().seed])
    with Image.open(CROWD) as image:
        np.testing.assert_array_equal(np.asarray(image.convert("RGB")), crowd["pixels"])
    assert b64encode(CROWD.read_bytes()).decode() in FindTheFigure()._repr_mimebundle_()[0]["text/html"]


def test_python_refuses_what_the_page_cannot_draw():
    for traits in ({"seed": -1}, {"step": 61}, {"guess": [-1, 2]}, {"seed": None}):
        with pytest.raises(traitlets.TraitError):
            FindTheFigure(**traits)
