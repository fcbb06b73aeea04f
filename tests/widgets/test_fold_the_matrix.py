import numpy as np
import pytest
import traitlets

from convolution_book.widgets import FoldTheMatrix
from grader.reference import conv_params, corr2d, extract_kernel, pad2d
from tests.widgets.page import cells, set_traits, trait


def counted(page):
    return int(page.locator(".cw-fold-count").inner_text().split()[0])


def told(page):
    return page.locator(".cw-told").inner_text()


def image(pattern, place):
    X = np.zeros((4, 4), int)
    for (a, b), value in np.ndenumerate(pattern):
        i, j = a + place[0], b + place[1]
        if 0 <= i < 4 and 0 <= j < 4:
            X[i, j] = value
    return X


def colours(page):
    script = "[...document.querySelectorAll('.cw-weight:not(.is-none)')].map((el) => el.style.background)"
    return page.evaluate(script)


@pytest.mark.browser
def test_sharing_folds_256_weights_to_49_and_delta_leaves_an_odd_square(played):
    with played(FoldTheMatrix()) as page:
        assert counted(page) == len(np.unique(trait(page, "W"))) == 256
        page.get_by_role("switch", name="share").click()
        assert counted(page) == 49 == len(set(colours(page)))
        for delta in range(4):
            set_traits(page, delta=delta)
            W = np.array(trait(page, "W"))
            V = extract_kernel(W.reshape(4, 4, 4, 4))
            assert (
                counted(page)
                == np.count_nonzero(V)
                == conv_params(delta, bias=False)
                == len(set(colours(page)))
            )
            assert len(np.unique(W[W != 0])) == counted(page) != 4 * delta**2


@pytest.mark.browser
def test_near_but_not_shared_counts_the_pairs_that_are_near(played):
    with played(FoldTheMatrix()) as page:
        for delta, count in enumerate([16, 100, 196, 256]):
            set_traits(page, delta=delta)
            assert counted(page) == np.count_nonzero(trait(page, "W")) == count


@pytest.mark.browser
@pytest.mark.parametrize("share", [False, True])
def test_the_response_is_the_matrix_times_the_image(played, share):
    rng = np.random.default_rng(6)
    with played(FoldTheMatrix(share=share)) as page:
        for _ in range(12):
            place, delta = rng.integers(-1, 4, 2).tolist(), int(rng.integers(4))
            pattern = rng.integers(-3, 4, rng.integers(1, 3, 2)).tolist()
            set_traits(page, place=place, delta=delta, pattern=pattern)
            X, W = image(pattern, place), np.array(trait(page, "W"))
            assert (W @ X.ravel()).reshape(4, 4).tolist() == trait(page, "Y")
            if share:
                V = extract_kernel(W.reshape(4, 4, 4, 4))
                np.testing.assert_array_equal(trait(page, "Y"), corr2d(pad2d(X, 3), V))
            shown = [[float(text.replace("−", "-")) for text in row] for row in cells(page, "response")]
            assert shown == trait(page, "Y")


@pytest.mark.browser
def test_shared_weights_make_the_response_follow_until_the_pattern_falls_off(played):
    with played(FoldTheMatrix(share=True)) as page:
        assert told(page).startswith("Move the pattern")
        set_traits(page, place=[2, 0])
        assert "all 9 outputs that can be compared are the same" in told(page)
        set_traits(page, place=[3, 0])
        assert "fell off the edge: no longer exact" in told(page)
        set_traits(page, place=[2, 0], share=False)
        assert "The weights are not shared" in told(page)


@pytest.mark.browser
def test_the_row_of_an_output_is_written_out_and_its_inputs_light_up(played):
    with played(FoldTheMatrix(share=True, delta=1, unit=[0, 0])) as page:
        lit = "[...document.querySelectorAll('.cw-image .cw-cell')].map((c) => c.matches('.is-inside'))"
        assert np.flatnonzero(page.evaluate(lit)).tolist() == [0, 1, 4, 5]
        page.locator(".cw-response .cw-cell").nth(5).click()
        assert trait(page, "unit") == [1, 1]
        W, X = np.array(trait(page, "W"))[5], image([[1, 0], [2, 1]], [1, 1]).ravel()
        sentence = page.locator(".cw-arithmetic").inner_text()
        terms = [f"{x}·{f'({w})' if w < 0 else w}" for x, w in zip(X, W, strict=True) if x * w]
        assert sentence == f"row 2, column 2: {' + '.join(terms)} = {W @ X}".replace("-", "−")


@pytest.mark.browser
def test_it_is_played_by_keyboard_alone(played):
    with played(FoldTheMatrix()) as page:
        page.locator(".cw-image .cw-value[tabindex='0']").focus()
        for key in ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft"]:
            page.keyboard.press(key)
        assert trait(page, "place") == [3, 0]
        page.locator(".cw-fold").focus()
        for key in ["Home", "ArrowDown", "ArrowUp", "ArrowDown"]:
            page.keyboard.press(key)
        assert trait(page, "unit") == [0, 1]
        page.get_by_role("switch").focus()
        page.keyboard.press("Space")
        assert trait(page, "share") is True
        page.wait_for_function("document.querySelector('.cw-spoken').textContent.includes('= 49')")


@pytest.mark.browser
def test_the_pattern_is_dragged_and_its_grip_stays_under_the_pointer(played):
    with played(FoldTheMatrix()) as page:
        box = page.locator(".cw-image .cw-cells").bounding_box()
        cell = box["width"] / 4
        page.mouse.move(box["x"] + 2.5 * cell, box["y"] + 2.5 * cell)
        page.mouse.down()
        page.mouse.move(box["x"] + 3.5 * cell, box["y"] + 3.5 * cell, steps=4)
        page.mouse.up()
        assert trait(page, "place") == [2, 2]
        page.mouse.move(box["x"], box["y"])
        assert trait(page, "place") == [2, 2]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"delta": 9}, "“9” does not work as distance Δ: type a whole number from 0 to 3."),
        ({"pattern": [[1, 2, 3]]}, "“1 × 3” does not work as pattern"),
        ({"pattern": []}, "pattern has no cells"),
        ({"place": [7, 0]}, "“7” does not work as place of the pattern"),
        ({"unit": [0, 4]}, "“4” does not work as place of the output: type a whole number from 0 to 3."),
    ],
)
def test_an_impossible_state_is_a_sentence(played, traits, sentence):
    with played(FoldTheMatrix()) as page:
        set_traits(page, **traits)
        assert page.locator(".cw-trouble").inner_text().startswith(sentence)


@pytest.mark.browser
def test_a_link_carries_the_situation(played):
    state = {"share": True, "delta": 1, "pattern": [[1, 2]], "place": [-1, 2], "unit": [3, 0], "seed": 4}
    with played(FoldTheMatrix()) as page:
        set_traits(page, **state)
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function("location.hash.length > 1")
        address = page.evaluate("location.hash")
    with played(FoldTheMatrix(), address=address) as page:
        assert {name: trait(page, name) for name in state} == state


def test_python_refuses_what_the_page_cannot_draw():
    for traits in (
        {"delta": 4},
        {"pattern": np.ones((3, 3))},
        {"place": [4, 0]},
        {"unit": [0, 9]},
        {"place": "x"},
    ):
        with pytest.raises(traitlets.TraitError):
            FoldTheMatrix(**traits)
