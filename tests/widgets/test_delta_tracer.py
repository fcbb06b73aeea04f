"""The delta tracer: paths, the slide that turns the kernel, the published slip, by keyboard and by finger."""

import pytest

from convolution_book.widgets import DeltaTracer
from tests.widgets.page import set_traits, trait

pytestmark = pytest.mark.browser


def told(page):
    return page.locator(".cw-told").inner_text()


def test_the_question_is_answered_in_the_page_and_each_wrong_path_is_named(played):
    with played(DeltaTracer()) as page:
        said = page.locator(".cw-judged-text")
        for guess, sentence in (("421", "wrong end"), ("24", "one path"), ("111", "without their weights")):
            page.locator(".cw-guess").fill(guess)
            page.keyboard.press("Enter")
            assert sentence in said.inner_text()
        assert page.locator(".cw-delta-up .cw-masked").count() == 1
        page.locator(".cw-guess").fill("124")
        page.keyboard.press("Enter")
        assert trait(page, "answer") == "124"
        assert "1·4 + 10·2 + 100·1 = 124" in said.inner_text()
        assert page.locator(".cw-masked").count() == 0


def test_the_paths_of_a_number_light_up_by_press_and_arrow_keys_reach_every_number(played):
    with played(DeltaTracer(answer="shown")) as page:
        page.get_by_role("button", name="x₃ = 3").click()
        assert told(page) == "dL/dx₃: 1·4 + 10·2 + 100·1 = 124."
        assert page.locator(".cw-delta-lines .is-lit").count() == 3
        assert page.locator(".cw-delta-figures span:visible").all_inner_texts() == ["4", "2", "1"]
        for key in ("ArrowDown", "ArrowLeft", "Enter"):
            page.keyboard.press(key)
        assert told(page) == "δ₁ = 1 goes to x₁, x₂, x₃, by the weights 1, 2, 4."
        for key in ("ArrowDown", "ArrowRight", "Space"):
            page.keyboard.press(key)
        assert told(page) == "dL/dw₂: 1·2 + 10·3 + 100·4 = 432."
        page.keyboard.press("Enter")
        assert trait(page, "pick") == ""


def test_the_way_back_to_the_inputs_turns_the_kernel_and_slides_it_over_padded_deltas(played):
    with played(DeltaTracer(answer="shown", step=3)) as page:
        assert told(page) == "The kernel turns: 1 2 4 becomes 4 2 1."
        columns = "(nodes) => nodes.map((one) => Number(one.style.getPropertyValue('--at')))"
        assert page.locator(".cw-delta-w .cw-cell").evaluate_all(columns) == [4, 3, 2]
        assert page.locator(".cw-delta-d .is-pad:visible").count() == 4
        set_traits(page, step=8)
        assert told(page) == "dL/dx₅: 100·4 = 400."
        assert page.locator(".cw-delta-up .cw-value").all_inner_texts() == ["1", "12", "124", "240", "400"]


def test_steps_of_2_put_a_zero_between_the_deltas(played):
    with played(DeltaTracer(answer="shown", stride=2, step=6)) as page:
        assert told(page) == "dL/dx₃: 1·4 + 10·1 = 14."
        assert page.locator(".cw-delta-d .is-pad:visible").count() == 5
        assert trait(page, "dx") == [[1, 2, 14, 20, 40]]


def test_swapped_arguments_reverse_the_gradient_of_the_weights_and_the_three_sums_tell(played):
    with played(DeltaTracer(answer="shown")) as page:
        note = page.locator(".cw-note")
        assert "all three sums are 3357" in note.inner_text()
        page.get_by_role("switch", name="swap the arguments").click()
        assert (trait(page, "of"), trait(page, "dw")) == ("w", [[543, 432, 321]])
        assert "weights times dL/dw to 2691: a wrong gradient" in note.inner_text()
        set_traits(page, w=[[1, 2, 1]])
        assert "the swap does not show here" in note.inner_text()
