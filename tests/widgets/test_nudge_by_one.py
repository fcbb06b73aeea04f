"""The row that is nudged: what each pool makes of it, how far its total goes, what is asked before."""

import numpy as np
import pytest
import torch
import traitlets
from torch.nn import functional

from convolution_book.widgets import NudgeByOne
from tests.widgets.page import set_traits, trait

PAIRS, UNEVEN, DOT = [0, 0, 1, 1, 0, 0, 1, 1], [0, 5, 1, 0, 0, 2, 4, 1], [0, 0, 0, 9, 0, 0, 0, 0]
QUARTERS = torch.tensor([[[0.25, 0.5, 0.25]]])


def by_torch(x, step, max_first):
    """The three pools of torch on a ring."""
    x = torch.tensor(x, dtype=torch.float32).roll(step)[None, None]
    sliding = functional.max_pool1d(functional.pad(x, (0, 1), "circular"), 2, 1)
    blurred = functional.conv1d(
        functional.pad(sliding if max_first else x, (1, 1), "circular"), QUARTERS, stride=2
    )
    return [y.flatten().tolist() for y in (functional.max_pool1d(x, 2), sliding, blurred)]


def random_rows(count, seed=8):
    return np.random.default_rng(seed).integers(0, 10, (count, 8)).tolist()


def pools(page):
    """The numbers of the pools in sight, "?" for one that is masked."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".cw-nudged-pool:not([hidden]) > .cw-nudged-field")].map(
            ({ children, classList }) => classList.contains("cw-masked")
                ? "?" : [...children].map((cell) => cell.textContent).join(" "))"""
    )


def totals(page):
    return page.locator(".cw-nudged-pool:visible .cw-nudged-told:not(.cw-masked)").all_inner_texts()


def told(page):
    return page.locator(".cw-nudged-line").inner_text()


def choose(page, text):
    """Take this answer; the sentence that it earns."""
    page.get_by_role("radio", name=text, exact=True).click()
    return page.locator(".cw-judged-text").inner_text()


@pytest.mark.parametrize("max_first", [False, True])
def test_the_pools_are_those_of_torch_at_every_step(max_first):
    for x in random_rows(20):
        widget = NudgeByOne(x=[x], max_first=max_first)
        found = []
        for step in range(8):
            widget.step = step
            got = widget.computed()
            found.append([sum(y) for y in by_torch(x, step, max_first)])
            assert [got[name][0] for name in ("pooled", "sliding", "blurred")] == by_torch(x, step, max_first)
        assert widget.computed()["flicker"] == np.transpose([np.min(found, 0), np.max(found, 0)]).tolist()


@pytest.mark.parametrize(
    ("x", "max_first", "flicker"),
    [
        (PAIRS, False, [[2, 4], [6, 6], [2, 2]]),
        (PAIRS, True, [[2, 4], [6, 6], [3, 3]]),
        (UNEVEN, False, [[10, 12], [22, 22], [6.5, 6.5]]),
        (UNEVEN, True, [[10, 12], [22, 22], [11, 11]]),
        (DOT, False, [[9, 9], [18, 18], [4.5, 4.5]]),
        (DOT, True, [[9, 9], [18, 18], [9, 9]]),
    ],
)
def test_the_totals_go_as_far_as_the_storyboard_says(x, max_first, flicker):
    assert NudgeByOne(x=[x], max_first=max_first).computed()["flicker"] == flicker


@pytest.mark.browser
def test_random_rows_are_pooled_in_the_page_as_by_torch_and_drawn_as_they_are_pooled(played):
    with played(NudgeByOne(blur=True, answer="shown")) as page:
        for n, x in enumerate(random_rows(16, seed=9)):
            step, max_first = n % 8, n > 7
            set_traits(page, x=[x], step=step, max_first=max_first)
            want = by_torch(x, step, max_first)
            assert [trait(page, name)[0] for name in ("pooled", "sliding", "blurred")] == want
            assert [list(map(float, row.split())) for row in pools(page)] == want
            lines = page.locator(".cw-nudged-lines line").evaluate_all(
                "all => all.map((line) => ['x1', 'x2'].map((name) => (line.getAttribute(name) - 5) / 10))"
            )
            moved = np.roll(x, step).reshape(4, 2)
            assert lines == [[2 * i + int(pair.argmax()), 2 * i] for i, pair in enumerate(moved)]


@pytest.mark.browser
def test_the_reader_says_what_comes_out_before_it_is_shown(played):
    with played(NudgeByOne()) as page:
        assert pools(page) == ["0 1 0 1", "?"]
        assert (totals(page), told(page)) == ([], "")
        page.get_by_role("switch", name="blur, then stride 2").click(force=True)  # greyed, yet it says why
        assert page.locator(".cw-judged-text").inner_text() == "Answer first, or press Show me."
        assert (trait(page, "blur"), pools(page)) == (False, ["0 1 0 1", "?"])
        page.locator(".cw-nudged-strip").press("ArrowRight")
        assert pools(page) == ["?", "?"]
        assert page.locator(".cw-nudged-lines.is-hidden").count() == 1
        invariance = "That would be invariance. Each window now holds another piece of the row."
        assert choose(page, "0 1 0 1") == invariance
        assert choose(page, "1 0 1 0") == "That is a move by two: one whole output."
        assert trait(page, "answer") == ""
        assert choose(page, "1 1 1 1") == "Every window now holds a 1: the pattern is gone."
        assert trait(page, "answer") == "next"
        assert pools(page) == ["1 1 1 1", "1 0 1 1 1 0 1 1"]
        assert totals(page) == ["total 4, from 2 to 4", "total 6, always"]
        assert told(page) == "Moved by 1: max with stride 2 gives 1 1 1 1, total 4."


