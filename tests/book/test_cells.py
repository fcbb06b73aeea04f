"""A chapter's cells are edited and run where they are read: those that need NumPy alone, and no others."""

import ast
import builtins
import contextlib
import importlib.util
import io

import numpy as np
import pytest
from bs4 import BeautifulSoup
from IPython.lib.pretty import pretty

from convolution_book.extensions import cells, notebooks, practice
from convolution_book.practice import needs
from tests.book import small_book
from tests.book.small_book import CLOCK
from tests.browser import overflow, serve, visit

ELSEWHERE = {"torch", "sklearn", "convolution_book"}  # what chapters import that the page's Python has not
PATIENCE_MS = 900_000  # nothing depends on it: what does not end at all must not hang here
PAGE = """
# Cells

Three $x$.

```{code-cell} ipython3
:tags: [hide-cell]
import numpy as np
from docutils import nodes

np.set_printoptions(precision=2)
```

```{code-cell} ipython3
def half(x):
    return x / three

three = 3
```

```{code-cell} ipython3
import docutils
docutils.__name__
```

```{code-cell} ipython3
x = half(np.ones(2))
x
```

```{gate}
:answer: 1
What comes out?

- 1 — it is one.
- 2 — that is two.
```

```{code-cell} ipython3
print("안녕")
1.0 * 1
```
"""


def chapters():
    book = practice.ROOT / "book"
    return notebooks.chapter_files(book, notebooks.toc_pages(practice.ROOT / "_toc.yml"))


def shown(html):
    """source -> the text that the built page shows beneath it."""
    for cell in BeautifulSoup(html.read_text("utf8"), "html.parser").select("div.cell"):
        if source := cell.select_one(".cell_input pre"):
            text = lines(*(output.get_text() for output in cell.select(".cell_output pre")))
            yield source.get_text().strip(), (text, bool(cell.select(".practice-edit")))


def lines(*texts):
    """Without the empty ones: a kernel that prints in two goes leaves one between them."""
    return [line for text in texts for line in text.splitlines() if line]


def offered(book_html):
    """slug -> (the chapter's cells, [(number, what the page shows beneath)] of those that can be edited)"""
    for slug, path in chapters().items():
        text = dict(shown(book_html / f"{slug}.html"))
        found = list(cells.of_chapter(path.read_text("utf8")))
        asked = [
            (at, text[source.strip()][0]) for at, (source, _, is_offered) in enumerate(found) if is_offered
        ]
        yield slug, ([source for source, _, _ in found], asked)


def without_the_rest(sources):
    """What each cell gives, run below all above it where some modules are missing; None where it stops."""

    def find(name, *more):
        if name.partition(".")[0] in ELSEWHERE:
            raise ModuleNotFoundError(name)
        return builtins.__import__(name, *more)

    space = {"__name__": "__main__", "__builtins__": {**vars(builtins), "__import__": find}}
    with np.printoptions():
        for source in sources:
            yield one_by_one(source, space)


def one_by_one(source, space):
    printed, value, ends = io.StringIO(), None, True
    with contextlib.redirect_stdout(printed):
        for node in ast.parse(source).body:
            is_value = isinstance(node, ast.Expr)
            code = ast.Expression(node.value) if is_value else ast.Module([node], [])
            try:
                value = eval(compile(code, "cell", "eval" if is_value else "exec"), space)
            except Exception:
                ends = False
                for name in needs.statement(node).binds:
                    space.pop(name, None)
    return lines(printed.getvalue(), "" if value is None else pretty(value)) if ends else None


def inside():
    """What runs in the page's worker, here."""
    spec = importlib.util.spec_from_file_location("inside", practice.SOURCES / "inside.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


CELLS = {
    "set up": "import numpy as np\nimport torch\nnp.set_printoptions(precision=2)",
    "numbers": "x = np.ones(3)\ny = torch.ones(3)\nx[0] = 2\nx[0] + 1",
    "draw": "rng = np.random.default_rng(0)\nfirst = rng.random()",
    "define": "def scaled(v):\n    return v * scale",
    "scale": "scale = x.size\nprint(scale)",
    "again": "y = x + 1",
}


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("1 + 1", []),
        ("x", ["x = np.ones(3)", "x[0] = 2"]),
        ("x = 5\nx", []),
        ("y", ["x = np.ones(3)", "x[0] = 2", "y = x + 1"]),
        ("rng.random()", ["rng = np.random.default_rng(0)", "first = rng.random()"]),
        ("[v for v in ()]", []),
        ("scaled(1)", ["x = np.ones(3)", "x[0] = 2", "def scaled(v):", "scale = x.size"]),
    ],
)
def test_what_a_cell_needs_of_those_above_is_found_by_names(code, lines):
    found = [ast.unparse(node).splitlines()[0] for _, node in needs.needed(CELLS, code)]
    assert found == ["import numpy as np", "np.set_printoptions(precision=2)", *lines]


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("x + 1", True),
        ("y", True),
        ("torch.ones(2)", False),
        ("unknown", False),
        ("%time x", False),
        ("# nothing", False),
        ("", False),
    ],
)
def test_a_cell_runs_where_all_that_it_needs_is_there(code, answer):
    assert needs.runs(CELLS, code, lambda module: module == "numpy") is answer


