import numpy as np
import pytest
import traitlets
from PIL import Image

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
                minus(page.locator(".cw-plain-answer").first.inner_text())
                == filtered(photo("temple"), K)[row, col]
            )


@pytest.mark.browser
def test_the_result_is_painted_as_numpy_computes_it(played):
    blur = np.full((3, 3), 1 / 9)
    with played(KernelLab(K=blur, picture="hopper")) as page:
        painted = page.evaluate(
            """() => {
                const result = [...document.querySelectorAll("canvas")].at(-1).getContext("2d");
                return [...result.getImageData(0, 0, 128, 96).data].filter((_, i) => i % 4 === 0);
            }"""
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
        page.locator("canvas").first.focus()
        for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Space"):
            page.keyboard.press(key)
        assert cells(page, "patch") == [["255"]]
        assert len(trait(page, "drawing")) < 100
        page.get_by_role("button", name="Clear").click()
        assert cells(page, "patch") == [["24"]]


def inked(page):
    """Where the pen left its full ink: [row, column] of the picture's pixels."""
    return page.evaluate(
        """() => {
            const canvas = document.querySelector("canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return Array.from({ length: canvas.width * canvas.height }, (_, i) => i)
                .filter((i) => data[4 * i] === 255)
                .map((i) => [Math.floor(i / canvas.width), i % canvas.width]);
        }"""
    )


def draw(page, *places):
    """Draw from place to place, each as far from the next as one event of a quick pen."""
    box = page.locator("canvas").first.bounding_box()
    for i, (right, down) in enumerate(places):
        page.mouse.move(box["x"] + right * box["width"], box["y"] + down * box["height"])
        if i == 0:
            page.mouse.down()
    page.mouse.up()


@pytest.mark.browser
def test_a_quick_stroke_leaves_a_line_and_no_dots(played):
    with played(KernelLab(picture="drawing")) as page:
        draw(page, (0.1, 0.5), (0.9, 0.5))
        columns = {col for row, col in inked(page) if abs(row - 96) <= 2}
        assert set(range(26, 230)) <= columns


@pytest.mark.browser
def test_a_copied_link_brings_the_drawing_back(played):
    with played(KernelLab(picture="drawing")) as page:
        draw(page, (0.1, 0.2), (0.5, 0.9), (0.9, 0.1), (0.3, 0.3))
        draw(page, (0.2, 0.8), (0.2, 0.8))
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function("location.hash.length > 1")
        address, ink = page.evaluate("location.hash"), inked(page)
    assert len(address) < 300
    with played(KernelLab(), address=address) as page:
        assert inked(page) == ink


@pytest.mark.browser
def test_a_drawing_never_grows_beyond_what_a_link_takes(played):
    zigzag = "".join(f"{'AAAB' if i % 2 else 'vAAA'}"[:3] for i in range(1990)) + "."
    with played(KernelLab(picture="drawing", drawing=zigzag)) as page:
        draw(page, *((0.1 + 0.08 * i, 0.1 + 0.8 * (i % 2)) for i in range(11)))
        assert "The drawing is full" in page.locator(".cw-complaint").inner_text()
        assert trait(page, "drawing") == zigzag


@pytest.mark.browser
@pytest.mark.parametrize("drawing", ["AB.", "AAA", "A A.", "AAA." * 2000])
def test_a_drawing_that_is_none_is_refused(played, drawing):
    with played(KernelLab(), address=f"#kernel-lab-1?drawing={drawing}") as page:
        assert page.locator(".cw-complaint").inner_text().startswith("The drawing in the link cannot be read")
    with pytest.raises(traitlets.TraitError, match="strokes"):
        KernelLab(drawing=drawing)


@pytest.mark.parametrize(
    ("old", "size", "new"),
    [
        ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], (5, 5), np.pad(np.arange(1, 10).reshape(3, 3), 1)),
        (np.arange(25).reshape(5, 5).tolist(), (3, 3), np.arange(25).reshape(5, 5)[1:4, 1:4]),
        ([[1, 2], [3, 4]], (3, 3), [[0, 0, 0], [0, 1, 2], [0, 3, 4]]),
        ([[1, 2, 3]], (3, 1), [[0], [2], [0]]),
    ],
)
@pytest.mark.browser
def test_a_kernel_grows_and_shrinks_about_its_centre(modules, old, size, new):
    [got] = modules("kit/maths/matrices.js", "recentred", [(old, *size)])
    np.testing.assert_array_equal(got, new)


