"""The `{gate}` directive: the page asks before it tells.

    :::{gate}
    :answer: 25
    Which number will the next window give?

    - 25 — 1·0 + 2·1 + 4·2 + 5·3.
    - 19 — that is the first window again.
    :::

It is written as a {question}; without answers it has one button, "I have an idea: show me". What follows it
is hidden until a right answer or *Show me*: up to the next heading, question or gate, or to

    :::{gate-end}
    :::

If a code cell comes next, its code stays in sight, for its output is what is asked. gates.js hides: where no
script runs, on paper and in a notebook everything is there. A gate asks for a guess, so no page waits for it
to be done.

    :::{gate}
    :widget: pyramid-1
    Answer the question of the pyramid first: here the text goes on with it.
    :::

asks nothing of its own. It opens with the question of the widget that has this address on the page.
"""

from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.locale import get_translation
from sphinx.util.logging import getLogger

from convolution_book.extensions import questions

ASSETS = Path(__file__).parent / "gate_assets"

LOG = getLogger(__name__)
_ = get_translation("book")


class gate(questions.question):
    """A question that stands before what answers it."""


class gated(nodes.General, nodes.Element):
    """What a gate hides. Attributes: key, of its gate; first (bool), the part that leaves a mark."""


class gate_end(nodes.General, nodes.Element):
    """Here a gate's hidden part ends, before it would by itself."""


class Gate(questions.Question):
    node_class = gate
    may_be_open = True
    option_spec = {**questions.Question.option_spec, "widget": directives.unchanged_required}  # noqa: RUF012

    def run(self):
        (node,) = super().run()
        node["widget"] = self.options.get("widget", "")
        return [node]

    def note(self, key):
        """A guess is not what makes a page done."""


class GateEnd(Directive):
    def run(self):
        return [gate_end()]


ENDS = (nodes.section, nodes.transition, questions.question, gate_end)


def close_gates(app, doctree):
    """Put what follows each gate into containers that a script can hide."""
    for node in list(doctree.findall(gate)):
        parts = hidden_by(node)
        if not parts:
            LOG.warning("a gate with nothing behind it: write it before what it asks about", location=node)
        for number, part in enumerate(parts):
            part["first"] = number == 0
    for mark in list(doctree.findall(gate_end)):
        mark.parent.remove(mark)


def hidden_by(node):
    """The new containers of one gate: the output of a cell that comes next, then all the rest."""
    parent, at = node.parent, node.parent.index(node) + 1
    following = []
    for sibling in parent.children[at:]:
        if isinstance(sibling, ENDS):
            break
        following.append(sibling)
    parts = []
    if following and (output := output_below_code(following[0])):
        parts.append(wrap(node, following.pop(0), [output]))
    if following:
        parts.append(wrap(node, parent, following))
    return parts


def output_below_code(cell):
    """The output of a code cell whose code is shown; None for anything else."""
    if "cell" not in cell.get("classes", []):
        return None
    kinds = {name: child for child in cell.children for name in child.get("classes", [])}
    return kinds.get("cell_output") if "cell_input" in kinds else None


def wrap(node, parent, children):
    at = parent.index(children[0])
    for child in children:
        parent.remove(child)
    container = gated("", *children, key=node["key"])
    parent.insert(at, container)
    return container


def open_gate(self, node):
    questions.open_box(self, node, _("Your guess first"), kind="cw-question cw-page-gate")


def close_gate(self, node):
    text = _("Show me") if len(node.children) > 1 else _("I have an idea: show me")
    widget = escape(node["widget"])
    self.body.append(
        f'<p class="cw-show" data-widget="{widget}" hidden>'
        f'<button type="button">{escape(str(text))}</button></p>'
        f'<p class="cw-opened" role="status" data-text="{escape(str(_("It is shown below.")))}"></p>'
    )
    questions.close_question(self, node)


def open_gated(self, node):
    if node["first"]:
        self.body.append('<div class="cw-veil" aria-hidden="true" hidden>?</div>')
    self.body.append(f'<div class="cw-gated" data-gate="{node["key"]}">')


def close_gated(self, node):
    self.body.append("</div>")


def add_assets(app):
    app.config.html_static_path.append(str(ASSETS))


def setup(app):
    app.setup_extension("convolution_book.extensions.questions")
    app.add_node(gate, html=(open_gate, close_gate))
    app.add_node(gated, html=(open_gated, close_gated))
    app.add_directive("gate", Gate)
    app.add_directive("gate-end", GateEnd)
    app.connect("builder-inited", add_assets)
    app.connect("doctree-read", close_gates)
    app.add_js_file(
        "gates.js", priority=310
    )  # after progress.js, before the page: what is hidden never flashes
    app.add_css_file("gates.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
