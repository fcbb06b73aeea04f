"""Search finds what the book says, in English and Korean, on a server and from a folder."""

import json
import re
from pathlib import Path

import jinja2
import pytest

from convolution_book.extensions.search import ASSETS, plain_formula, uncovered
from tests.browser import overflow, visit

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEMPLATES = ROOT / "book" / "extensions" / "templates"
PARTICLES = re.findall(
    r"\w+", "은 는 이 가 을 를 의 에 와 과 도 만 로 으로 에서 에서는 까지 부터 보다 처럼 이란 입니다"
)

ASK = """async (queries) => {
    const field = document.querySelector("main input, input");
    const found = [];
    for (const query of queries) {
        field.value = query;
        field.dispatchEvent(new Event("input"));
        await new Promise((done) => setTimeout(done));
        const more = field.form.nextElementSibling.querySelector("button"); // others wait
        if (!more.hidden) more.click();
        await new Promise((done) => setTimeout(done));
        const links = field.form.nextElementSibling.querySelectorAll("li a");
        found.push([...links].map((link) => link.getAttribute("href").replace(/\\?[^#]*/, "")));
    }
    return found;
}"""

# The same without the list: thousands of queries.
FIND = """(queries) => {
    const { prepared, find } = window.bookSearch, book = prepared(window.bookText);
    return queries.map((query) => find(query, book).hits.map(({ page, anchor }) => `${page}#${anchor}`));
}"""

pytestmark = pytest.mark.browser


def source_terms():
    """The words of art of the texts that the book grew from, one to three words each."""
    lines = (HERE / "korean_terms.txt").read_text("utf8").splitlines()
    return [word for line in lines for word in line.split()]


def glossary_terms():
    """(Korean name, anchor of its entry) of every entry of the glossary."""
    text = (ROOT / "book" / "glossary.md").read_text("utf8")
    return re.findall(r"^([a-z].*)\n([가-힣 ]+)$", text, re.M)


def little_book(folder, sections):
    """A page that searches in these sections, heading -> text; no Sphinx."""
    parts = [[f"s{i}", heading, text] for i, (heading, text) in enumerate(sections.items())]
    endings = json.loads((ASSETS / "endings.json").read_text("utf8"))
    book = {"names": [], "endings": endings, "pages": [["page", "Page", parts]]}
    (folder / "text.js").write_text(f"window.bookText = {json.dumps(book)}", "utf8")
    scripts = [ASSETS / name for name in ("search-words.js", "search.js")]
    sources = "".join(f"<script>{script.read_text('utf8')}</script>" for script in scripts)
    field = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES)).get_template("search-field.html")
    form = field.render(pathto=lambda name: name, _=lambda text: text, book_text="text.js")
    html = f'<meta charset="utf8"><main><div>{form}</div></main>{sources}'
    (folder / "index.html").write_text(html, "utf8")
    return folder / "index.html"


def asked(browser, folder, sections, queries, ask=ASK):
    with visit(browser, little_book(folder, sections).as_uri()) as page:
        page.locator("input").fill("a")
        page.wait_for_function("window.bookText")
        found = page.evaluate(ask, queries)
        assert page.complaints == []
    return [{href.partition("#")[2] for href in links} for links in found]


def test_every_korean_term_is_found_with_every_particle_whatever_hangs_on_it_in_the_text(browser, tmp_path):
    terms = sorted({*source_terms(), "제로패딩", "특성맵", "수용영역"})
    sections = {
        f"절 {i}": f"여기서 {term}{PARTICLES[i % len(PARTICLES)]} 나온다." for i, term in enumerate(terms)
    }
    queries = [f"{term}{particle}" for term in terms for particle in ["", *PARTICLES]]
    found = asked(browser, tmp_path, sections, queries, FIND)
    wanted = [f"s{i}" for i in range(len(terms)) for _ in ["", *PARTICLES]]
    lost = [query for query, want, got in zip(queries, wanted, found, strict=True) if want not in got]
    assert lost == []


def test_the_parts_that_a_gate_hides_are_counted_in_the_text_without_marks():
    marked = "First. \ue000k\ue001How much?\ue002 \ue000k\ue001Nineteen.\ue002 \ue000k\ue001Or so.\ue002 End."
    text, hidden = uncovered(marked)
    assert text == "First. How much? Nineteen. Or so. End."
    assert [(text[:end], text[a:b]) for _, end, a, b in hidden] == [
        ("First. How much?", "Nineteen."),
        ("First. How much?", "Or so."),
    ]


def test_syllables_must_follow_each_other(browser, tmp_path):
    sections = {"a": "패딩을 준다", "b": "패를 딩동", "c": "합성 곱하기", "d": "합성곱"}
    apart, spaced = asked(browser, tmp_path, sections, ["패딩", "합성곱"])
    assert apart == {"s0"}
    assert spaced == {"s2", "s3"}, "spaces between syllables are a matter of taste in Korean"


def test_a_latin_word_is_found_by_its_beginning_and_not_by_its_middle(browser, tmp_path):
    sections = {
        "a": "Padding keeps the size.",
        "b": "The unpadded input.",
        "c": "corr2d slides",
        "d": "out_size",
    }
    beginning, plural, code, part = asked(browser, tmp_path, sections, ["padd", "paddings", "CORR", "size"])
    assert beginning == plural == {"s0"}
    assert code == {"s2"}
    assert part == {"s0", "s3"}