@pytest.mark.browser
def test_two_kernels_in_a_row_are_what_numpy_computes(played):
    K, K2 = RNG.integers(-3, 4, (3, 3)), RNG.integers(-3, 4, (2, 3))
    want = filtered(filtered(photo("temple"), K), K2)[40, 56]
    with played(KernelLab(K=K, K2=K2)) as page:
        assert page.locator("canvas:visible").count() == 2
        page.get_by_role("switch", name="second kernel").click()
        assert minus(page.locator(".cw-plain-answer").nth(1).inner_text()) == want
        assert page.locator("canvas:visible").count() == 3
        assert cost(page).startswith("Two kernels in a row: 9 + 6 = 15 products a pixel.")
        assert "one kernel of 4 × 5 = 20" in cost(page)


@pytest.mark.browser
def test_a_photo_of_ones_own_is_shown_and_no_trait_holds_it(played, tmp_path):
    Image.new("RGB", (600, 300), (30, 60, 90)).save(tmp_path / "mine.png")
    (tmp_path / "mine.txt").write_text("no picture")
    with played(KernelLab(K=[[1]])) as page:
        before = page.evaluate("JSON.stringify(models[0].state)")
        page.set_input_files("input[type=file]", tmp_path / "mine.txt")
        page.wait_for_function("document.querySelector('.cw-complaint').textContent.includes('mine.txt')")
        page.set_input_files("input[type=file]", tmp_path / "mine.png")
        page.wait_for_function("models[0].get('picture') === 'file'")
        assert cells(page, "patch") == [["60"]]
        assert page.locator("canvas").first.evaluate("(c) => [c.width, c.height]") == [256, 128]
        assert page.locator(".cw-note").inner_text().startswith("Your photo stays in this page")
        changed = page.evaluate("(old) => JSON.stringify(models[0].state).length - old.length", before)
        assert changed < 10
        assert page.leaving == []


@pytest.mark.browser
def test_large_pictures_are_as_wide_as_the_widget(played):
    with played(KernelLab()) as page:
        before = page.locator("canvas").first.bounding_box()["width"]
        page.get_by_role("switch", name="large pictures").click()
        assert page.locator("canvas").first.bounding_box()["width"] > 2 * before


LIGHT = """() => {
    const canvas = document.querySelector(".cw-canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const veils = [];
    for (let el = canvas; el; el = el.parentElement) {
        const { filter, opacity, mixBlendMode } = getComputedStyle(el);
        veils.push([filter, opacity, mixBlendMode]);
    }
    return [[...data], veils];
}"""


@pytest.mark.browser
def test_a_photo_is_as_bright_in_the_dark_theme(played):
    shown = []
    for theme in ("light", "dark"):
        with played(KernelLab(), theme=theme) as page:
            pixels, veils = page.evaluate(LIGHT)
        assert set(map(tuple, veils)) == {("none", "1", "normal")}
        shown.append(pixels)
    assert shown[0] == shown[1]


@pytest.mark.browser
def test_the_cost_of_a_kernel_stands_below_its_buttons(played):
    with played(KernelLab()) as page:
        cost = page.locator(".cw-cost").bounding_box()
        link = page.get_by_role("button", name="Copy link").bounding_box()
        switch = page.get_by_role("switch", name="second kernel").bounding_box()
    assert link["y"] == switch["y"] < cost["y"]


@pytest.mark.browser
def test_a_preset_is_chosen_and_recognised(played):
    with played(KernelLab()) as page:
        weights = page.get_by_label("weights", exact=True)
        assert weights.input_value() == "sobel_x"
        weights.select_option("laplace")
        assert trait(page, "K") == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
        weights.select_option("outline")
        assert trait(page, "K") == [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
        set_traits(page, K=[[7]])
        assert weights.input_value() == "own"


@pytest.mark.browser
def test_an_impossible_state_is_a_sentence(played):
    with played(KernelLab()) as page:
        for traits, sentence in [
            ({"K": [[0] * 9]}, "“1 × 9” does not work as kernel size"),
            (
                {"K": [[1]], "picture": "cat"},
                "There is no picture “cat”: choose one of temple, hopper, drawing, file.",
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