def test_a_cell_is_offered_where_it_gives_the_pages_text_without_torch_and_figures_and_nowhere_else(
    book_html,
):
    has_python = (book_html / "_static" / "practice.js").is_file()
    worker = inside()
    for slug, path in chapters().items():
        on_page = dict(shown(book_html / f"{slug}.html"))
        found = list(cells.of_chapter(path.read_text("utf8")))
        sources = [source for source, _, _ in found]
        for at, (alone, (source, _, is_offered)) in enumerate(
            zip(without_the_rest(sources), found, strict=True)
        ):
            text, has_button = on_page.get(source.strip(), (None, False))
            runs = text is not None and alone == text and "torch." not in source  # it may stand in a function
            assert is_offered == runs, (slug, source, alone)
            assert has_button is (is_offered and has_python), (slug, source)
            if is_offered:
                with worker.untouched():
                    told = worker.cell(source, sources[:at])
                assert "error" not in told, (slug, source, told)
                assert lines(told["printed"], told["value"]) == text, (slug, source)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book of one page with cells."""
    folder = tmp_path_factory.mktemp("cells")
    built = small_book.build(folder, {"index.md": small_book.HEAD + PAGE}, "--python")
    assert built.returncode == 0, built.stderr
    html = folder / "_build" / "html"
    if not (html / "_static" / "practice.js").is_file():
        pytest.skip("the book was built without Python in the page: its files could not be fetched")
    return html


def edit(page, line):
    return page.get_by_role("button", name=f"Edit and run: {line}", exact=True)


def write(page, code):
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)


def run(page, line):
    """Run the box that has the focus; what stands beneath it."""
    place = page.get_by_role("group", name=f"Code: {line}", exact=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "place => place.ariaBusy === 'false'", arg=place.element_handle(), timeout=PATIENCE_MS
    )
    return place.locator(".practice-output").inner_text().strip()


@pytest.mark.browser
@pytest.mark.slow
def test_a_cell_is_edited_run_below_what_it_needs_kept_and_given_back(browser, book):
    with serve(book) as site, visit(browser, f"{site}/index.html", width=390, script=CLOCK) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition("?")[0]))
        assert edit(page, "import docutils").count() == 0, "the page's Python has no such module"
        assert edit(page, 'print("안녕")').count() == 0, "a gate is before it"
        page.get_by_role("button", name="Show me").click()
        assert edit(page, 'print("안녕")').is_visible()
        assert asked == [], "nothing is loaded before it is asked for"

        edit(page, "x = half(np.ones(2))").focus()
        page.keyboard.press("Enter")
        page.locator(".cm-content:focus").wait_for()
        assert asked == ["practice.js"]
        assert run(page, "x = half(np.ones(2))") == "array([0.33, 0.33])"
        assert page.get_by_text("array([0.33, 0.33])").filter(visible=True).count() == 1
        write(page, "print(x)\nx = half(8)\nx / 0")
        assert run(page, "x = half(np.ones(2))").splitlines()[0] == "Line 1 of your code:", (
            "x is not here yet"
        )

        edit(page, "def half(x):").evaluate("button => { button.click(); button.click(); }")
        page.get_by_role("textbox", name="Code: def half(x):").click()
        write(page, "three = 2\ndef half(x):\n    return x / three")
        page.get_by_role("textbox", name="Code: x = half(np.ones(2))").click()
        write(page, "half(np.ones(2))")
        assert run(page, "x = half(np.ones(2))") == "array([0.5, 0.5])", "after the cell above as it stands"
        page.get_by_role("textbox", name="Code: def half(x):").click()
        write(page, "def half(x):\n    return x / nothing")
        page.get_by_role("textbox", name="Code: x = half(np.ones(2))").click()
        assert "Line 2 of a cell above, in half" in run(page, "x = half(np.ones(2))")
        assert overflow(page) <= 0

        page.reload()
        page.get_by_role("button", name="Go on editing: x = half(np.ones(2))", exact=True).click()
        page.locator(".cm-content:focus").wait_for()
        assert page.locator(".cm-content").inner_text() == "half(np.ones(2))"
        assert run(page, "x = half(np.ones(2))") == "array([0.33, 0.33])"
        page.get_by_role("button", name="Reset").click()
        assert page.locator(".cm-line").all_inner_texts() == ["x = half(np.ones(2))", "x"]
        assert page.locator(".cell_output").filter(has_text="0.33").is_visible()
        edit(page, 'print("안녕")').click()
        page.get_by_role("textbox", name='Code: print("안녕")').click()
        assert run(page, 'print("안녕")').split() == ["안녕", "1.0"]
        assert (page.leaving, page.complaints) == ([], [])


@pytest.mark.browser
def test_where_the_editor_is_missing_or_the_page_is_a_file_one_sentence_says_what_to_do(browser, book):
    with serve(book) as site, visit(browser, f"{site}/index.html") as page:
        page.route("**/practice.js*", lambda route: route.abort())
        edit(page, "def half(x):").click()
        page.get_by_text("try again when you are online").wait_for()
        assert page.locator(".cell_input").filter(has_text="three = 3").is_visible()
    with visit(browser, (book / "index.html").as_uri()) as page:
        edit(page, "def half(x):").click()
        page.get_by_text("open the book from a web address").wait_for()
        assert page.complaints == []
