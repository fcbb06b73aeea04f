"""The {question} directive: what it makes of Markdown, and how it answers in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import serve, visit
from tests.prose.sphinx_page import build

NUMBER = """
:::{question}
:answer: 19
The *first* output?

- 19 — $0 + 1 + 6 + 12$.
- 43 — that is the last output.
:::
"""
CHOICE = """
:::{question}
Which one?

- [ ] Left — the other one,
  on the right.
- [x] Right — so it is.
:::
"""


def questions(folder, text):
    return build(folder, "convolution_book.extensions.questions", index=f"# Page\n\n{text}\n")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("questions")
    html, complaints = questions(folder, NUMBER + CHOICE)
    assert complaints == ""
    return folder / "out", html


def test_the_text_of_a_question_is_markdown(page):
    html = page[1]
    assert "<em>first</em>" in html
    assert "<math" in html


def test_each_choice_opens_its_explanation_without_any_script(page):
    html = page[1]
    assert html.count('<details class="cw-reply"') == 2
    assert html.count('data-right="1"') == 2  # one choice, one number
    assert "on the right." in html


def test_a_number_can_be_looked_up_without_any_script(page):
    html = page[1]
    assert '<form class="cw-answer" hidden>' in html
    assert '<details class="cw-all"><summary>Show the answer</summary>' in html


def keys(html):
    return re.findall(r'data-key="([^"]+)"', html)


def test_another_question_before_it_does_not_lose_what_was_answered(tmp_path):
    first, second = ((tmp_path / name) for name in ("first", "second"))
    for folder in (first, second):
        folder.mkdir()
    number, choice = keys(questions(first, NUMBER + CHOICE)[0])
    assert keys(questions(second, CHOICE + NUMBER)[0]) == [choice, number]


def test_the_same_words_twice_are_two_questions(tmp_path):
    assert len(set(keys(questions(tmp_path, CHOICE + CHOICE)[0]))) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (":::{question}\nWhy?\n:::", "needs answers"),
        (":::{question}\nWhy?\n\n- [ ] So — no.\n:::", "no answer of this question is right"),
        (":::{question}\nWhy?\n\n- [x] So\n:::", "every answer says why"),
        (":::{question}\n:answer: 1\nWhy?\n\n- [x] 1 — so.\n:::", "for a number"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_words(tmp_path, text, sentence):
    assert sentence in questions(tmp_path, text)[1]


@pytest.fixture
def opened(page, browser):
    with serve(page[0]) as address, visit(browser, f"{address}/index.html") as tab:
        yield tab
        assert tab.leaving == []


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["19", " 19.0 ", "38/2"])
def test_the_right_number_is_praised_with_its_reason(opened, typed):
    answer(opened, typed)
    assert opened.locator(".cw-verdict[data-right]").inner_text().startswith("Right:")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "sentence"), [("43", "that is the last output"), ("7", "try again"), ("many", "Type a number")]
)
def test_a_wrong_number_is_named_where_it_is_known(opened, typed, sentence):
    answer(opened, typed)
    assert sentence in opened.locator(".cw-verdict").inner_text()
    assert opened.locator(".cw-verdict[data-right]").count() == 0


@pytest.mark.browser
def test_a_choice_answers_to_the_keyboard(opened):
    opened.locator("summary.cw-label").first.focus()
    opened.keyboard.press("Enter")
    assert opened.locator(".cw-reply[open] .cw-why").inner_text().startswith("Not quite:")


@pytest.mark.browser
def test_what_was_answered_is_there_again_after_a_reload(opened):
    answer(opened, "19")
    opened.get_by_text("Right", exact=True).click()
    expect(opened.locator(".cw-done")).to_have_count(2)
    opened.reload()
    expect(opened.locator(".cw-verdict[data-right]")).to_have_count(1)
    expect(opened.locator(".cw-done")).to_have_count(2)


@pytest.mark.browser
def test_a_right_choice_after_a_wrong_one_counts(page, browser, tmp_path):
    html, _ = questions(tmp_path, CHOICE.replace("- [x]", "- [ ] Up — no.\n- [x]"))
    assert html.count("<details") == 3
    with serve(tmp_path / "out") as address, visit(browser, f"{address}/index.html") as tab:
        tab.get_by_text("Left", exact=True).click()
        tab.get_by_text("Right", exact=True).click()
        tab.locator(".cw-done").wait_for()


@pytest.mark.browser
def test_opening_every_choice_is_not_an_answer_and_the_question_can_be_asked_again(opened):
    opened.get_by_text("Left", exact=True).click()
    opened.locator(".cw-reply[open]").wait_for()
    opened.get_by_text("Right", exact=True).click()
    opened.get_by_text("You have seen every answer").last.wait_for()
    assert opened.locator(".cw-done").count() == 0
    opened.get_by_role("button", name="Ask me again").click()
    assert opened.locator(".cw-reply[open]").count() == 0
    opened.get_by_text("Right", exact=True).click()
    opened.locator(".cw-done").wait_for()


@pytest.mark.browser
def test_a_number_copied_from_the_shown_answer_does_not_count(opened):
    opened.get_by_text("Show the answer").click()
    opened.locator("details.cw-all[open]").wait_for()
    answer(opened, "19")
    assert opened.locator(".cw-verdict[data-right]").count() == 1
    assert opened.locator(".cw-done").count() == 0
    opened.get_by_role("button", name="Ask me again").click()
    answer(opened, "19")
    assert opened.locator(".cw-done").count() == 1


def answer(page, typed):
    page.get_by_label("Your answer").fill(typed)
    page.keyboard.press("Enter")
