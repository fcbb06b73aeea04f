"""A step does little: what did not change is neither computed nor written again."""

import pytest

from convolution_book.widgets import FlipAndSlide, FourMachines
from tests.browser import serve
from tests.widgets.page import DRAWN, ROOT, set_traits

pytestmark = pytest.mark.browser

COUNTED = """
import("/kit/frame/state.js").then(({ once }) => {
  let times = 0;
  const state = { X: [1, 2], step: 0 };
  const model = { get: (name) => state[name] };
  const other = { get: (name) => [[3], 0][["X", "step"].indexOf(name)] };
  const total = once(["X"], ({ X }) => { times += 1; return { sum: X.reduce((a, b) => a + b) }; });
  const said = [total(model).sum, total(other).sum, total(model) === total(model), times];
  state.step = 1;
  const stays = total(model).sum;
  state.X = [5];
  return [...said, stays, times, total(model).sum, times];
})
"""


def test_what_follows_from_some_traits_is_computed_once_a_model_until_one_of_them_changes(browser):
    with serve(ROOT / "book" / "widgets") as address:
        page = browser.new_page()
        page.goto(f"{address}/kit/frame/words.json")
        assert page.evaluate(COUNTED) == [3, 3, True, 2, 3, 2, 5, 3]
        page.close()


def test_a_step_writes_its_sentence_into_the_text_that_is_there(played):
    with played(FlipAndSlide(answer="shown")) as page:
        told = "document.querySelector('.cw-told')"
        page.evaluate(f"window.was = [{told}.firstChild, {told}.textContent]")
        set_traits(page, step=4)
        page.evaluate(DRAWN)
        assert page.evaluate(f"[{told}.firstChild === was[0], {told}.textContent === was[1]]") == [
            True,
            False,
        ]


HERE = "[...document.querySelectorAll('.cw-four-box')].map((box) => box.dataset.turn)"


def test_on_a_phone_a_step_draws_the_machine_in_sight_and_its_tab_or_a_printer_the_others(played):
    with played(FourMachines(answer="shown", tab="loop"), width=390) as page:
        page.evaluate(DRAWN)
        set_traits(page, step=1)
        page.evaluate(DRAWN)
        assert page.evaluate(HERE) == ["1", "0", "0", "0"]
        set_traits(page, tab="im2col")
        page.evaluate(DRAWN)
        assert page.evaluate(HERE) == ["1", "0", "1", "0"]
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(HERE) == ["1", "1", "1", "1"]


def test_on_a_wide_screen_each_step_draws_all_machines(played):
    with played(FourMachines(answer="shown", tab="loop")) as page:
        page.evaluate(DRAWN)
        set_traits(page, step=1)
        page.evaluate(DRAWN)
        assert page.evaluate(HERE) == ["1", "1", "1", "1"]
