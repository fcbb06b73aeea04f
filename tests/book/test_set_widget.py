"""A phrase in the text that puts a widget into a state."""

import pytest
from docutils import nodes

from convolution_book.extensions import gates, set_widget
from convolution_book.extensions.still_pictures import VIEW
from convolution_book.widgets import KernelLab, SlidingWindow
from tests.browser import open_gates, visit, wait_for_widgets

PAGES = ["locality", "convolution", "kernels", "padding-and-stride", "pooling", "dimensions"]


@pytest.mark.parametrize(
    ("cls", "text", "wanted"),
    [
        (SlidingWindow, "stride=2&flip=1&step=3", None),
        (SlidingWindow, "K=1,2,3,4;1,2,3,4;0,0,0,0;5,5,5,-0.5&padding=1", None),
        (KernelLab, "picture=hopper&probe=1,2", None),
        (SlidingWindow, "strid=2", "SlidingWindow has no 'strid' to set: choose from K, X, flip, "),
        (SlidingWindow, "answered=0", "SlidingWindow has no 'answered' to set"),
        (SlidingWindow, "Y=1", "SlidingWindow has no 'Y' to set"),
        (SlidingWindow, "stride=9", "stride must be a whole number from 1 to 4, got 9"),
        (SlidingWindow, "stride=two", "stride cannot be 'two': write it as Copy link does"),
        (SlidingWindow, "flip=yes", "flip cannot be 'yes'"),
        (SlidingWindow, "K=1,2;3", "the rows of K have different lengths (2, 1)"),
        (SlidingWindow, "K=1;2", "kernel 2 × 1 does not fit into input 1 × 3"),
        (KernelLab, "picture=cat", "there is no picture 'cat'"),
    ],
)
def test_a_state_that_cannot_be_is_refused_in_one_sentence(cls, text, wanted):
    saved = {"X": [[1, 2, 3]], "K": [[1]]} if text == "K=1;2" else {}
    said = set_widget.refusal(cls, saved, text)
    assert said is None if wanted is None else said.startswith(wanted), said


def view(number):
    """The output of a cell with a widget, as MyST-NB keeps it while a page is read."""
    script = nodes.raw("", f'<script>{{"model_id": "m{number}"}}</script>', format="html")
    return nodes.container("", script, mime_type=VIEW)


def saved(*classes):
    names = [f"{cls.__module__}.{cls.__name__}" for cls in classes]
    return {"state": {f"m{i}": {"state": {"_anywidget_id": name}} for i, name in enumerate(names)}}


def phrase(state):
    return set_widget.phrase("", "so", state=state, address="")


def connected(document, *classes):
    """What is said about each phrase: the address that it sets, or what is wrong with it."""
    views = set_widget.views_of(document, saved(*classes))
    return [set_widget.found(node, document, views) for node in document.findall(set_widget.phrase)]


def section(*children):
    return nodes.section("", *children)


def document(*sections):
    made = nodes.document(None, None)
    made.extend(sections)
    return made


def test_a_phrase_means_the_last_widget_above_it_in_its_section_or_else_the_first_below():
    page = document(
        section(phrase("step=0"), view(0), view(1), phrase("step=1")),
        section(phrase("step=2"), view(2)),
        section(phrase("step=3"), phrase("sliding-window-2?step=4")),
    )
    *said, nothing, named = connected(page, *[SlidingWindow] * 3)
    assert [address for address, _ in said] == [
        "sliding-window-1?step=0",
        "sliding-window-2?step=1",
        "sliding-window-3?step=2",
    ]
    assert nothing[1].startswith("there is no such widget")
    assert named == ("sliding-window-2?step=4", None)


def test_a_phrase_does_not_stand_before_the_gate_that_hides_its_widget():
    hidden = gates.gated("", view(0), phrase("step=1"), key="a")
    page = document(section(phrase("step=1"), hidden))
    (_, before), (address, _) = connected(page, SlidingWindow)
    assert before.startswith("a gate hides its widget")
    assert address == "sliding-window-1?step=1"


@pytest.mark.browser
def test_each_phrase_of_the_book_sets_its_widget_says_so_and_brings_it_into_sight(browser, book_site):
    for name in PAGES:
        with visit(
            browser, f"{book_site}/{name}.html", width=390, height=844, reduced_motion="reduce"
        ) as page:
            open_gates(page)
            wait_for_widgets(page)
            phrases = page.get_by_role("button").and_(page.locator(".cw-set"))
            assert phrases.count() >= 2, name
            for one in phrases.all():
                one.press("Enter")
                widget = page.locator(f"#{one.get_attribute('data-set').split('?')[0]}")
                told = f"The widget follows: {' '.join(one.inner_text().split())}."
                widget.locator(".cw-spoken", has_text=told).wait_for(state="attached")
                assert widget.locator(".cw-complaint").inner_text() == ""
                assert page.evaluate(SEEN, widget.element_handle())
            assert page.complaints == []


SEEN = """(el) => {
    const { top, bottom } = el.getBoundingClientRect();
    return Math.min(bottom, innerHeight) - Math.max(top, 0) >= Math.min(bottom - top, innerHeight / 2) - 1;
}"""


@pytest.mark.browser
def test_a_phrase_is_text_without_javascript_and_reset_takes_back_what_it_set(browser, book_site):
    address = f"{book_site}/locality.html"
    with visit(browser, address, java_script_enabled=False) as page:
        assert page.locator(".cw-set").first.inner_text() == "moved one column to the right"
        assert page.locator(".cw-set[role], .cw-set[tabindex]").count() == 0
    with visit(browser, address) as page:
        open_gates(page)
        wait_for_widgets(page)
        page.locator(".cw-set").nth(1).click()
        told = page.locator("#sliding-window-1 .cw-told, #sliding-window-1 .cw-formula").first
        assert "37" in told.inner_text()
        page.locator("#sliding-window-1").get_by_role("button", name="Reset").click()
        assert "37" not in told.inner_text()
