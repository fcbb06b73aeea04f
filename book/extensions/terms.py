"""Say what a {term} means where it stands: its names and its definition's first sentence, in a tooltip.

Mouse and keyboard see it above the link (terms.css), screen readers hear it as the link's description,
and the link itself leads to the glossary.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes

ASSETS = Path(__file__).parent / "term_assets"
LINK = re.compile(
    r'<a class="reference internal" href="[^"]*#(?P<id>term-[^"]+)"(?=[^>]*><span class="xref std std-term)'
)
LETTERS = {r"\star": "⋆", r"\ast": "∗", r"\max": "max", r"\Delta": "Δ"}


def tips(doctree):
    """id of each term -> "kernel · 커널: The weights that slide over one channel: a small matrix."""
    found = {}
    for item in doctree.findall(nodes.definition_list_item):
        terms = [child for child in item.children if isinstance(child, nodes.term)]
        names = " · ".join(term.astext() for term in terms)
        text = item.next_node(nodes.definition).astext()
        for term in terms:
            for ident in term["ids"]:
                found[ident] = f"{names}: {first_sentence(text)}"
    return found


def first_sentence(text):
    """Up to the first full stop, on one line, LaTeX's few letters as letters."""
    line = " ".join(text.split())
    for command, letter in LETTERS.items():
        line = line.replace(command, letter)
    return re.match(r".*?\.(?= |$)|.*", line)[0]


def find_tips(app, env):
    """Once the glossary is read; it may be absent, as in a book of one chapter."""
    app.term_tips = tips(env.get_doctree("glossary")) if "glossary" in env.found_docs else {}


def add_tips(app, page, template, context, doctree):
    def described(link):
        tip = escape(app.term_tips.get(link["id"], ""))
        return f'{link[0]} data-tip="{tip}" aria-description="{tip}"' if tip else link[0]

    if "body" in context and page != "glossary":
        context["body"] = LINK.sub(described, context["body"])


def add_assets(app):
    app.config.html_static_path.append(str(ASSETS))


def setup(app):
    app.term_tips = {}
    app.connect("builder-inited", add_assets)
    app.connect("env-check-consistency", find_tips)
    app.connect("html-page-context", add_tips)
    app.add_css_file("terms.css")
    app.add_js_file("terms.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
