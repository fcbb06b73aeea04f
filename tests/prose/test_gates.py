"""The {gate} directive: the page asks before it tells."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from convolution_book.extensions.plain_markdown import plain
from tests.browser import serve, visit
from tests.prose.sphinx_page import build

GATES = """
# Page

## Sums

:::{gate}
:answer: 19
How *much*?

- 19 — so it is.
- 43 — that is the last one.
:::

It is nineteen.

(deep)=
Deep inside.

:::{gate-end}
:::

In sight again.

:::{gate}
Which one?

- [ ] Left — the other one.
- [x] Right — so it is.
:::

It was on the right.

## Ideas

:::{gate}
What may it be?
:::

It may be a plum.

## After

Not hidden.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gates")
    html, complaints = build(folder, "convolution_book.extensions.gates", index=GATES)
    assert complaints == ""
    assert html.count('class="cw-gated"') == 3
    return folder / "out"


@pytest.fixture
def opened(folder, browser):
    with serve(folder) as address, visit(browser, f"{address}/index.html") as tab:
        yield tab
        assert tab.leaving == []
        assert [one for one in tab.complaints if "404" not in one] == []


def test_a_gate_before_nothing_is_refused_in_words(tmp_path):
    complaints = build(
        tmp_path, "convolution_book.extensions.gates", index="# Page\n\n:::{gate}\nWhy?\n:::\n"
    )[1]
    assert "a gate with nothing behind it" in complaints


def test_in_a_notebook_it_is_plain_text_with_the_answers_folded_away():
    text = plain(GATES)
    assert "> **Your guess first**" in text
    assert "- 19 — so it is." in text
    assert text.count("<details>") == 2  # the third has no answers to look up
    assert "It may be a plum." in text
    assert "gate-end" not in text


browser_test = pytest.mark.browser
HIDDEN = ["It is nineteen.", "Deep inside.", "It was on the right.", "It may be a plum."]


def seen(page):
    return [text for text in HIDDEN if page.get_by_text(text).is_visible()]


def button(page, number):
    return page.locator(".cw-show button").nth(number)


@browser_test
def test_what_follows_is_hidden_until_it_is_answered_and_the_rest_is_not(opened):
    assert seen(opened) == []
    assert opened.get_by_text("In sight again.").is_visible()
    assert opened.get_by_text("Not hidden.").is_visible()
    assert opened.locator(".cw-veil:visible").count() == 3


@browser_test
def test_what_is_hidden_is_out_of_reach_of_finding_and_of_a_screen_reader(opened):
    assert opened.evaluate("window.find('nineteen')") is False
    assert "nineteen" not in opened.locator("body").aria_snapshot()


@browser_test
def test_a_right_number_opens_and_a_wrong_one_earns_its_sentence(opened):
    field = opened.get_by_label("Your answer")
    field.fill("43")
    field.press("Enter")
    assert "that is the last one" in opened.locator(".cw-verdict").inner_text()
    assert seen(opened) == []
    field.fill("19")
    field.press("Enter")
    assert seen(opened) == HIDDEN[:2]
    assert opened.locator(".cw-verdict[data-right]").count() == 1
    assert opened.locator(".cw-opened").first.inner_text() == "It is shown below."


@browser_test
def test_a_choice_opens_only_when_it_is_right(opened):
    opened.get_by_text("Left", exact=True).click()
    opened.locator(".cw-reply[open]").wait_for()
    assert seen(opened) == []
    opened.get_by_text("Right", exact=True).click()
    opened.get_by_text(HIDDEN[2]).wait_for()
    assert seen(opened) == [HIDDEN[2]]


@browser_test
def test_show_me_opens_by_keyboard_and_takes_the_focus_along(opened):
    button(opened, 2).focus()
    opened.keyboard.press("Enter")
    assert seen(opened) == [HIDDEN[3]]
    assert opened.evaluate("document.activeElement.textContent.trim()") == HIDDEN[3]


@browser_test
def test_opening_moves_neither_the_question_nor_what_is_above(opened):
    place = "(el) => el.getBoundingClientRect().top"
    gate = opened.locator(".cw-page-gate").nth(2)
    gate.scroll_into_view_if_needed()
    before = gate.evaluate(place)
    button(opened, 2).click()
    assert gate.evaluate(place) == before


