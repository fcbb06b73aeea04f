import numpy as np
import pytest
import traitlets

from convolution_book.widgets import KernelLab
from convolution_book.widgets.kernel_lab.pictures import grey, photo
from grader.reference import corr2d
from tests.widgets.page import cells, set_traits, trait

RNG = np.random.default_rng(6)


def filtered(X, K):
    """The reference's result of the same size, with the edge repeated."""
    margins = [((n - 1) // 2, n - 1 - (n - 1) // 2) for n in np.shape(K)]
    return corr2d(np.pad(np.asarray(X, float), margins, mode="edge"), K)


def minus(text):
    return float(text.replace("−", "-"))


def cost(page):
    return page.locator(".cw-cost").inner_text().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.browser
def test_a_pixel_shows_what_numpy_computes(played):
    with played(KernelLab()) as page:
        for shape in [(3, 3), (2, 3), (5, 5), (1, 2)]:
            K = RNG.integers(-3, 4, shape)
            row, col = int(RNG.integers(96)), int(RNG.integers(128))
            set_traits(page, K=K.tolist(), probe=[row, col])
            assert (
                minus(page.locator(".cw-plain-answer").inner_text()) == filtered(photo("temple"), K)[row, col]
            )


@pytest.mark.browser
def test_the_result_is_painted_as_numpy_computes_it(played):
    blur = np.full((3, 3), 1 / 9)
    with played(KernelLab(K=blur, picture="hopper")) as page:
        painted = page.evaluate(
            """[...document.querySelectorAll("canvas")[1].getContext("2d").getImageData(0, 0, 128, 96).data]
               .filter((_, i) => i % 4 === 0)"""
        )
    np.testing.assert_allclose(np.reshape(painted, (96, 128)), filtered(photo("hopper"), blur), atol=0.51)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("K", "sentence"),
    [
        (np.outer([1, 2, 1], [-1, 0, 1]), "Rank 1 of 3: one column times one row. 3 + 3 = 6 products"),
        (
            [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
            "Rank 2 of 3: 2 pairs of column and row would need 2·(3 + 3) = 12",
        ),
        (
            np.diag([1, 1, 0, 0, 0]),
            "Rank 2 of 5: 2 pairs of column and row. 2·(5 + 5) = 20 products a pixel instead of 5·5 = 25.",
        ),
        (np.zeros((3, 3)), "All weights are zero"),
    ],
)
def test_the_rank_is_told_with_what_it_saves(played, K, sentence):
    with played(KernelLab(K=K)) as page:
        assert cost(page).startswith(sentence)


@pytest.mark.browser
def test_a_weight_is_pulled_typed_and_nudged(played):
    with played(KernelLab()) as page:
        cell = page.locator(".cw-kernel input").nth(1)
        box = cell.bounding_box()
        page.mouse.move(box["x"] + 9, box["y"] + 9)
        page.mouse.down()
        page.mouse.move(box["x"] + 9, box["y"] - 21, steps=4)
        page.mouse.up()
        assert trait(page, "K")[0][1] == 3
        cell.focus()
        page.keyboard.press("Shift+ArrowDown")
        assert trait(page, "K")[0][1] == 2
        page.keyboard.type("1/4")
        page.keyboard.press("Enter")
        assert trait(page, "K")[0][1] == 0.25


@pytest.mark.browser
def test_a_pixel_is_chosen_by_pointer_and_by_arrow_keys(played):
    with played(KernelLab()) as page:
        canvas = page.locator("canvas").first
        box = canvas.bounding_box()
        page.mouse.move(box["x"] + box["width"] * 10.5 / 128, box["y"] + box["height"] * 20.5 / 96)
        assert trait(page, "probe") == [20, 10]
        page.mouse.move(0, 0)
        canvas.focus()
        for key in ("ArrowDown", "Shift+ArrowRight", "ArrowLeft"):
            page.keyboard.press(key)
        assert trait(page, "probe") == [21, 19]
        assert "row 22, column 20" in canvas.get_attribute("aria-label")


@pytest.mark.browser
def test_a_drawing_becomes_the_input(played):
    with played(KernelLab(picture="drawing", K=[[1]])) as page:
        box = page.locator("canvas").first.bounding_box()
        page.mouse.move(box["x"] + 40, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 90, box["y"] + 70, steps=10)
        page.mouse.up()
        assert cells(page, "patch") == [["255"]]
        assert len(trait(page, "drawing")) == 4 * 128 * 96 / 3
        page.locator("canvas").first.focus()
        for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Space"):
            page.keyboard.press(key)
        assert cells(page, "patch") == [["255"]]
        page.get_by_role("button", name="Clear").click()
        assert cells(page, "patch") == [["24"]]


@pytest.mark.browser
def test_a_preset_is_chosen_and_recognised(played):
    with played(KernelLab()) as page:
        weights = page.get_by_label("weights", exact=True)
        assert weights.input_value() == "sobel_x"
        weights.select_option("laplace")
        assert trait(page, "K") == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
        set_traits(page, K=[[7]])
        assert weights.input_value() == "own"


@pytest.mark.browser
def test_an_impossible_state_is_a_sentence(played):
    with played(KernelLab()) as page:
        for traits, sentence in [
            ({"K": [[0] * 9]}, "A 1 × 9 kernel is too large"),
            (
                {"K": [[1]], "picture": "cat"},
                "There is no picture “cat”: choose one of temple, hopper, drawing.",
            ),
        ]:
            set_traits(page, **traits)
            assert page.locator(".cw-trouble").inner_text().startswith(sentence)


def test_a_picture_of_ones_own_is_made_grey():
    colour = RNG.random((5, 7, 3))
    np.testing.assert_allclose(grey(colour), colour.mean(-1) * 255, atol=0.51)
    assert KernelLab(image=colour).picture == "own"


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        ("photo.jpg", "image must be numbers"),
        (np.zeros((0, 3)), "image must be numbers"),
        (np.zeros(9), "image must be numbers"),
        (np.full((3, 3), np.nan), "NaN"),
        (np.zeros((1000, 600)), r"take image\[::4, ::4\]"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused_in_one_sentence(image, sentence):
    with pytest.raises(ValueError, match=sentence):
        KernelLab(image=image)


def test_an_unknown_picture_is_refused():
    with pytest.raises(traitlets.TraitError, match="choose one of"):
        KernelLab(picture="cat")


def test_the_still_picture_shows_photo_and_result():
    html = KernelLab().still()
    assert html.count("data:image/png;base64,") == 2
    assert ">−2</td>" in html
