"""What the pages promise: words have entries, figures have descriptions."""

import ast
import re
from pathlib import Path

import pytest

from convolution_book import widgets

BOOK = Path(__file__).parents[2] / "book"
PAGES = sorted(BOOK.glob("*.md"))
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.M | re.S)
PHONE = 42  # letters of code that a phone of 390 px shows without scrolling
QUESTION = re.compile(r"^:::\{question\}\n(.*?)^:::$", re.M | re.S)


def read(page):
    return (BOOK / page).read_text("utf8")


def test_the_neocognitron_is_dated_1980():
    entry = re.search(r"@article\{fukushima.*?\n\}", read("references.bib"), re.S)[0]
    assert "year = {1980}" in entry
    assert "| 1980 | Fukushima's Neocognitron" in read("timeline.md")


@pytest.mark.parametrize(
    "word", ["kernel", "filter", "bias", "receptive field", "feature map", "cross-correlation"]
)
def test_words_that_others_confuse_have_entries_of_their_own(word):
    entry = re.search(rf"^{word}\n(\S.*)\n  \S", read("glossary.md"), re.M)
    assert entry, word
    assert re.search("[가-힣]", entry[1]), f"{word} has no Korean term"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_term_link_has_an_entry(page):
    glossary = read("glossary.md").splitlines()
    for term in re.findall(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`", page.read_text("utf8")):
        assert term in glossary, term


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_figure_is_described_in_the_words_after_it(page):
    text = page.read_text("utf8")
    for cell in CELL.finditer(text):
        if re.search(r"^figures\.", cell[1], re.M):
            assert text[cell.end() :].lstrip().startswith("*"), cell[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_code_cells_are_short_and_fit_the_page(page):
    for cell in CELL.finditer(page.read_text("utf8")):
        lines = [line for line in cell[1].splitlines() if not line.startswith(":")]
        assert len(lines) <= 12, cell[1]
        widest = 88 if ":tags:" in cell[1] else PHONE  # a folded or removed cell is not read on a phone
        assert all(len(line) <= widest for line in lines), cell[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_question_has_wrong_answers_too_and_each_one_says_why(page):
    for question in QUESTION.finditer(page.read_text("utf8")):
        answers = re.findall(r"^- (.*)$", question[1], re.M)
        assert len(answers) >= 2, question[1]
        assert all(" — " in answer for answer in answers), question[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_citation_is_in_the_bibliography(page):
    keys = set(re.findall(r"^@\w+\{(\w+),", read("references.bib"), re.M))
    for cited in re.findall(r"\{cite(?::t)?\}`([^`]+)`", page.read_text("utf8")):
        assert set(cited.split(",")) <= keys


def widgets_of(page):
    """(class, names in sight or None) of each widget that the cells of a page make."""
    source = "\n".join(CELL.findall(page.read_text("utf8")))
    source = re.sub(r"^[:%].*$", "", source, flags=re.M)
    for node in ast.walk(ast.parse(source)):
        cls = getattr(widgets, getattr(getattr(node, "func", None), "id", ""), None)
        if cls in widgets.WIDGETS:
            yield cls, next((ast.literal_eval(k.value) for k in node.keywords if k.arg == "show"), None)


EXPLAINED = {  # control: the chapter that explains it; None: none yet
    "padding": "padding-and-stride",
    "stride": "padding-and-stride",
    "p": "padding-and-stride",
    "s": "padding-and-stride",
    "d": "padding-and-stride",
    "predict": "locality",
    "flip": "locality",
    "delta": "locality",
    "c_in": "channels",
    "c_out": "channels",
    "mix": "channels",
    "mixture": "channels",
    "preset": "kernels",
    "cost": "kernels",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_control_stands_in_sight_before_its_chapter(page):
    order = re.findall(r"^      - file: ([\w-]+)$", (BOOK.parent / "_toc.yml").read_text("utf8"), re.M)
    for cls, shown in widgets_of(page):
        for name in set(cls.SETTINGS if shown is None else shown) & EXPLAINED.keys():
            chapter = EXPLAINED[name]
            assert chapter, f"no chapter explains {name}"
            assert order.index(chapter) <= order.index(page.stem), f"{name} in {page.stem}"
