import numpy as np
import pytest
import traitlets

from convolution_book.widgets import BreakIt
from tests.widgets.page import cells, set_traits, trait


def told(page):
    return page.locator(".cw-break-told").inner_text()


@pytest.mark.parametrize(
    ("state", "differing", "largest"),
    [
        ({"place": [3, 3]}, 0, 0),
        ({}, 1, 1),
        ({"place": [3, 6]}, 4, 2),
        ({"border": "circular"}, 0, 0),
        ({"place": [3, 6], "border": "circular"}, 0, 0),
        ({"border": "reflect"}, 3, 2),
        ({"place": [3, 3], "gain": True}, 10, 6),
        ({"place": [3, 3], "stride": 2}, 4, 2),
        ({"place": [3, 3], "stride": 2, "nudge": [0, 2]}, 0, 0),
    ],
)
def test_how_many_outputs_differ_and_by_how_much(state, differing, largest):
    got = BreakIt(**state).computed()
    assert (got["differing"], got["largest"]) == (differing, largest)


def test_the_value_that_fell_off_is_missing_in_the_first_column():
    D = np.array(BreakIt().computed()["D"])
    assert np.argwhere(D).tolist() == [[4, 0]]
    assert D[4, 0] == -1


def test_half_a_step_changes_the_sum_of_the_output():
    one = BreakIt(place=[3, 3], stride=2)
    first, second = one.paths()
    assert (first.sum(), second.sum()) == (6, 8)


@pytest.mark.browser
def test_random_states_are_computed_as_by_numpy(played):
    rng = np.random.default_rng(10)
    widget = BreakIt(answer="shown")
    with played(widget) as page:
        for _ in range(25):
            rows, cols = rng.integers(1, 3, 2)
            state = {
                "place": rng.integers(0, 7, 2).tolist(),
                "pattern": rng.integers(-9, 10, (rows, cols)).tolist(),
                "nudge": rng.integers(-2, 3, 2).tolist(),
                "K": rng.integers(-9, 10, rng.integers(1, 4, 2)).tolist(),
                "border": str(rng.choice(["zeros", "circular", "reflect"])),
                "stride": int(rng.integers(1, 3)),
                "gain": bool(rng.integers(2)),
            }
            set_traits(page, **state)
            for name, value in state.items():
                setattr(widget, name, value)
            for name, want in widget.computed().items():
                np.testing.assert_allclose(trait(page, name), want, err_msg=f"{name} of {state}")


@pytest.mark.browser
def test_the_reader_says_how_many_differ_before_they_are_shown(played):
    with played(BreakIt()) as page:
        masked = page.locator(".cw-break-difference .cw-masked, .cw-break-second .cw-masked")
        assert masked.count() == 128
        for guess, sentence in [("0", "reaches one column further"), ("8", "Not a whole column")]:
            page.locator(".cw-guess").fill(guess)
            page.get_by_role("button", name="Check").click()
            assert sentence in page.locator(".cw-judged").inner_text()
            assert trait(page, "answer") == ""
        page.locator(".cw-guess").fill("1")
        page.keyboard.press("Enter")
        assert trait(page, "answer") == "1"
        assert masked.count() == 0
        assert told(page).startswith("Moved 1 to the right: 1 of 64 outputs differs, by 1.")
        assert cells(page, "break-difference")[4] == ["−1", *"0000000"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("state", "why"),
    [
        ({"place": [3, 3]}, "far enough from the edge"),
        ({"border": "circular"}, "no edge"),
        ({}, "the kernel meets zeros"),
        ({"border": "reflect"}, "in a mirror"),
        ({"gain": True}, "brighter further to the right"),
        ({"stride": 2}, "half a step"),
        ({"nudge": [0, 0]}, "Nothing has moved"),
    ],
)
def test_each_way_to_break_it_is_named(played, state, why):
    with played(BreakIt(answer="shown")) as page:
        set_traits(page, **state)
        assert why in told(page)


