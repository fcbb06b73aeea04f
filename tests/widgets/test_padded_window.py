"""The padded window: where it fits, what it never sees, how often the rest takes part."""

from itertools import product

import numpy as np
import pytest
import traitlets

from convolution_book.widgets import PaddedWindow
from grader.reference import corr2d_strided, out_size, participation, same_pad
from tests.widgets.page import cells, set_traits, trait


def settings(count, seed=2):
    """Random traits for which the window fits."""
    rng, found = np.random.default_rng(seed), []
    while len(found) < count:
        n, k, p, s, d = (int(rng.integers(*bounds)) for bounds in [(1, 17), (1, 8), (0, 4), (1, 6), (1, 4)])
        if d * (k - 1) + 1 <= n + 2 * p:
            found.append({"n": n, "k": k, "p": p, "s": s, "d": d})
    return found


def said(page):
    return page.locator(".cw-judged-text").inner_text()


def told(page):
    return page.locator(".cw-padded-told").inner_text()


def fact(page):
    return page.locator(".cw-fact").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def guess(page, typed):
    page.locator(".cw-guess").fill(str(typed))
    page.locator(".cw-guess").press("Enter")
    return said(page)


@pytest.mark.parametrize("state", settings(40), ids=str)
def test_python_counts_as_the_references_do(state):
    widget = PaddedWindow(**state)
    n, k, p, s, d = state.values()
    counts = np.array(widget.computed()["counts"])
    for row, col in product(range(n), repeat=2):
        dot = np.zeros((n, n))
        dot[row, col] = 1
        assert counts[row, col] == corr2d_strided(dot, widget.kernel(), p, s).sum()
    if d == 1:
        np.testing.assert_array_equal(counts, participation(n, k, p, s))


@pytest.mark.parametrize(
    ("state", "sizes", "zeros"),
    [
        ({"n": 13, "k": 6, "s": 5}, [2, 3, 2, 3], (1, 2)),
        ({"n": 8, "k": 3, "s": 2}, [3, 4, 3, 4], (0, 1)),
    ],
)
def test_the_four_rules_give_the_sizes_of_the_storyboard(state, sizes, zeros):
    assert PaddedWindow(**state).computed()["sizes"] == sizes
    assert same_pad(**state) == zeros


@pytest.mark.parametrize(("p", "corner", "centre"), [(0, 1, 4), (1, 4, 9), (2, 9, 9)])
def test_padding_lets_the_corner_catch_up(p, corner, centre):
    widget = PaddedWindow(n=4, p=p, s=1)
    counts = widget.computed()["counts"]
    assert (counts[0][0], counts[2][2]) == (corner, centre)
    if p == 1:
        np.testing.assert_array_equal(widget.seen(), counts)


@pytest.mark.browser
def test_random_states_are_counted_in_the_page_as_in_python(played):
    widget = PaddedWindow(answer="shown")
    with played(widget) as page:
        for state in settings(40, seed=3):
            want = PaddedWindow(**state)
            set_traits(page, step=0, **state)
            assert trait(page, "counts") == want.computed()["counts"], state
            assert trait(page, "sizes") == want.computed()["sizes"], state
            shown = [[float(text) for text in row] for row in cells(page, "padded-out")]
            np.testing.assert_array_equal(shown, want.seen(), err_msg=str(state))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("3.5", "Half a window multiplies nothing."),
        ("4", "It would need a column 9. TensorFlow’s SAME adds one; PyTorch’s convolution does not."),
        ("6", "That is stride 1."),
        ("2", "Windows may overlap: they start 2 apart, not 3."),
        ("5", "Not 5. Try again, or press Show me."),
    ],
)
def test_a_wrong_number_of_windows_earns_its_own_sentence(played, typed, sentence):
    with played(PaddedWindow()) as page:
        assert guess(page, typed) == sentence
        assert trait(page, "answer") == ""


@pytest.mark.browser
def test_nothing_in_the_page_tells_the_size_before_the_answer(played):
    with played(PaddedWindow()) as page:
        assert page.locator(".cw-padded-out .cw-value:visible").count() == 0
        assert page.locator(".cw-padded-out .cw-cell").count() == 1
        assert page.locator(".is-dropped").count() == 0
        assert not page.locator(".cw-count, .cw-padded-told span").first.is_visible()
        assert "Windows in a row" not in fact(page)
        assert guess(page, 3) == "Column 8 is in no window: 15 of 64 pixels are never seen."
        assert cells(page, "padded-out") == [["9"] * 3] * 3
        assert page.locator(".cw-padded-in .is-dropped").count() == 15
        formula, dropped = "⌊(8 + 2·0 − 3) / 2⌋ + 1 = 3", "15 of 64 pixels are in no window."
        assert fact(page) == f"Windows in a row: {formula}. {dropped}"


