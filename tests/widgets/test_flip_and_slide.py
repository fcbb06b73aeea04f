import numpy as np
import pytest
import traitlets

from convolution_book.widgets import FlipAndSlide
from tests.widgets.page import set_traits, trait

SPIKE, BOX = [[0, 0, 1, 0, 0, 0]], [[1, 1, 1, 1]]
AXIS = ".cw-lane-axis .cw-lane-tick.is-now"


def told(page):
    return page.locator(".cw-flip-told").inner_text()


def figures(page, lane):
    """The numbers of a lane that are in sight, from left to right."""
    return page.evaluate(
        """(lane) => [...document.querySelectorAll(`.cw-lane-${lane} .cw-lane-sample:not([hidden])`)]
            .sort((a, b) => a.style.getPropertyValue("--at") - b.style.getPropertyValue("--at"))
            .map((el) => el.textContent)""",
        lane,
    )


@pytest.mark.parametrize(
    ("state", "Y", "first"),
    [
        ({}, [0, 0, 3, 2, 1, 0, 0, 0], 0),
        ({"op": "corr"}, [0, 0, 1, 2, 3, 0, 0, 0], -2),
        ({"f": [[1, 2, 3]], "g": [[0, 1, 0.5]]}, [0, 1, 2.5, 4, 1.5], 0),
        ({"f": [[1, 2, 3]], "g": [[0, 1, 0.5]], "op": "corr"}, [0.5, 2, 3.5, 3, 0], -2),
        ({"f": [[1, 2, 3]], "g": [[0, 1, 0.5]], "op": "corr", "swapped": True}, [0, 3, 3.5, 2, 0.5], -2),
        ({"f": BOX, "g": BOX}, [1, 2, 3, 4, 3, 2, 1], 0),
    ],
)
def test_python_computes_the_numbers_of_the_storyboard(state, Y, first):
    assert FlipAndSlide(**state).computed() == {"Y": [Y], "first": first}


@pytest.mark.browser
def test_random_signals_are_traced_as_numpy_convolves_and_correlates(played):
    rng = np.random.default_rng(12)
    with played(FlipAndSlide()) as page:
        for n in range(40):
            f, g = (rng.integers(-36, 37, rng.integers(1, most + 1)) / 4 for most in (24, 12))
            op, swapped = ("conv", "corr")[n % 2], n % 4 > 1
            set_traits(page, f=[f.tolist()], g=[g.tolist()], op=op, swapped=swapped)
            lying, sliding = (g, f) if swapped else (f, g)
            want = np.convolve(f, g) if op == "conv" else np.correlate(lying, sliding, "full")
            np.testing.assert_allclose(trait(page, "Y"), [want], atol=1e-9)
            assert trait(page, "first") == (0 if op == "conv" else 1 - len(sliding))


@pytest.mark.browser
def test_every_step_multiplies_what_lies_under_the_window(played):
    f, g = [2, 0, -1, 4], [3, 0.5, -2]
    with played(FlipAndSlide(f=[f], g=[g])) as page:
        for op, weight in [("conv", lambda n, p: n - p), ("corr", lambda n, p: p - n)]:
            set_traits(page, op=op, answer="shown")
            for step in range(6):
                set_traits(page, step=step)
                n = trait(page, "first") + step
                over = {p: x * g[weight(n, p)] for p, x in enumerate(f) if 0 <= weight(n, p) < len(g)}
                want = [f"{over[p] + 0:g}".replace("-", "−") if p in over else "" for p in range(len(f))]
                assert figures(page, "products") == want
                assert page.locator(AXIS).inner_text() == str(n).replace("-", "−")


@pytest.mark.browser
def test_the_reader_says_what_a_spike_gives_back_before_it_is_traced(played):
    with played(FlipAndSlide()) as page:
        assert page.locator(".cw-masked").count() == 3
        assert "n = 0" not in page.locator(".cw-frame").inner_text()
        for guess, sentence in [
            ("1 2 3", "That is ⋆: unturned, g arrives with its 1 first."),
            ("6", "That is the sum of g; the spike meets one weight at a time."),
        ]:
            page.get_by_role("radio", name=guess, exact=True).click()
            assert sentence in page.locator(".cw-judged").inner_text()
            assert trait(page, "answer") == ""
        page.get_by_role("button", name="Play").click(force=True)
        assert trait(page, "playing") is False
        page.get_by_role("radio", name="3 2 1", exact=True).click()
        assert trait(page, "answer") == "same"
        assert "the turn has put the 3 there" in page.locator(".cw-judged").inner_text()
        assert page.locator(".cw-masked").count() == 0