@browser_test
def test_what_was_opened_is_open_after_a_reload_and_is_no_right_answer(opened):
    button(opened, 0).click()
    opened.get_by_text("Right", exact=True).click()
    opened.get_by_text(HIDDEN[2]).wait_for()
    opened.reload()
    assert seen(opened) == HIDDEN[:3]
    assert opened.locator(".cw-done").count() == 1


@browser_test
@pytest.mark.parametrize("way", ["fresh", "there already"])
def test_a_link_into_what_is_hidden_opens_it_for_this_visit(folder, browser, way):
    with serve(folder) as address, visit(browser, f"{address}/index.html") as page:
        if way == "fresh":
            page.goto("about:blank")
            page.goto(f"{address}/index.html#deep")
        else:
            page.evaluate("location.hash = 'deep'")
        page.get_by_text("Deep inside.").wait_for()
        assert seen(page) == HIDDEN[:2]
        page.goto("about:blank")
        page.goto(f"{address}/index.html")
        assert seen(page) == []


@browser_test
def test_a_find_of_the_search_opens_no_gate(folder, browser):
    with serve(folder) as address, visit(browser, f"{address}/index.html?highlight=sight+plum") as page:
        page.locator(".highlighted:visible", has_text="sight").wait_for()
        assert seen(page) == []


@browser_test
def test_without_javascript_all_is_in_sight(folder, browser):
    with serve(folder) as address, visit(browser, f"{address}/index.html", java_script_enabled=False) as page:
        assert seen(page) == HIDDEN
        assert page.locator(".cw-veil:visible, .cw-show:visible").count() == 0


@browser_test
def test_on_paper_all_is_there(opened):
    opened.emulate_media(media="print")
    assert seen(opened) == HIDDEN
    opened.emulate_media(media="screen")
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen(opened) == HIDDEN
    opened.evaluate("dispatchEvent(new Event('afterprint'))")
    assert seen(opened) == []


@browser_test
def test_it_suits_axe(opened):
    found = Axe().run(opened.locator(".cw-page-gate").first.page).response["violations"]
    ours = [rule["id"] for rule in found for node in rule["nodes"] if "cw-" in node["html"]]
    assert ours == []


LAST_WORD = re.compile(r"\?[^.!]*$")  # a question, and no sentence after it
BOOK = Path(__file__).parents[2] / "book"
PAGES = sorted(BOOK.glob("*.md"))
FENCED = re.compile(r"^(:{3,}|`{3,})\{(?!code-cell)[^\n]*\n.*?^\1$", re.M | re.S)
EXPECTS = re.compile(
    r"do you expect|(?<!would )\bguess\b|before you (?:do|look|read|press)|can you think of", re.I
)


def prose(page):
    """The running text of a page, paragraph by paragraph; directives are gone, code cells are one line."""
    text = FENCED.sub("", page.read_text("utf8"))
    text = re.sub(r"^```\{code-cell\}.*?^```$", "CODE", text, flags=re.M | re.S)
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]


@pytest.mark.parametrize("page", sorted(BOOK.rglob("exercises/*/*.ipynb")), ids=lambda page: page.stem)
def test_no_exercise_asks_for_a_guess_and_tells_it_below(page):
    cells = nbformat.read(page, as_version=4).cells
    words = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert [text for text in words if EXPECTS.search(text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_asks_for_a_guess_without_a_gate(page):
    assert [text for text in prose(page) if EXPECTS.search(text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_asks_right_before_the_output_that_answers(page):
    blocks = prose(page)
    asked = [text for text, after in pairwise(blocks) if after == "CODE" and LAST_WORD.search(text)]
    assert asked == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_output_stands_right_below_a_question_that_it_answers(page):
    questions = re.findall(r"^:::\{question\}\n(.*?)^:::$\s*(\S*)", page.read_text("utf8"), flags=re.M | re.S)
    assert [text for text, follows in questions if follows.startswith("```{code-cell}")] == []
