import numpy as np
import pytest

from convolution_book.widgets import SlidingWindow
from grader.reference import corr2d_strided
from tests.widgets.page import cells, set_traits, trait

pytestmark = pytest.mark.browser
X = [[3, 1, 0, 2], [5, 4, -1, 2], [0, 2, 6, 1]]
SOBEL = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]


def minus(text):
    return float(text.replace("−", "-"))


def shown(page):
    return page.locator(".cw-plain-answer").inner_text()


def spoken(page):
    return page.locator(".cw-scrub").get_attribute("aria-valuetext")


def note(page):
    return page.locator(".cw-note").inner_text().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("padding", "stride", "flip"), [(0, 1, False), (1, 1, False), (1, 2, True)])
def test_every_step_shows_what_numpy_computes(played, padding, stride, flip):
    Y = corr2d_strided(X, np.rot90(SOBEL, 2) if flip else SOBEL, padding, stride)
    with played(SlidingWindow(X=X, K=SOBEL, padding=padding, stride=stride, flip=flip)) as page:
        assert trait(page, "Y") == Y.tolist()
        for step, value in enumerate(Y.ravel()):
            assert minus(shown(page)) == value
            terms = page.locator(".cw-term").all_inner_texts()
            assert sum(np.prod([minus(f.strip("()")) for f in term.split("·")]) for term in terms) == value
            filled = [text for row in cells(page, "output") for text in row if text != "·"]
            np.testing.assert_array_equal([minus(text) for text in filled], Y.ravel()[: step + 1])
            page.keyboard.press("ArrowRight") if step else page.locator(".cw-button", has_text="›").click()


def test_the_step_is_written_out_with_its_place(played):
    with played(SlidingWindow()) as page:
        assert spoken(page) == "row 1, column 1: 0·0 + 1·1 + 3·2 + 4·3 = 19"
    with played(SlidingWindow(X=[[-1, 2]], K=[[1, -1]])) as page:
        assert spoken(page) == "row 1, column 1: (−1)·1 + 2·(−1) = −3"


def test_play_runs_to_the_end_and_stops_and_then_starts_again(played):
    with played(SlidingWindow(interval_ms=20)) as page:
        page.evaluate(
            "window.steps = []; models[0].on('change:step', () => steps.push(models[0].get('step')))"
        )
        for _ in range(2):
            page.get_by_role("button", name="Play").click()
            page.wait_for_function("models[0].get('step') === 3 && !models[0].get('playing')")
            assert shown(page) == "43"
        assert page.evaluate("steps") == [1, 2, 3, 0, 1, 2, 3]


def test_two_views_of_one_model_share_one_clock(played):
    with played(SlidingWindow(interval_ms=20)) as page:
        page.evaluate(
            """async () => {
                const { default: widget } = await import(URL.createObjectURL(
                    new Blob([window.page.widgets[0].esm], { type: "text/javascript" })));
                window.steps = [];
                models[0].on("change:step", () => steps.push(models[0].get("step")));
                const el = document.createElement("div");
                document.querySelector("main").append(el);
                await widget.render({ model: models[0], el });
                models[0].set("playing", true);
            }"""
        )
        page.wait_for_function("!models[0].get('playing')")
        assert page.evaluate("steps") == [1, 2, 3]
        assert page.locator(".cw-plain-answer").all_inner_texts() == ["43", "43"]


def test_the_keys_are_those_of_a_video_player(played):
    with played(SlidingWindow(interval_ms=60_000)) as page:
        page.locator(".cw-button", has_text="›").focus()
        for key, step in [("ArrowRight", 1), ("End", 3), ("ArrowLeft", 2), ("Home", 0)]:
            page.keyboard.press(key)
            assert trait(page, "step") == step
        page.keyboard.press("k")
        assert trait(page, "playing") is True
        page.locator(".cw-scrub").focus()
        page.keyboard.press("Space")
        assert trait(page, "playing") is False


def test_a_cell_is_edited_by_keyboard_alone(played):
    with played(SlidingWindow()) as page:
        page.locator(".cw-input input").first.focus()
        for key in ["ArrowRight", "ArrowDown", "−", "7", "Enter"]:
            page.keyboard.insert_text(key) if key == "−" else page.keyboard.press(key)
        assert trait(page, "X")[1][1] == -7
        assert (
            trait(page, "Y") == corr2d_strided([[0, 1, 2], [3, -7, 5], [6, 7, 8]], [[0, 1], [2, 3]]).tolist()
        )
        page.keyboard.press("5")
        page.keyboard.press("Escape")
        assert trait(page, "X")[1][1] == -7


def test_a_number_is_changed_by_dragging(played):
    with played(SlidingWindow()) as page:
        box = page.locator(".cw-kernel input").first.bounding_box()
        page.mouse.move(box["x"] + 10, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + 10, box["y"] - 20, steps=3)
        page.mouse.up()
        assert trait(page, "K")[0][0] == 3


def test_a_term_and_its_cells_light_up_together(played):
    with played(SlidingWindow()) as page:
        page.locator(".cw-term").nth(2).hover()
        marked = page.locator(".is-marked")
        assert sorted(filter(None, marked.all_inner_texts())) == ["3·2"]
        assert marked.count() == 3  # the term, the input's cell, the kernel's cell
        page.locator(".cw-input .cw-cell").nth(4).hover()
        assert page.locator(".cw-term.is-marked").inner_text() == "4·3"


BAD_TYPING = [
    (
        ".cw-input input",
        "abc",
        "“abc” does not work as input, row 1, column 1: type a number from −9999 to 9999.",
    ),
    (".cw-input input", "", "The cell is empty: type a number."),
    ("padding", "9", "“9” does not work as padding: type a whole number from 0 to 3."),
    ("stride", "fast", "“fast” does not work as stride"),
    ("kernel size", "5", "A 5 × 5 kernel does not fit into a 3 × 3 input with padding 0"),
    ("kernel size", "2x", "“2x” does not work as kernel size"),
    ("input size", "1", "A 2 × 2 kernel does not fit into a 1 × 1 input"),
]