@pytest.mark.browser
def test_pattern_and_nudge_are_carried_by_keyboard_and_stay_in_their_bounds(played):
    with played(BreakIt(answer="shown")) as page:
        pattern, nudge = page.locator(".cw-break-grip").all()
        pattern.focus()
        for key in ["ArrowUp", "ArrowRight", "ArrowRight", "ArrowRight"]:
            page.keyboard.press(key)
        assert trait(page, "place") == [2, 6]
        nudge.focus()
        for key in ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft"]:
            page.keyboard.press(key)
        assert trait(page, "nudge") == [2, 0]
        assert nudge.get_attribute("aria-label").startswith("moved 2 down.")


@pytest.mark.browser
def test_a_drag_carries_the_pattern_and_a_short_one_does_not(played):
    with played(BreakIt(answer="shown")) as page:
        box = page.locator(".cw-break-grip").first.bounding_box()
        x, y, cell = box["x"] + 10, box["y"] + 10, box["width"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 2, y - 2)
        assert trait(page, "place") == [3, 5]
        page.mouse.move(x - 2 * cell, y + cell, steps=4)
        page.mouse.up()
        assert trait(page, "place") == [4, 3]


@pytest.mark.browser
def test_around_the_grips_a_swipe_scrolls_the_page(played):
    with played(BreakIt()) as page:
        script = """[...document.querySelectorAll('.cw-break *')]
            .filter((el) => getComputedStyle(el).touchAction === "none").map((el) => el.className)"""
        assert set(page.evaluate(script)) == {"cw-break-grip"}


@pytest.mark.browser
def test_reset_brings_back_the_first_state(played):
    with played(BreakIt(answer="shown")) as page:
        page.locator(".cw-kernel input").first.fill("7")
        page.keyboard.press("Enter")
        page.get_by_role("switch").click()
        assert (trait(page, "K")[0][0], trait(page, "gain")) == (7, True)
        page.get_by_role("button", name="Reset").click()
        assert (trait(page, "K")[0][0], trait(page, "gain"), trait(page, "place")) == (0, False, [3, 5])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"place": [7, 0]}, "The pattern cannot lie at 7,0"),
        ({"nudge": [0, 3]}, "“3” does not work as nudge"),
        ({"border": "open"}, "“open” does not work as border"),
        ({"stride": 3}, "“3” does not work as stride"),
        ({"K": np.ones((4, 4)).tolist()}, "“4 × 4” does not work as "),
        ({"pattern": [[1, 2, 3]]}, "“1 × 3” does not work as "),
    ],
)
def test_an_impossible_state_is_a_sentence(played, traits, sentence):
    with played(BreakIt()) as page:
        set_traits(page, **traits)
        assert page.locator(".cw-trouble").inner_text().startswith(sentence)


def test_python_refuses_what_the_page_cannot_draw():
    for traits in (
        {"place": [8, 0]},
        {"nudge": [0, 3]},
        {"border": "open"},
        {"stride": 0},
        {"K": np.ones((4, 4))},
    ):
        with pytest.raises(traitlets.TraitError):
            BreakIt(**traits)


@pytest.mark.browser
def test_play_fills_the_square_in_four_pages_once_the_question_is_answered(played):
    names = ["image", "moved", "first", "second", "difference"]

    def full():
        return [name for name in names if any("".join(row) for row in cells(page, f"break-{name}"))]

    with played(BreakIt()) as page:
        page.get_by_role("button", name="Play").press("Enter")
        assert "Answer first" in page.locator(".cw-judged").inner_text()
        set_traits(page, answer="shown")
        page.get_by_role("button", name="Play").press("Enter")
        assert (trait(page, "playing"), trait(page, "step")) == (True, 0)
        set_traits(page, playing=False)
        seen = []
        for step in range(4):
            set_traits(page, step=step)
            seen.append(full())
        assert seen == [names[:1], names[:2], names[:4], names]