@pytest.mark.browser
def test_for_the_star_the_mirrored_answer_is_right(played):
    with played(FlipAndSlide(op="corr")) as page:
        page.get_by_role("radio", name="3 2 1", exact=True).click()
        assert "That is ∗" in page.locator(".cw-judged").inner_text()
        page.get_by_role("radio", name="1 2 3", exact=True).click()
        assert trait(page, "answer") == "mirrored"
        assert "comes out mirrored" in page.locator(".cw-judged").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(("op", "right", "wrong", "other"), [("conv", 2, -1, "⋆"), ("corr", -1, 2, "∗")])
def test_of_other_signals_the_first_number_is_asked(played, op, right, wrong, other):
    with played(FlipAndSlide(f=[[1, 5, 0]], g=[[2, 7, -1]], op=op)) as page:
        for guess in (wrong, right):
            page.locator(".cw-guess").fill(str(guess))
            page.keyboard.press("Enter")
            if guess == wrong:
                assert f"That is {other}" in page.locator(".cw-judged").inner_text()
        assert trait(page, "answer") == str(right)
        assert trait(page, "Y")[0][0] == right


@pytest.mark.browser
def test_a_spike_gives_g_back_unturned_by_one_operation_and_mirrored_by_the_other(played):
    with played(FlipAndSlide(answer="shown", step=7)) as page:
        assert figures(page, "sliding") == ["1", "2", "3"]
        assert figures(page, "output") == list("00321000")
        page.get_by_role("radio", name="⋆ slide as it is").click()
        assert figures(page, "sliding") == ["3", "2", "1"]
        assert figures(page, "output") == list("00123000")
        assert "slides as it is: 3 2 1" in page.locator(".cw-fact").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(("motion", "is_moving"), [("no-preference", True), ("reduce", False)])
def test_the_turn_moves_each_sample_or_is_two_numbered_stills(played, motion, is_moving):
    with played(FlipAndSlide(answer="shown", op="corr"), reduced_motion=motion) as page:
        page.get_by_role("radio", name="∗ turn, then slide").click()
        moving = "document.querySelector('.cw-lane-window .cw-lane-sample').getAnimations().length > 0"
        assert page.evaluate(moving) is is_moving
        assert page.locator(".cw-fact").inner_text().startswith("1. 3 2 1 → 2. 1 2 3")


@pytest.mark.browser
def test_swapped_correlations_are_mirrored_and_swapped_convolutions_are_not(played):
    with played(FlipAndSlide(f=[[1, 2, 3]], g=[[0, 1, 0.5]])) as page:
        for op, mirrored in [("conv", False), ("corr", True)]:
            set_traits(page, op=op, swapped=False)
            [before] = trait(page, "Y")
            page.get_by_role("switch", name="swap f and g").click()
            assert trait(page, "Y") == [before[::-1] if mirrored else before]
            assert page.locator(".cw-lane-output .cw-lane-title").inner_text().startswith("g")


@pytest.mark.browser
def test_the_sentence_names_the_products_that_count(played):
    with played(FlipAndSlide(answer="shown", step=3)) as page:
        assert told(page) == "n = 3: 1·2 = 2; the other products are 0."
        set_traits(page, step=6)
        assert told(page) == "n = 6: every product is 0."
        set_traits(page, f=[[1, -2]], g=[[0.5, 3]], step=1)
        assert told(page) == "n = 1: 1·3 + (−2)·0.5 = 2."


@pytest.mark.browser
def test_a_press_on_a_position_goes_there_and_arrow_keys_go_on(played):
    with played(FlipAndSlide(answer="shown")) as page:
        page.locator(".cw-lane-output .cw-lane-sample").nth(4).click()
        assert trait(page, "step") == 4
        page.locator(".cw-lane-output .cw-lane-plot").press("ArrowRight")
        assert trait(page, "step") == 5