@pytest.mark.browser
def test_before_padding_is_explained_nothing_speaks_of_it_until_the_reader_sets_it(played):
    with played(PaddedWindow(show=["s"])) as page:
        asked = page.locator(".cw-gate-ask").inner_text()
        assert asked.startswith("An input 8 pixels wide, a window of 3, steps of 2.")
        assert guess(page, 4) == "The last window would reach column 9, but the last one is column 8."
        guess(page, 3)
        assert told(page) == "Row 1, window 1 of 3 covers columns 1 to 3: 9 real pixels."
        assert fact(page).startswith("Windows in a row: ⌊(8 − 3) / 2⌋ + 1 = 3.")
        set_traits(page, p=1)
        assert told(page).endswith("4 real pixels, 5 zeros.")
        page.get_by_role("button", name="More settings").click()
        page.get_by_role("radio", name="frameworks").click()
        assert page.locator(".cw-gate").is_hidden()
        page.get_by_role("button", name="Reset", exact=True).click()
        assert (trait(page, "p"), trait(page, "view")) == (0, "window")


@pytest.mark.browser
@pytest.mark.parametrize("state", settings(12, seed=5), ids=str)
def test_the_answer_to_any_question_is_what_the_reference_says(played, state):
    with played(PaddedWindow(**state)) as page:
        guess(page, out_size(**state))
        assert trait(page, "answer") == str(out_size(**state))


@pytest.mark.browser
def test_after_another_setting_the_field_shows_the_new_number(played):
    with played(PaddedWindow()) as page:
        guess(page, 3)
        page.get_by_label("stride", exact=True).press("ArrowDown")
        assert page.locator(".cw-guess").input_value() == "6"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"step": 1}, "Row 1, window 2 of 3 covers columns 3 to 5: 9 real pixels, 0 zeros."),
        ({"p": 1}, "Row 1, window 1 of 4 covers columns 0 to 2: 4 real pixels, 5 zeros."),
        ({"p": 2, "step": 6}, "Row 2, window 2 of 5 covers columns 1 to 3: 9 real pixels, 0 zeros."),
        ({"d": 2, "p": 1}, "Row 1, window 1 of 3 looks at columns 0, 2, 4: 4 real pixels, 5 zeros."),
        ({"k": 1}, "Row 1, window 1 of 4 covers column 1: 1 real pixel, 0 zeros."),
        (
            {"view": "counts", "n": 4, "p": 1, "s": 1},
            "Corner : centre = 4 : 9 (the centre: row 3, column 3).",
        ),
        ({"view": "counts", "n": 4, "p": 2, "s": 1}, "All pixels take part equally often: 9 each."),
        ({"view": "counts", "n": 9, "k": 1, "s": 2}, "Some pixels are in 0, some in 1."),
    ],
)
def test_a_step_is_said_in_one_sentence_that_counts_from_1(played, state, sentence):
    with played(PaddedWindow(answer="shown", **state)) as page:
        assert told(page) == sentence


@pytest.mark.browser
def test_the_counts_are_hidden_until_the_reader_has_said_whether_they_are_equal(played):
    with played(PaddedWindow(view="counts", n=4, p=1, s=1)) as page:
        assert set(np.ravel(cells(page, "padded-in"))) == {"0", "1"}
        page.get_by_role("radio", name="yes").click()
        assert said(page) == "Corner 4, centre 9: a corner window spends 5 cells on zeros."
        assert trait(page, "answer") == ""
        page.get_by_role("radio", name="no").click()
        assert trait(page, "answer") == "no"
        inner = np.array(cells(page, "padded-in"))[1:-1, 1:-1].astype(int)
        np.testing.assert_array_equal(inner, participation(4, 3, 1))


@pytest.mark.browser
def test_a_pixel_lights_up_the_windows_that_see_it(played):
    with played(PaddedWindow(answer="shown")) as page:
        lit = page.locator(".cw-padded-out .is-now")
        page.locator(".cw-padded-in .cw-cell").nth(2 * 8 + 2).hover()
        assert lit.count() == participation(8, 3, 0, 2)[2, 2] == 4
        assert fact(page) == "Row 3, column 3: in 4 of 9 windows."
        page.locator(".cw-padded-in .cw-cell").nth(7).hover()
        assert lit.count() == 0
        page.mouse.move(2, 2)
        assert lit.count() == 1