def test_a_section_with_every_word_comes_alone_and_else_those_with_some(browser, tmp_path):
    sections = {"a": "a kernel slides", "b": "a kernel and a bias", "c": "a stride"}
    both, some = asked(browser, tmp_path, sections, ["kernel bias", "stride bias"])
    assert both == {"s1"}
    assert some == {"s1", "s2"}


@pytest.fixture(scope="module")
def page(browser, book_site):
    with visit(browser, f"{book_site}/search.html?q=kernel") as page:
        page.locator(".search-found li").first.wait_for()
        yield page
        assert page.complaints == []


def test_every_korean_name_in_the_glossary_finds_its_entry_with_every_particle(page):
    terms = glossary_terms()
    queries = [f"{korean}{particle}" for _, korean in terms for particle in ["", *PARTICLES]]
    found = iter([[link.lower() for link in links] for links in page.evaluate(FIND, queries)])
    lost = []
    for english, korean in terms:
        anchor = "term-" + re.sub(r"[^a-z0-9]+", "-", english.lower()).strip("-")
        lost += [korean + p for p in ["", *PARTICLES] if f"glossary#{anchor}" not in next(found)]
    assert len(terms) > 20
    assert lost == []


def test_a_korean_name_finds_the_chapters_that_use_the_english_one(page):
    for links in page.evaluate(ASK, ["커널은", "채널", "완전연결층을", "밀집층"]):
        assert any(not link.startswith("./glossary") for link in links), links


def test_a_beginning_finds_as_many_pages_as_the_word(page):
    part, whole = page.evaluate(ASK, ["padd", "padding"])
    assert set(whole) <= set(part)
    assert len({link.partition("#")[0] for link in part}) > 1


def test_no_answer_and_no_solution_can_be_searched(book_html):
    text = (book_html / "_static" / "book-text.js").read_text("utf8")
    replies = re.findall(
        r"^- \[x\] [^\n]* — ([^\n$`*]{30,})", (ROOT / "book" / "mlp.md").read_text("utf8"), re.M
    )
    assert replies
    assert not [reply for reply in replies if reply in text]
    assert "BEGIN SOLUTION" not in text
    assert "raise NotImplementedError" in text


def test_what_a_gate_hides_is_found_and_not_told_until_the_gate_was_opened(browser, book_site):
    told, asked = "Think of a rubber stamp", "Which number will this window give?"
    with visit(browser, f"{book_site}/search.html?q=rubber+stamp") as page:
        hit = page.locator(".search-found li", has_text="A window slides")
        hit.wait_for()
        assert told not in page.locator("main").inner_text()
        assert hit.locator(".search-excerpt").inner_text().endswith(asked)
        assert hit.locator("p").last.inner_text() == "It stands behind this question."
        hit.locator("a").click()
        page.get_by_text(asked).wait_for()
        assert page.get_by_text(told).is_hidden()
        page.locator(".cw-show button").first.click()
        page.go_back()
        hit.locator(".search-excerpt", has_text=told).wait_for()


def test_from_a_folder_search_shows_headings_excerpts_and_the_place_marked(browser, book_html):
    with visit(browser, (book_html / "search.html").as_uri()) as page:
        page.locator("main input").fill("equivariant")
        hit = page.locator(".search-found li").first
        hit.locator("mark").first.wait_for()
        assert hit.locator(".search-hit").inner_text()
        assert len(hit.locator(".search-excerpt").inner_text()) > 40
        assert page.complaints == []
        hit.locator("a").click()
        page.wait_for_url(re.compile(r"\.html(\?[^#]*)?#"))


def test_search_is_done_by_keyboard_alone(browser, book_site):
    with visit(browser, f"{book_site}/exercises/mlp/mlp.html") as page:
        page.keyboard.press("Control+k")
        page.keyboard.type("커널은")
        page.locator("dialog .search-found li").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        href = page.locator("dialog .search-found a").first.get_attribute("href")
        assert page.evaluate("document.activeElement.getAttribute('href')") == href
        page.keyboard.press("Enter")
        page.wait_for_url(
            re.compile(re.escape(book_site + "/" + href.removeprefix("../../").partition("?")[0]))
        )


def test_the_text_of_the_book_is_loaded_only_when_someone_searches(browser, book_site):
    with visit(browser, f"{book_site}/notation.html") as page:
        loaded = "performance.getEntriesByType('resource').some((one) => one.name.includes('book-text'))"
        assert not page.evaluate(loaded)
        page.keyboard.press("Control+k")
        page.keyboard.type("k")
        page.wait_for_function(loaded)


def test_coming_back_from_a_find_shows_the_list_again(browser, book_site):
    with visit(browser, f"{book_site}/search.html") as page:
        page.locator("main input").fill("bias")
        page.locator(".search-found li a").first.click()
        page.wait_for_url(re.compile(r"\.html(\?[^#]*)?#"))
        page.go_back()
        page.locator(".search-found mark").first.wait_for()
        assert page.locator("main input").input_value() == "bias"


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark")])
def test_a_list_of_finds_fits_a_phone(browser, book_site, width, scheme):
    with visit(browser, f"{book_site}/search.html?q=weights", width=width, scheme=scheme) as page:
        page.locator(".search-found li").first.wait_for()
        assert overflow(page) <= 0


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"X \star K", "X ⋆ K"),
        (r"v_{\text{down}},\;v", "v_down, v"),
        ("10^{12}", "10¹²"),
        (r"K_{a,b} = u_a v_b", "K_a,b = u_a v_b"),
        (r"\max(0, x)", "max(0, x)"),
    ],
)
def test_a_formula_in_an_excerpt_is_readable(tex, plain):
    assert plain_formula(tex) == plain