@pytest.mark.browser
def test_the_blur_has_a_question_of_its_own_and_hides_its_row_alone(played):
    with played(NudgeByOne(answer="next", step=1)) as page:
        page.get_by_role("switch", name="blur, then stride 2").click()
        assert trait(page, "answer") == ""
        assert pools(page) == ["1 1 1 1", "1 0 1 1 1 0 1 1", "?"]
        assert len(totals(page)) == 2
        assert choose(page, "2 and 4, in turn").startswith("That is the max-pool.")
        assert choose(page, "4 each time").endswith("half of the numbers are dropped.")
        assert choose(page, "2 each time").startswith("A kept number gives ½ of itself")
        assert pools(page)[2] == "0.75 0.25 0.75 0.25"
        assert told(page).endswith("Blur with stride 2 gives 0.75 0.25 0.75 0.25, total 2.")
        page.get_by_role("switch", name="max before the blur").click()
        assert pools(page)[2] == "0.75 0.75 0.75 0.75"
        assert totals(page)[2] == "total 3, always"
        page.get_by_role("switch", name="blur, then stride 2").click()
        assert (trait(page, "max_first"), len(pools(page))) == (False, 2)


@pytest.mark.browser
def test_where_the_page_has_asked_the_widget_does_not(played):
    with played(NudgeByOne(blur=True, answer="told")) as page:
        for _ in range(3):
            assert page.locator(".cw-gate").is_hidden()
            assert "?" not in pools(page)
            page.get_by_role("switch", name="blur, then stride 2").click()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("x", "offered", "right", "because"),
    [
        (UNEVEN, ["5 1 2 4", "1 5 0 4", "4 5 1 2"], "1 5 0 4", "another piece of the row"),
        (DOT, ["0 9 0 0", "0 0 9 0"], "0 0 9 0", "gone on to the next window"),
        ([0, 0, 9, 0, 0, 0, 0, 0], ["0 9 0 0", "0 0 9 0"], "0 9 0 0", "the same largest number"),
        ([5] * 8, [], None, None),
    ],
)
def test_other_rows_are_asked_about_with_their_own_numbers(played, x, offered, right, because):
    with played(NudgeByOne(x=[x])) as page:
        assert page.locator(".cw-choices > button").all_inner_texts() == offered
        if right:
            assert because in choose(page, right)
        assert len(totals(page)) == 2


@pytest.mark.browser
@pytest.mark.parametrize(("motion", "slides"), [("no-preference", 2), ("reduce", 0)])
def test_the_row_is_dragged_around_the_ring_and_slides_unless_that_is_unwelcome(played, motion, slides):
    with played(NudgeByOne(answer="shown"), reduced_motion=motion) as page:
        page.evaluate("""() => {
            window.slides = 0;
            const animate = Element.prototype.animate;
            Element.prototype.animate = function (...how) { slides += 1; return animate.apply(this, how); };
        }""")
        strip = page.locator(".cw-nudged-strip")
        box = strip.bounding_box()
        x, y, cell = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"] / 8
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 3, y)
        assert trait(page, "step") == 0
        page.mouse.move(x - cell, y)
        page.mouse.up()
        assert trait(page, "step") == 7
        assert strip.get_attribute("aria-valuetext") == "the row, moved by 7: 0 1 1 0 0 1 1 0"
        strip.press("ArrowLeft")
        assert trait(page, "step") == 6
        assert page.evaluate("slides") == slides


@pytest.mark.browser
def test_only_whole_numbers_from_0_to_9_are_taken(played):
    with played(NudgeByOne()) as page:
        field = page.locator(".cw-nudged-x input").first
        for typed in ("10", "0.5"):
            field.fill(typed)
            field.press("Enter")
            assert "type a whole number from 0 to 9" in page.locator(".cw-complaint").inner_text()
        page.get_by_label("row", exact=True).select_option("dot")
        assert trait(page, "x") == [DOT]
        set_traits(page, x=[[1, 2]])
        assert page.locator(".cw-trouble").inner_text().startswith("“1 × 2” does not work as x")


@pytest.mark.parametrize("x", [[[1]], [[0] * 8] * 2, [[0] * 7 + [10]], [[0] * 7 + [0.5]], [[-1] + [0] * 7]])
def test_python_refuses_what_the_page_cannot_draw(x):
    with pytest.raises(traitlets.TraitError, match="x"):
        NudgeByOne(x=x)


def test_the_still_picture_has_question_answer_and_both_steps_with_their_totals():
    html = NudgeByOne().still()
    assert "What does max with stride 2 give?" in html
    assert "the pattern is gone" in html
    assert [html.count(f"total {n}<") for n in (2, 4, 6)] == [1, 1, 2]
    assert NudgeByOne(blur=True).still().count("total 2<") == 3
