from itertools import product

import pytest
import traitlets

from convolution_book.widgets import ProveIt
from tests.widgets.page import set_traits, trait

STATES = [
    {"place": place, "examples": examples, "moved": moved}
    for place, examples, moved in product(["middle", "anywhere"], [100, 1000], [False, True])
]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_right_answer_is_right_in_every_state(state):
    (dense, dense_shuffled), (convolution, convolution_shuffled) = ProveIt(**state).computed()["means"]
    assert abs(dense - dense_shuffled) < 1.5
    assert convolution_shuffled < convolution - 2.5


@pytest.mark.browser
def test_shuffled_results_appear_after_an_answer(played):
    with played(ProveIt()) as page:
        assert page.locator(".cw-prove-row .cw-masked").count() == 4
        for choice, sentence in [("both", "never seen an order"), ("neither", "its neighbours have changed")]:
            page.get_by_role("radio", name=choice, exact=True).click()
            assert sentence in page.locator(".cw-judged").inner_text()
            assert trait(page, "answer") == ""
        page.get_by_role("radio", name="only the convolution").click()
        assert trait(page, "answer") == "convolution"
        assert page.locator(".cw-masked").count() == 0
        told = page.locator(".cw-told").inner_text()
        said = "Dense: 63 % in order, 63 % shuffled. Convolution: 91 % in order, 33 % shuffled."
        assert told == said.replace(" %", "\u00a0%")  # no line begins with a percent sign


@pytest.mark.browser
def test_each_row_has_a_dot_for_each_training_where_its_percent_is(played):
    widget = ProveIt(answer="shown")
    script = """[...document.querySelectorAll(".cw-prove-row")].map((row) =>
        [...row.querySelectorAll(".cw-prove-dot")].map((el) => Number(el.style.getPropertyValue("--at"))))"""
    with played(widget) as page:
        for state in STATES:
            set_traits(page, **state)
            for key, value in state.items():
                setattr(widget, key, value)
            want = [
                widget.percents(net, order)
                for net in ("dense", "convolution")
                for order in ("in order", "shuffled")
            ]
            assert page.evaluate(script) == [pytest.approx(dots) for dots in want]


@pytest.mark.browser
def test_the_spread_is_read_to_a_screen_reader(played):
    with played(ProveIt(answer="shown")) as page:
        assert page.get_by_role("img", name="dense, in order: 63 % read, from 59 to 68 %.").count() == 1


@pytest.mark.browser
def test_the_reader_chooses_place_examples_and_move(played):
    with played(ProveIt(answer="shown")) as page:
        page.get_by_label("digits", exact=True).select_option("middle")
        page.get_by_label("examples", exact=True).select_option("100")
        page.get_by_role("switch", name="moved 1 pixel").click()
        assert [trait(page, name) for name in ("place", "examples", "moved")] == ["middle", 100, True]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"place": "left"}, "“left” does not work as digits"),
        ({"examples": 7}, "“7” does not work as examples"),
    ],
)
def test_an_impossible_state_is_a_sentence(played, traits, sentence):
    with played(ProveIt()) as page:
        set_traits(page, **traits)
        assert page.locator(".cw-trouble").inner_text().startswith(sentence)


def test_python_refuses_what_was_not_measured():
    for traits in ({"place": "left"}, {"examples": 7}, {"moved": "x"}):
        with pytest.raises(traitlets.TraitError):
            ProveIt(**traits)
