"""Layers snapped together: what an output sees, in how many ways, and how strongly with random kernels."""

import numpy as np
import pytest
import torch
import traitlets
from torch.nn import functional

from convolution_book.widgets import Pyramid
from convolution_book.widgets.pyramid import FIRST, LAST
from tests.widgets.page import set_traits, trait

FITS = [[3, 2, 1], [3, 2, 1], [3, 2, 1], [3, 1, 1]]


def ways_by_torch(layers, field):
    x = torch.zeros(1, 1, field, dtype=torch.float64, requires_grad=True)
    y = x
    for k, s, d in layers:
        y = functional.conv1d(y, torch.ones(1, 1, k, dtype=torch.float64), stride=s, dilation=d)
    y[0, 0, 0].backward()
    return x.grad[0, 0].tolist()


def told(page):
    return page.locator(".cw-pyramid-told").inner_text()


def lit(page):
    """How many units of each level are lit, the input first."""
    return page.locator(".cw-pyramid-map g").evaluate_all(
        """all => all.filter((g) => g.classList.contains("is-lit"))
            .map((g) => (g.querySelector(".cw-pyramid-lit").getAttribute("d") ?? "").split("M").length - 1)"""
    )


@pytest.mark.parametrize(
    "layers", [FIRST, [*FIRST, LAST], [[3, 1, 1]] * 7, FITS, [[2, 3, 4], [1, 2, 1], [5, 1, 2]]]
)
def test_field_mask_and_paths_are_those_of_torch(layers):
    got = Pyramid(layers=layers).computed()
    ways = ways_by_torch(layers, got["field"])
    assert got["paths"] == [ways]
    assert got["mask"] == [[int(way > 0) for way in ways]]


def test_the_fields_and_holes_are_those_of_the_storyboard():
    found = [Pyramid(layers=[*FIRST, LAST][:many]).computed() for many in (1, 2, 3, 4)]
    assert [(one["field"], one["jump"]) for one in found] == [(3, 1), (5, 2), (7, 4), (23, 4)]
    assert np.flatnonzero(np.array(found[3]["mask"][0]) == 0).tolist() == [7, 15]
    seven = Pyramid(layers=[[3, 1, 1]] * 7).computed()["paths"][0]
    assert (seven[:9], sum(seven)) == ([1, 7, 28, 77, 161, 266, 357, 393, 357], 2187)


@pytest.mark.browser
def test_random_networks_agree_with_the_root_of_the_ways(modules):
    for layers in ([[3, 1, 1]] * 7, [[3, 2, 1], [3, 2, 1], [3, 1, 1]], [*FIRST, LAST]):
        ways = np.array(Pyramid(layers=layers).computed()["paths"][0])
        [got, again] = modules("pyramid/field.js", "strengths", [[layers, 0, 5000]] * 2)
        assert got == again
        np.testing.assert_allclose(got, np.sqrt(ways / ways.max()), atol=0.06)


@pytest.mark.browser
def test_the_reader_says_how_wide_the_field_becomes_and_the_layer_is_snapped_on(played):
    with played(Pyramid()) as page:
        guess = page.locator(".cw-guess")
        for typed, why in [
            ("9", "both missing"),
            ("11", "jump is missing"),
            ("15", "dilation"),
            ("21", "skipped"),
        ]:
            guess.fill(typed)
            guess.press("Enter")
            assert why in page.locator(".cw-judged-text").inner_text()
        assert (trait(page, "answer"), told(page)) == ("", "")
        guess.fill("23")
        guess.press("Enter")
        page.wait_for_function("models[0].get('layers').length === 4")
        assert told(page) == "Layer 4: field 7 + 2·2·4 = 23, jump 4. 21 of 23 pixels are seen."
        assert lit(page) == [21, 15, 6, 3, 1]
        assert trait(page, "field") == 23