@pytest.mark.browser
def test_an_output_that_is_pressed_shows_its_window(played):
    with played(PaddedWindow(answer="shown")) as page:
        page.locator(".cw-padded-out .cw-cell").nth(5).click()
        assert trait(page, "step") == 5
        assert told(page).startswith("Row 2, window 3 of 3 covers columns 5 to 7")


@pytest.mark.browser
def test_the_rulers_draw_as_many_windows_as_they_say_and_hatch_what_is_dropped(played):
    with played(PaddedWindow(view="frameworks", answer="shown", n=13, k=6, s=5)) as page:
        strips = page.locator(".cw-ruler").all()
        assert [strip.locator(".cw-ruler-window").count() for strip in strips] == [2, 3, 2, 3]
        assert [strip.locator(".is-dropped").count() for strip in strips] == [2, 0, 2, 0]
        assert [strip.locator("p").inner_text() for strip in strips] == [
            "PyTorch, convolution: 2 windows, 2 columns dropped",
            "PyTorch, pool with ceil_mode: 3 windows",
            "TensorFlow, VALID: 2 windows, 2 columns dropped",
            "TensorFlow, SAME: 3 windows, padded by 1 before and 2 after",
        ]
        set_traits(page, n=4, k=5, p=1, s=1)
        assert strips[2].locator("p").inner_text() == "TensorFlow, VALID: no window fits"
        assert "both ignore the padding" in fact(page)


@pytest.mark.browser
def test_a_window_that_is_too_large_is_refused_in_a_sentence(played):
    with played(PaddedWindow(k=7)) as page:
        field = page.get_by_label("dilation", exact=True)
        field.fill("3")
        field.press("Enter")
        assert page.locator(".cw-complaint").inner_text().replace("\N{NO-BREAK SPACE}", " ") == (
            "A kernel of 7 with dilation 3 spans 19 and does not fit into 8 + 2·0: pad more or shrink it."
        )
        assert trait(page, "d") == 1


def test_python_refuses_a_window_that_is_too_large():
    with pytest.raises(traitlets.TraitError, match="a window of 19 does not fit into 8"):
        PaddedWindow(k=7, d=3)


def test_the_still_picture_is_the_answered_state():
    drawn = PaddedWindow().still()
    assert "15 of 64 pixels are in no window." in drawn
    assert drawn.count(">9</td>") == 9


def test_zeros_creep_in_by_a_ring_a_layer_and_the_corner_grows_dark():
    layers = PaddedWindow(p=1, s=1).layers()
    assert [int(clean.sum()) for _, clean in layers] == [64, 36, 16, 4, 0]
    assert [round(Y[0, 0], 3) for Y, _ in layers] == [1, 0.444, 0.309, 0.232, 0.187]


@pytest.mark.browser
def test_the_layers_in_the_page_are_those_of_the_reference(played):
    with played(PaddedWindow(view="layers", answer="shown")) as page:
        for state in [{"n": 8, "k": 3, "p": 1, "s": 1, "d": 1}, *settings(10, seed=4)]:
            set_traits(page, step=0, **state)
            layers = PaddedWindow(**state).layers()
            assert page.locator(".cw-layer span").all_inner_texts() == [f"{c.sum():.0f}" for _, c in layers]
            for step, (Y, _) in enumerate(layers):
                set_traits(page, step=step)
                shown = np.array(cells(page, "padded-in"), float)
                np.testing.assert_allclose(
                    shown, np.pad(Y, state["p"]), atol=0.0051, err_msg=f"{state} {step}"
                )
        set_traits(page, n=8, k=3, p=1, s=1, d=1, step=2)
        assert told(page) == "After 2 layers 16 of 64 outputs have felt no zero, and the corner is 0.31."
        page.locator(".cw-padded-in .cw-cell").nth(11).hover()
        assert fact(page) == "Row 1, column 1: 0.31."
        set_traits(page, p=0)
        assert told(page) == "After 2 layers the map is 4 × 4. No zero was summed."


@pytest.mark.browser
def test_the_reader_says_how_far_the_zeros_have_come_before_they_are_seen(played):
    with played(PaddedWindow(view="layers", p=1, s=1, step=1)) as page:
        assert page.locator(".cw-padded-in .cw-masked, .cw-layers.cw-masked").count() == 2
        assert guess(page, 36) == "That is after one layer."
        assert guess(page, 64) == "The zeros are summed like pixels."
        guess(page, 16)
        assert page.locator(".cw-masked").count() == 0
        page.get_by_role("radio", name="window").click()
        page.get_by_role("radio", name="layers").click()
        page.keyboard.press("End")
        assert told(page).startswith("After 4 layers 0 of 64")