@pytest.mark.browser
def test_signals_are_picked_typed_and_lengthened(played):
    with played(FlipAndSlide(answer="shown")) as page:
        page.get_by_label("f", exact=True).select_option("box")
        assert trait(page, "f") == BOX
        page.locator(".cw-signal input").first.fill("10")
        page.keyboard.press("Enter")
        assert "type a number from −9 to 9" in page.locator(".cw-complaint").inner_text()
        assert trait(page, "f") == BOX
        page.get_by_role("button", name="g: one number more").click()
        assert trait(page, "g") == [[3, 2, 1, 0]]
        assert page.get_by_label("g", exact=True).input_value() == "own"


def at_place(page, lane, cell, high):
    """The middle of a cell of a lane, `high` stems above the line of 0."""
    return page.evaluate(
        """([lane, cell, high]) => {
            const plot = document.querySelector(`.cw-lane-${lane} .cw-lane-plot`);
            const [box, stem] = [plot.getBoundingClientRect(), plot.querySelector(".cw-lane-stem")];
            const places = document.querySelectorAll(".cw-lane-axis .cw-lane-tick:not([hidden])").length;
            return [box.left + ((cell + 0.5) * box.width) / places,
                    box.top + stem.offsetTop + (1 - high) * stem.offsetHeight];
        }""",
        [lane, cell, high],
    )


@pytest.mark.browser
def test_both_signals_are_drawn_by_a_press_and_by_a_pull_and_a_swipe_takes_nothing_along(played):
    with played(FlipAndSlide(f=[[0, 0, 4, 0]], answer="shown", step=5)) as page:
        page.mouse.click(*at_place(page, "lying", 2, 0.5))  # two cells of room for g stand before position 0
        assert trait(page, "f") == [[2, 0, 4, 0]]
        page.mouse.move(*at_place(page, "lying", 3, 0.5))
        page.mouse.down()
        for cell, high in ((3, 0.75), (4, 0.75), (5, 0.25)):
            page.mouse.move(*at_place(page, "lying", cell, high))
        page.mouse.up()
        assert trait(page, "f") == [[2, 3, 3, 1]]
        page.mouse.click(*at_place(page, "sliding", 5, -2 / 3))  # turned: its first number is last
        assert trait(page, "g") == [[3, 2, -2]]
        plot = page.locator(".cw-lane-lying .cw-lane-plot")
        x, y = at_place(page, "lying", 2, 1)
        for kind, by in (("down", 0), ("move", -9), ("cancel", -9)):
            pointer = {"pointerId": 1, "pointerType": "touch", "clientX": x, "clientY": y + by, "button": 0}
            plot.evaluate("el => { el.setPointerCapture = () => {}; }")
            plot.dispatch_event(f"pointer{kind}", pointer)
        assert trait(page, "f") == [[2, 3, 3, 1]]
        assert plot.evaluate("el => getComputedStyle(el).touchAction") == "pan-y"


@pytest.mark.browser
def test_the_sound_is_made_by_a_press_and_escape_stops_it(played):
    with played(FlipAndSlide(answer="shown")) as page:
        page.evaluate("""() => {
            window.contexts = [];
            const Real = AudioContext;
            window.AudioContext = class extends Real { constructor() { super(); contexts.push(this); } };
        }""")
        set_traits(page, op="corr")
        assert page.evaluate("contexts.length") == 0
        page.get_by_role("button", name="Hear it").click()
        assert page.evaluate("contexts.length") == 1
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Hear it").wait_for()
        page.wait_for_function("contexts[0].state === 'closed'")


@pytest.mark.browser
def test_what_is_masked_cannot_be_heard(played):
    with played(FlipAndSlide()) as page:
        page.get_by_role("button", name="Hear it").click()
        assert "Answer first" in page.locator(".cw-judged").inner_text()
        assert page.get_by_role("button", name="Stop").count() == 0


@pytest.mark.browser
def test_the_sound_is_quiet_short_and_fades_as_its_numbers_do(modules):
    rate = 8000
    outputs = [[0, 0, 3, 2, 1, 0], [1, 2, 3], [0], [9] * 35]
    for Y, wave in zip(
        outputs, modules("flip_and_slide/sound.js", "plucks", [[Y, rate] for Y in outputs]), strict=True
    ):
        wave = np.array(wave)
        assert len(wave) <= 2.5 * rate
        assert abs(wave).max() <= 0.2 + 1e-6
        assert abs(wave).max() > 0.19 or not any(Y)
        if Y == [1, 2, 3]:
            first, second, third = (abs(wave[int(k * 0.14 * rate) :][:400]).max() for k in range(3))
            assert first < second < third