@pytest.mark.browser
def test_an_output_is_chosen_by_tap_and_keys_and_its_light_runs_down(played):
    with played(Pyramid(answer="shown", interval_ms=20)) as page:
        picture = page.locator(".cw-pyramid-map")
        box = picture.bounding_box()
        page.mouse.click(box["x"] + box["width"] - 2, box["y"] + 2)
        page.wait_for_function("models[0].get('step') === 3 && !models[0].get('playing')")
        assert trait(page, "pick") == [3, 2]
        assert lit(page) == [7, 5, 2, 1]
        for key, pick in [
            ("ArrowLeft", [3, 1]),
            ("ArrowDown", [2, 3]),
            ("ArrowUp", [3, 1]),
            ("ArrowUp", [3, 1]),
        ]:
            picture.press(key)
            assert trait(page, "pick") == pick
        set_traits(page, playing=False, step=1)
        assert lit(page) == [2, 1]
        assert "output 2 of layer 3, with a field of 7" in picture.get_attribute("aria-label")


@pytest.mark.browser
def test_layers_are_added_changed_moved_and_taken_away(played):
    with played(Pyramid(answer="shown")) as page:
        chips = page.locator(".cw-pyramid-chip")
        page.get_by_role("button", name="one layer more, on top").click()
        assert trait(page, "layers") == [*FIRST, [3, 1, 1]]
        page.get_by_role("textbox", name="dilation d").fill("2")
        page.keyboard.press("Enter")
        assert trait(page, "layers") == [*FIRST, LAST]
        chips.nth(3).press("Alt+ArrowDown")
        assert trait(page, "layers") == [*FIRST[:2], LAST, FIRST[2]]
        assert page.evaluate("document.activeElement.textContent") == "3 · 1 · 2"
        chips.nth(0).press("Delete")
        assert trait(page, "layers") == [FIRST[1], LAST, FIRST[2]]
        for _ in range(3):
            page.get_by_role("button", name="take the chosen layer away").click(force=True)
        assert len(trait(page, "layers")) == 1
        set_traits(page, layers=[[7, 3, 4]] * 8)
        assert page.locator(".cw-pyramid-wide").inner_text().startswith("The field is ")
        assert trait(page, "mask") == [[]]


@pytest.mark.browser
def test_the_puzzle_is_judged_by_target_budget_and_holes(played):
    with played(Pyramid(answer="shown", view="puzzle", layers=[*FIRST, LAST])) as page:
        assert told(page) == "Field 23 of 31 ✗, weights 11 of 12 ✓, pixels not seen 2 ✗"
        for layers, line in [
            (FITS, "Field 31 of 31 ✓, weights 12 of 12 ✓, pixels not seen 0 ✓"),
            (
                [[1, 2, 1], [2, 2, 1], [2, 2, 1], [4, 1, 1]],
                "Field 31 of 31 ✓, weights 9 of 12 ✓, pixels not seen 15 ✗",
            ),
        ]:
            set_traits(page, layers=layers)
            assert told(page) == line
        set_traits(page, layers=[[3, 1, 1]] * 7, pick=[7, 0], view="random")
        assert told(page) == "Layer 7: the middle 5 of 15 pixels hold 74.9 % of the influence."


@pytest.mark.parametrize(
    "state",
    [
        {"layers": [[3, 1]]},
        {"layers": [[0, 1, 1]]},
        {"layers": [[3, 4, 1]]},
        {"layers": [[3, 1, 1.5]]},
        {"view": "x"},
    ],
)
def test_python_refuses_what_the_page_cannot_draw(state):
    with pytest.raises(traitlets.TraitError):
        Pyramid(**state)


def test_the_still_picture_has_the_question_its_answer_and_the_bars():
    html = Pyramid().still()
    assert "How wide is the field then?" in html
    assert "= 23" in html
    assert html.count("<rect") == 23
    assert "<svg" not in Pyramid(layers=[[7, 3, 4]] * 8).still()
