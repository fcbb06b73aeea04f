"""The gate: commit, then reveal. What every widget that asks by it promises."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from convolution_book.widgets import ParameterLadder, SlidingWindow
from tests.browser import overflow
from tests.widgets.asking import Asking
from tests.widgets.page import set_traits, trait

pytestmark = pytest.mark.browser
FIRST = "Answer first, or press Show me."


def said(page):
    return page.locator(".cw-judged-text").inner_text()


def guess(page, typed):
    page.locator(".cw-guess").fill(str(typed))
    page.locator(".cw-guess").press("Enter")
    return said(page)


def masked(page):
    return page.locator(".cw-masked").count()


def readable(page):
    """What a screen reader, or a search in the page, finds of the numbers behind the gate."""
    return page.locator(".cw-doubles .cw-value:visible").count()


def test_before_the_answer_nothing_behind_the_gate_can_be_read(played):
    with played(Asking()) as page:
        assert masked(page) == 4  # three cells and the sentence
        assert readable(page) == 0
        assert "Number 1" not in page.locator(".cw-frame").inner_text()
        assert "Number 1" not in page.locator(".cw-scrub").get_attribute("aria-valuetext")


def test_a_wrong_guess_earns_its_sentence_and_may_be_tried_again(played):
    with played(Asking()) as page:
        assert guess(page, 9) == "That is its square."
        assert guess(page, 3) == "That is the number itself."
        assert guess(page, 7) == "Not 7. Try again, or press Show me."
        assert guess(page, "many") == "“many” is not a number: type one such as −1 or 0.5."
        assert masked(page) == 4
        assert trait(page, "answer") == ""


def test_the_right_guess_reveals_and_is_kept(played):
    with played(Asking()) as page:
        assert guess(page, 6) == "Right: 2·3."
        assert trait(page, "answer") == "6"
        assert masked(page) == 0
        assert readable(page) == 3


def test_show_me_reveals_without_a_guess(played):
    with played(Asking()) as page:
        page.get_by_role("button", name="Show me").click()
        assert trait(page, "answer") == "shown"
        assert masked(page) == 0
        assert page.locator(".cw-guess").input_value() == "6"
        page.get_by_role("button", name="Reset").click()
        assert (masked(page), said(page)) == (4, ""), "a reset asks anew, and does not tell the answer"


@pytest.mark.parametrize("press", ["click", " ", "k"])
def test_play_says_that_an_answer_comes_first(played, press):
    with played(Asking()) as page:
        play = page.get_by_role("button", name="Play")
        assert play.get_attribute("aria-disabled") == "true"
        play.click(force=True) if press == "click" else play.press(press)
        assert said(page) == FIRST
        assert trait(page, "playing") is False
        assert trait(page, "step") == 0
        guess(page, 6)
        assert play.get_attribute("aria-disabled") is None


@pytest.mark.parametrize("widget", [SlidingWindow, ParameterLadder])
def test_play_says_so_in_predict_mode_too(played, widget):
    with played(widget(predict=True)) as page:
        page.get_by_role("button", name="Play").click(force=True)
        assert said(page) == FIRST
        page.get_by_role("button", name="Show me").click()
        assert page.get_by_role("button", name="Play").get_attribute("aria-disabled") is None


def test_python_cannot_play_past_the_question_either(played):
    with played(Asking()) as page:
        set_traits(page, playing=True)
        page.wait_for_function("!models[0].get('playing')")
        assert trait(page, "step") == 0


def test_a_choice_is_one_of_a_group_and_answers_to_the_keyboard(played):
    with played(Asking(choice=True)) as page:
        first, second = page.get_by_role("radio").all()
        first.focus()
        page.keyboard.press("ArrowRight")
        assert trait(page, "answer") == ""  # moving is not choosing
        page.keyboard.press("Enter")
        assert said(page) == "It shrinks."
        assert second.get_attribute("aria-checked") == "true"
        page.keyboard.press("ArrowRight")
        page.keyboard.press(" ")
        assert trait(page, "answer") == "larger"
        assert first.get_attribute("aria-checked") == "true"
        page.wait_for_function("document.activeElement.matches('.cw-scrub')")


def test_other_numbers_are_another_question(played):
    with played(Asking()) as page:
        guess(page, 9)
        set_traits(page, X=[[1, 5]])
        assert said(page) == ""
        assert "What becomes of 5?" in page.locator(".cw-gate").inner_text()
        assert guess(page, 10) == "Right: 2·5."


def test_a_state_that_no_question_is_about_is_simply_shown(played):
    with played(Asking(X=[[1, 0]])) as page:
        assert not page.locator(".cw-gate").is_visible()
        assert masked(page) == 0


def test_the_answer_is_part_of_no_link(played):
    with played(Asking()) as page:
        guess(page, 6)
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function("location.hash.length > 1")
        address = page.evaluate("location.hash")
    assert "answer" not in address
    with played(Asking(), address=address) as page:
        assert masked(page) == 4
    with played(Asking(), address="#asking-1?answer=shown") as page:
        assert masked(page) == 4


HEARD = """() => { window.heard = []; new MutationObserver(() => heard.push(
    document.querySelector(".cw-spoken").textContent)).observe(
    document.querySelector(".cw-spoken"), { childList: true, characterData: true, subtree: true }) }"""


def test_a_screen_reader_hears_the_result_once(played):
    with played(Asking()) as page:
        page.evaluate(HEARD)
        guess(page, 9)
        page.wait_for_function("heard.length === 1")
        guess(page, 6)
        page.wait_for_function("heard.length === 2")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("heard.length === 3")
        assert page.evaluate("heard") == ["That is its square.", "Right: 2·3. Number 1: 2.", "Number 2: 4."]
        assert page.locator(".cw-frame :is([aria-live], [role=status])").count() == 1


def test_on_paper_nothing_is_masked_and_the_question_stands(played):
    with played(Asking()) as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert masked(page) == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert masked(page) == 4
        page.emulate_media(media="print")
        assert readable(page) == 3
        assert page.locator(".cw-gate-ask").is_visible()
        assert not page.locator(".cw-gate-answers").is_visible()


def test_in_predict_mode_paper_shows_the_numbers(played):
    with played(SlidingWindow(predict=True)) as page:
        assert page.locator(".cw-plain-answer:visible").count() == 0
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".cw-plain-answer").inner_text() == "19"


def test_the_still_picture_shows_what_was_asked_for():
    assert ">6</td>" in Asking().still()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("choice", [False, True])
def test_a_question_suits_axe_and_a_phone(played, theme, choice):
    with played(Asking(choice=choice), theme=theme, width=390) as page:
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
        assert overflow(page) <= 0


PLACES = """[...document.querySelectorAll(".cw-stage, .cw-cell, .cw-timeline, .cw-frame")]
    .map((el) => JSON.stringify(el.getBoundingClientRect()))"""


def test_revealing_moves_nothing(played):
    with played(Asking(), width=390) as page:
        before = page.evaluate(PLACES)
        guess(page, 9)
        assert page.evaluate(PLACES) == before
        guess(page, 6)
        assert page.evaluate(PLACES) == before