@pytest.mark.browser
@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"f": [[1, 2], [3, 4]]}, "f has 2 rows"),
        ({"g": [[10]]}, "“10” does not work in g"),
        ({"f": [[0] * 25]}, "“1 × 25” does not work as f"),
        ({"op": "plus"}, "“plus” does not work as operation"),
    ],
)
def test_an_impossible_state_is_a_sentence(played, traits, sentence):
    with played(FlipAndSlide()) as page:
        set_traits(page, **traits)
        assert page.locator(".cw-trouble").inner_text().startswith(sentence)


@pytest.mark.parametrize(
    "traits", [{"f": [[1], [2]]}, {"g": [[10]]}, {"f": [[0] * 25]}, {"g": [[0] * 13]}, {"op": "plus"}]
)
def test_python_refuses_what_the_page_cannot_draw(traits):
    with pytest.raises(traitlets.TraitError):
        FlipAndSlide(**traits)


def test_the_still_picture_shows_question_answer_and_the_whole_trace():
    html = FlipAndSlide().still()
    assert "∗ turns g to 1 2 3, then slides it over the spike. What is traced?" in html
    assert "the turn has put the 3 there" in html
    assert [row.count("<td") for row in html.split("<tr>")[2:]] == [8] * 4
    assert "What is traced" not in FlipAndSlide(f=BOX).still()


@pytest.mark.browser
def test_of_two_boxes_the_output_is_sketched_and_the_true_one_lies_over_it(played):
    with played(FlipAndSlide(f=BOX, g=BOX)) as page:
        compare = page.get_by_role("button", name="Compare")
        compare.click()
        assert "Answer first" in page.locator(".cw-judged").inner_text()
        assert trait(page, "answer") == ""
        page.mouse.move(*at_place(page, "output", 3, 0.5))  # three cells of room for g: position 0
        page.mouse.down()
        page.mouse.move(*at_place(page, "output", 9, 0.5), steps=3)
        page.mouse.up()
        assert trait(page, "sketch") == [[3] * 7]
        compare.click()
        assert (trait(page, "answer"), trait(page, "step")) == ("flat", 6)
        assert "not all or nothing. It grows by one each step" in page.locator(".cw-judged").inner_text()
        assert page.locator(".cw-judged[data-right=no]").count() == 1
        assert figures(page, "output") == [text for y in "1234321" for text in (y, "")]  # and a ring for each
        page.mouse.click(*at_place(page, "output", 4, 1))
        assert (trait(page, "sketch"), trait(page, "step")) == ([[3] * 7], 1)


@pytest.mark.browser
def test_a_sketch_is_drawn_by_arrow_keys_and_reset_asks_anew(played):
    with played(FlipAndSlide(f=BOX, g=BOX)) as page:
        plot = page.locator(".cw-lane-output .cw-lane-plot")
        for ups in (1, 2, 3, 4, 3, 2):
            for key in ["ArrowUp"] * ups + ["ArrowRight"]:
                plot.press(key)
        for key in ("ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
            plot.press(key)
        assert trait(page, "sketch") == [[1, 2, 3, 4, 3, 2, 1]]
        assert "Position 6 is 1." in plot.get_attribute("aria-label")
        page.get_by_role("button", name="Compare").click()
        assert trait(page, "answer") == "triangle"
        assert page.locator(".cw-judged[data-right=yes]").inner_text().endswith("1 2 3 4 3 2 1.")
        page.get_by_role("button", name="Reset").click()
        assert (trait(page, "answer"), trait(page, "sketch")) == ("", [[0]])
        set_traits(page, f=SPIKE, g=[[3, 2, 1]])
        assert page.locator(".cw-choices [role=radio]").count() == 3
        assert not page.get_by_role("button", name="Compare").is_visible()


def test_the_still_picture_of_two_boxes_asks_and_answers_too():
    html = FlipAndSlide(f=BOX, g=BOX).still()
    assert "Sketch the output" in html
    assert "1 2 3 4 3 2 1." in html