@pytest.mark.parametrize(("field", "typed", "sentence"), BAD_TYPING)
def test_bad_typing_keeps_the_last_good_value_and_says_so(played, field, typed, sentence):
    with played(SlidingWindow()) as page:
        before = page.evaluate("JSON.stringify(models[0].state)")
        box = page.locator(field).first if field.startswith(".") else page.get_by_label(field, exact=True)
        kept = box.input_value()
        box.fill(typed)
        box.press("Enter")
        assert note(page).startswith(sentence)
        assert page.evaluate("JSON.stringify(models[0].state)") == before
        assert box.input_value() == kept


def test_the_complaint_goes_when_the_next_input_is_good(played):
    with played(SlidingWindow()) as page:
        box = page.get_by_label("padding", exact=True)
        for typed in ("x", "1"):
            box.fill(typed)
            box.press("Enter")
        assert (
            note(page)
            == "3 × 3 input, padding 1, 2 × 2 kernel, stride 1: (3 + 2·1 − 2) / 1 + 1 = 4, so a 4 × 4 output"
        )


def test_sizes_that_do_not_divide_are_rounded_down_in_sight(played):
    with played(SlidingWindow(X=np.zeros((8, 8)), K=np.ones((3, 3)), stride=2)) as page:
        assert "⌊(8 + 2·0 − 3) / 2⌋ + 1 = 3, so a 3 × 3 output" in note(page)


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"X": [[1, 2], [3]]}, "The rows of X have different lengths (2, 1)"),
        ({"X": []}, "X has no cells"),
        ({"K": [["a"]]}, "K holds “a”, which is not a finite number"),
        ({"K": [[1] * 9]}, "“1 × 9” does not work as kernel size: type 1 to 7"),
        ({"stride": 0}, "“0” does not work as stride: type a whole number from 1 to 4."),
    ],
)
def test_an_impossible_state_is_a_sentence_and_never_a_blank(played, traits, sentence):
    with played(SlidingWindow()) as page:
        set_traits(page, **traits)
        assert page.locator(".cw-trouble").inner_text().startswith(sentence)
        set_traits(page, X=[[1, 2]], K=[[1]], stride=1)
        assert cells(page, "output") == [["1", "·"]]


def guess(page, value):
    page.locator(".cw-guess").fill(str(value))
    page.locator(".cw-guess").press("Enter")
    return page.locator(".cw-judged-text").inner_text()


def test_predict_mode_hides_the_outputs_and_names_a_flipped_kernel(played):
    with played(SlidingWindow(predict=True)) as page:
        assert cells(page, "output") == [["?", "·"], ["·", "·"]]
        assert guess(page, 5) == "Not 5: that is what a flipped kernel gives."
        assert guess(page, 25) == "Not 25: that is the window one step to the right."
        assert guess(page, 6) == "Not 6: you added the weights without multiplying."
        assert guess(page, 1000) == "Not 1000. Multiply cell by cell, then add the products."
        assert guess(page, "many") == "“many” is not a number: type one such as −1 or 0.5."
        assert guess(page, 19) == "19 is right."
        assert cells(page, "output") == [["19", "·"], ["·", "·"]]


def test_predict_mode_is_played_by_keyboard_alone(played):
    with played(SlidingWindow(predict=True)) as page:
        page.locator(".cw-guess").focus()
        for value in (19, 25, 37, 43):
            page.wait_for_function("document.activeElement.matches('.cw-guess')")
            page.keyboard.type(str(value))
            page.keyboard.press("Enter")
            page.wait_for_function("document.activeElement.matches('.cw-main:not([type=submit]), .cw-scrub')")
            page.keyboard.press("Enter")
        assert cells(page, "output") == [["19", "25"], ["37", "43"]]


def test_predict_mode_forgets_its_answers_when_the_numbers_change(played):
    with played(SlidingWindow(predict=True)) as page:
        guess(page, 19)
        set_traits(page, X=[[1, 1], [1, 1]])
        assert cells(page, "output") == [["?"]]


def test_traits_set_from_python_are_drawn(played):
    with played(SlidingWindow()) as page:
        set_traits(page, K=[[1, -1]], step=1)
        assert cells(page, "kernel") == [["1", "−1"]]
        assert shown(page) == "−1"


def test_a_link_carries_the_whole_situation(played):
    with played(SlidingWindow()) as page:
        set_traits(page, X=X, K=SOBEL, padding=1, stride=2, flip=True, step=3)
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function("location.hash.length > 1")
        address = page.evaluate("location.hash")
    with played(SlidingWindow(), address=address) as page:
        for name, value in {"X": X, "K": SOBEL, "padding": 1, "stride": 2, "flip": True, "step": 3}.items():
            assert trait(page, name) == value


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("#sliding-window-1?K=1,2;3&step=1", "The rows of K have different lengths (2, 1)"),
        ("#sliding-window-1?K=one", "The link holds a value that cannot be read (K)"),
        ("#sliding-window-1?K=%E0%A4", "The link holds a value that cannot be read (K)"),
        ("#sliding-window-1?K=1,1,1,1", "A 1 × 4 kernel does not fit"),
        ("#sliding-window-1?colour=red", "The link holds a value that cannot be read (colour)"),
    ],
)
def test_a_broken_link_keeps_the_widget_and_says_what_is_wrong(played, address, sentence):
    with played(SlidingWindow(), address=address) as page:
        assert note(page).startswith(sentence)
        assert shown(page) == "19"
