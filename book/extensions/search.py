"""Search without a server: the book's own words in one file, which search.js loads when someone searches.

Sphinx's index has whole words only, reads pages again for excerpts (which file:// forbids), and knows no
Korean. A book is small: search-words.js looks through the text itself, so every syllable and every beginning
of a word is found, and the excerpts are there. What would tell an answer is left out: replies, solutions.
What stands behind a gate is found, and its excerpt is kept back until the gate was opened in this browser.
"""

import json
import re
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from convolution_book.extensions.gates import gate, gated

ASSETS = Path(__file__).parent / "search_assets"
FILE = "_static/book-text.js"
FOLDED = {"cell_output", "dropdown", "tag_hide-input", "tag_remove-input", "tag_hide-cell", "tag_remove-cell"}
UNREAD = (nodes.raw, nodes.comment, nodes.system_message, nodes.image, nodes.math_block, nodes.title)
ALSO = re.compile(r"Also seen: ([^.]*)\.")
SIGNS = {
    r"\star": "⋆", r"\ast": "∗", r"\times": "×", r"\cdot": "·", r"\le": "≤", r"\ge": "≥", r"\approx": "≈",
    r"\sum": "Σ", r"\sigma": "σ", r"\delta": "δ", r"\Delta": "Δ", r"\pi": "π", r"\eta": "η", r"\to": "→",
    r"\infty": "∞", r"\in": "∈", r"\langle": "⟨", r"\rangle": "⟩", r"\dots": "…", r"\neq": "≠",
}  # fmt: skip
GATES = re.compile("\ue000(.*?)\ue001(.*?)\ue002")  # a gate, then what it hides, while texts are put together
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def plain_formula(tex):
    r"""What an excerpt shows of a formula: `10^{12}` -> 10¹², `X \star K` -> X ⋆ K."""
    text = re.sub(r"\^\{?(-?\d+)\}?", lambda found: found[1].translate(RAISED), tex)
    text = re.sub(r"\\(text|mathrm|mathbf|operatorname|left|right|[,;! ])", " ", text)
    text = re.sub(r"\\[a-zA-Z]+", lambda found: SIGNS.get(found[0], found[0][1:]), text)
    return " ".join(re.sub(r"[{}\\]", "", text).split()).replace("_ ", "_")


def is_read(node):
    """False for what is folded away, answers, and what is no text."""
    classes = set(node.get("classes", [])) if isinstance(node, nodes.Element) else set()
    return not (isinstance(node, UNREAD) or classes & FOLDED or getattr(node, "tells_answer", False))


def words(node, titles):
    """The text below a node, without the sections and glossary entries below it; a bare link is its title."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, addnodes.pending_xref) and (node.get("refdomain") == "cite" or not node.astext()):
        return titles[node["reftarget"]].astext() if node["reftarget"] in titles else "[…]"
    if isinstance(node, nodes.math):
        return plain_formula(node.astext())
    apart = (nodes.section, addnodes.glossary)
    children = [child for child in node.children if is_read(child) and not isinstance(child, apart)]
    between = "" if isinstance(node, nodes.TextElement) else " "
    text = between.join(words(child, titles) for child in children)
    return f"\ue000{node['key']}\ue001{text}\ue002" if isinstance(node, (gate, gated)) else text


def line(text):
    return normalize("NFC", " ".join(text.split()))


def uncovered(text):
    """The text, and [key, end of the question, from, to] of each part of it that a gate hides.

    >>> uncovered("\ue000k\ue001How much?\ue002 \ue000k\ue001Nineteen.\ue002 So.")
    ('How much? Nineteen. So.', [['k', 9, 10, 19]])
    """
    said, hidden, asked = "", [], {}
    *parts, rest = GATES.split(text)
    for before, key, inside in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        start = len(said := said + before)
        end = len(said := said + inside)
        if key in asked:
            hidden.append([key, asked[key], start, end])
        asked.setdefault(key, end)
    return said + rest, hidden


def entry(item):
    """One glossary entry as a section: (anchor, its names, what it says)."""
    terms = [child for child in item.children if isinstance(child, nodes.term)]
    names = " · ".join(line(words(term, {})) for term in terms)
    return terms[0]["ids"][0], names, line(words(item.next_node(nodes.definition), {}))


def sections(doctree, titles):
    """(anchor, heading, text, what of it is hidden) of each section of a page, in order.

    The glossary's entries are among them: (anchor, names, text).
    """
    kinds = (nodes.section, nodes.definition_list_item)
    for node in doctree.findall(lambda node: isinstance(node, kinds)):
        if isinstance(node, nodes.section):
            anchor = "" if isinstance(node.parent, nodes.document) else node["ids"][0]
            heading = line(words(node.next_node(nodes.title), titles))
            yield anchor, heading, *uncovered(line(words(node, titles)))
        elif isinstance(node.parent.parent, addnodes.glossary):
            yield entry(node)


def in_order(env, page=None):
    """The pages as the contents list them."""
    page = page or env.config.root_doc
    yield page
    for below in env.toctree_includes.get(page, []):
        yield from in_order(env, below)


def names(glossary):
    """Of each glossary entry: [its names, other words for it], so that 패딩 finds what says padding."""
    for item in glossary.findall(nodes.definition_list_item):
        _, heading, text = entry(item)
        heads = re.split(r" · |\s*[()]\s*", heading)
        also = [name for found in ALSO.findall(text) for name in found.split(", ") if len(name.split()) < 3]
        yield [name for name in heads if name], also


def collect(app, env):
    """Write the text, once all pages are read; its name ends in its digest, for browsers keep files."""
    if app.builder.format != "html":
        return
    pages = []
    for page in dict.fromkeys(in_order(env)):
        found = list(sections(env.get_doctree(page), env.titles))
        pages.append([page, line(env.titles[page].astext()), found])
    glossary = names(env.get_doctree("glossary")) if "glossary" in env.found_docs else []
    endings = json.loads((ASSETS / "endings.json").read_text("utf8"))
    book = {"names": list(glossary), "endings": endings, "pages": pages}
    text = f"window.bookText = {json.dumps(book, ensure_ascii=False, separators=(',', ':'))};\n"
    Path(app.outdir, "_static").mkdir(parents=True, exist_ok=True)
    Path(app.outdir, FILE).write_text(text, "utf8")
    app.book_text = f"{FILE}?{sha256(text.encode()).hexdigest()[:8]}"


def name_the_text(app, page, template, context, doctree):
    context["book_text"] = getattr(app, "book_text", FILE)


def replace_sphinx(app):
    app.config.html_static_path.append(str(ASSETS))
    app.builder.search = False  # no searchindex.js, and no search page but ours


def search_page(app):
    yield "search", {"title": str(_("Search"))}, "search.html"


def setup(app):
    app.connect("builder-inited", replace_sphinx)
    app.connect("env-check-consistency", collect)
    app.connect("html-collect-pages", search_page)
    app.connect("html-page-context", name_the_text)
    app.add_js_file("search-words.js", loading_method="defer")
    app.add_js_file("search.js", loading_method="defer")
    app.add_css_file("search.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
