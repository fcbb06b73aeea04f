import numpy as np
import pytest
import traitlets

from convolution_book.widgets import ParameterLadder
from tests.widgets.page import set_traits, trait

RNG = np.random.default_rng(12)


def settings(count=12):
    draw = {"side": (1, 4001), "delta": (0, 51), "c_in": (1, 513), "c_out": (1, 513), "bias": (0, 2)}
    for _ in range(count):
        yield {name: int(RNG.integers(*between)) for name, between in draw.items()}


def numbers(page):
    return page.locator(".cw-bar-number").all_inner_texts()


def verdict(page, typed):
    page.locator(".cw-guess").fill(typed)
    page.locator(".cw-guess").press("Enter")
    return page.locator(".cw-judged-text").inner_text()


def test_the_numbers_of_the_book():
    assert ParameterLadder(delta=9).rungs() == [10**12, 3_996_001, 361]
    assert ParameterLadder(bias=True).rungs() == [10**12 + 10**6, 3_996_002, 10]


@pytest.mark.browser
def test_the_counts_are_those_of_the_reference(played):
    with played(ParameterLadder()) as page:
        for setting in settings():
            set_traits(page, **setting | {"bias": bool(setting["bias"])})
            np.testing.assert_allclose(
                trait(page, "counts"), ParameterLadder(**setting | {"bias": bool(setting["bias"])}).rungs()
            )


@pytest.mark.browser
def test_each_step_climbs_down_one_rung(played):
    with played(ParameterLadder()) as page:
        assert numbers(page) == ["1,000,000,000,000", "", ""]
        assert page.locator(".cw-count-bytes").inner_text() == "4 terabytes, at 4 bytes a number"
        page.locator(".cw-scrub").first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert numbers(page) == ["1,000,000,000,000", "3,996,001", "9"]
        assert " ".join(page.locator(".cw-counting-line").inner_text().split()) == "(2·1 + 1)² = 3² = 9"


MISTAKES = [
    (0, {}, "1000000", "those are the weights of a single output"),
    (0, {"bias": True}, "10^12", "you forgot the biases"),
    (1, {}, "1000000", "an offset runs from −(n − 1) to n − 1"),
    (1, {}, "4000000", "offset 0 is counted once"),
    (1, {}, "1999", "along one axis only"),
    (2, {"delta": 2}, "16", "its side is 2Δ + 1, not 2Δ"),
    (2, {"delta": 2}, "5", "one row of the window"),
    (2, {"delta": 2}, "26", "they are switched off"),
    (2, {"delta": 2, "c_in": 3}, "25", "you forgot the channels"),
    (2, {"delta": 2}, "77", "Count the weights of one output"),
    (2, {}, "lots", "“lots” is not a number"),
]


@pytest.mark.browser
@pytest.mark.parametrize(("step", "traits", "typed", "sentence"), MISTAKES)
def test_a_wrong_count_is_named(played, step, traits, typed, sentence):
    with played(ParameterLadder(predict=True, step=step, **traits)) as page:
        assert numbers(page) == ["?", "?", "?"]
        assert sentence in verdict(page, typed)


@pytest.mark.browser
def test_a_right_count_is_shown_however_it_is_written(played):
    with played(ParameterLadder(predict=True)) as page:
        for step, typed in enumerate(["10^12", "3,996,001", "9"]):
            set_traits(page, step=step)
            assert "is right" in verdict(page, typed)
        assert numbers(page) == ["1,000,000,000,000", "3,996,001", "9"]


@pytest.mark.browser
def test_an_impossible_state_is_a_sentence(played):
    with played(ParameterLadder()) as page:
        set_traits(page, delta=-1)
        sentence = "“−1” does not work as distance Δ: type a whole number from 0 to 50."
        assert page.locator(".cw-trouble").inner_text() == sentence


def test_python_refuses_it_too():
    with pytest.raises(traitlets.TraitError, match="side must be a whole number from 1 to 4000, got 0"):
        ParameterLadder(side=0)
