"""Formulas are set when the book is built, as MathML: browsers draw them without a script.

Sphinx's own way sends MathJax with every page, 262 kB compressed and more than a second of work on a phone.
A formula that cannot be read is a warning, and a warning fails the build.
"""

import re
from html import escape

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from grader.mathml import mathml

log = logging.getLogger(__name__)
PRODUCT = re.compile(r"(?<=\d) ([×·]) (?=\d)")
PUNCTUATION = re.compile(r"[^\w\s([{“‘\u2010-\u2015-]+")


def drawn(node, display):
    """MathML; the TeX itself, and a warning, where it cannot be read."""
    tex = node.astext().strip()
    try:
        return mathml(tex, display)
    except Exception as error:  # latex2mathml has many ways to say no
        log.warning("formula not read: %s (%s: %s)", tex, type(error).__name__, error, location=node)
        return f"<code>{escape(tex)}</code>"


def inline(self, node):
    self.body.append(drawn(node, "inline"))
    raise nodes.SkipNode


def block(self, node):
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(f"{drawn(node, 'block')}</div>\n")
    raise nodes.SkipNode


def keep_together(app, doctree, docname):
    """No line begins with the comma that follows a formula: browsers break the line there."""
    for node in list(doctree.findall(nodes.math)):
        after = node.next_node(descend=False, siblings=True)
        if not isinstance(after, nodes.Text) or not (found := PUNCTUATION.match(after)):
            continue
        parent = node.parent
        parent.replace(after, nodes.Text(after[found.end() :]))
        parent.replace(node, whole := nodes.inline(classes=["whole"]))
        whole += [node, nodes.Text(found[0])]


def keep_products_together(app, doctree, docname):
    """No line ends inside of 3 × 3 or 1 · 4."""
    verbatim = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math)
    for node in list(doctree.findall(nodes.Text)):
        if PRODUCT.search(node) and not isinstance(node.parent, verbatim):
            node.parent.replace(node, nodes.Text(PRODUCT.sub("\u00a0\\1\u00a0", node)))


def use_it(app, config):
    config.html_math_renderer = "mathml"


def setup(app):
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("config-inited", use_it, priority=900)
    app.connect("doctree-resolved", keep_together)
    app.connect("doctree-resolved", keep_products_together)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
