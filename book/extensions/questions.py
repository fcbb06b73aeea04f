"""The `{question}` directive: check yourself inside the page, answered on the spot.

    :::{question}
    How many numbers does a 3×3 kernel hold?

    - [ ] 6 — that adds the sides; the kernel has a number in every cell.
    - [x] 9 — three rows of three.
    :::

    :::{question}
    :answer: 19
    What is the first output?

    - 19 — 0·0 + 1·1 + 3·2 + 4·3.
    - 43 — that is the last output.
    :::

An item is what can be answered, " — ", and why it is right or wrong. A choice is a <details> element, so that
it works by mouse, touch and keyboard, and without JavaScript. All text is parsed as Markdown: mathematics
works in it, and gettext finds it. questions.js adds the check of typed numbers; progress.js remembers in this
browser what was answered. It counts as done once it was answered rightly, and not by opening every answer.
"""

import re
from hashlib import sha256
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from convolution_book.extensions.progress import asks

ASSETS = Path(__file__).parent / "question_assets"
BOX = re.compile(r"^\[([ xX])\]\s+")
SEPARATOR = " — "

_ = get_translation("book")


class question(nodes.General, nodes.Element):
    """One question: a prompt, then its answers. Attributes: key, answer (a number, as text) or None."""


class prompt(nodes.General, nodes.Element):
    """What is asked."""


class reply(nodes.General, nodes.Element):
    """One answer: an `offered` text and a `why`. Attributes: right (bool), value (as written)."""

    tells_answer = True  # and is no find of a search


class offered(nodes.General, nodes.Element):
    """What can be answered."""


class why(nodes.General, nodes.Element):
    """The sentence that the answer earns."""


def split_items(lines):
    """Index of the first line of each "- " item, and the index where the items end."""
    starts = [i for i, line in enumerate(lines) if line.startswith("- ")]
    return starts, len(lines)


class Question(SphinxDirective):
    has_content = True
    node_class = question
    may_be_open = False  # answers may be missing
    option_spec = {"answer": directives.unchanged_required}  # noqa: RUF012  docutils reads a plain dict

    def run(self):
        starts, end = split_items(self.content)
        if not starts and not self.may_be_open:
            raise self.error('a question needs answers: lines that begin with "- "')
        answer = self.options.get("answer")
        asked = list(self.content[: starts[0] if starts else end])
        node = self.node_class(key=self.key(asked), answer=answer)
        self.note(node["key"])
        self.set_source_info(node)
        node += self.parsed(prompt(), asked, 0)
        for start, stop in zip(starts, [*starts, end][1:], strict=True):
            node += self.reply([line[2:] for line in self.content[start:stop]], start, answer)
        if starts and not any(child["right"] for child in node.children[1:]):
            raise self.error("no answer of this question is right: mark one with [x], or list the :answer:")
        return [node]

    def note(self, key):
        asks(self.env, key)

    def key(self, asked):
        """A name that follows from the words of the prompt: another question before it changes nothing."""
        words = sha256(" ".join(" ".join(asked).split()).encode()).hexdigest()[:10]
        same = self.env.new_serialno(f"question {words}")
        return f"{words}-{same + 1}" if same else words

    def reply(self, lines, start, answer):
        box = BOX.match(lines[0])
        if (box is None) != (answer is not None):
            raise self.error(
                f'write "- [x] …" or "- [ ] …" for a choice, "- 19 — …" for a number: {lines[0]!r}'
            )
        text = "\n".join([lines[0][box.end() :] if box else lines[0], *lines[1:]])
        value, separator, reason = text.partition(SEPARATOR)
        if not separator:
            raise self.error(f'every answer says why, after " — ": {text!r}')
        right = box.group(1) in "xX" if box else value.strip() == answer.strip()
        node = reply(right=right, value=value.strip())
        node += self.parsed(offered(), value.split("\n"), start)
        node += self.parsed(why(), reason.split("\n"), start)
        return node

    def parsed(self, node, lines, start):
        """`node` with `lines` of Markdown as its children; they began at line `start` of the content."""
        source = self.content.items[start][0] if self.content.items else self.env.docname
        offset = self.content_offset + start
        block = StringList(lines, items=[(source, offset + i) for i in range(len(lines))])
        self.state.nested_parse(block, offset, node)
        return node


def open_question(self, node):
    open_box(self, node, _("Check yourself"))


def open_box(self, node, title, kind="cw-question"):
    ident = f"question-{node['key']}"
    number = f' data-answer="{escape(node["answer"])}"' if node["answer"] is not None else ""
    self.body.append(
        f'<div class="{kind}" role="group" aria-labelledby="{ident}" data-key="{node["key"]}"{number}>'
        f'<p class="cw-question-title" id="{ident}">{escape(str(title))}</p>'
    )


def close_question(self, node):
    self.body.append(
        f'<p class="cw-seen" role="status" hidden>{escape(str(_("You have seen every answer.")))} '
        f'<button type="button">{escape(str(_("Ask me again")))}</button></p></div>'
    )


def open_prompt(self, node):
    self.body.append('<div class="cw-prompt">')


def close_prompt(self, node):
    self.body.append("</div>")
    answer = node.parent["answer"]
    if answer is not None:
        self.body.append(
            '<form class="cw-answer" hidden><label>'
            f"<span>{escape(str(_('Your answer')))}</span> "
            '<input type="text" inputmode="decimal" autocomplete="off"></label> '
            f'<button type="submit">{escape(str(_("Check")))}</button></form>'
            f'<div class="cw-verdict" role="status" data-other="{escape(str(_("Not yet: try again.")))}"'
            f' data-unread="{escape(str(_("Type a number, such as 12, −3, 0.5 or 1/3.")))}"></div>'
            f'<details class="cw-all"><summary>{escape(str(_("Show the answer")))}</summary>'
        )


def open_reply(self, node):
    mark = _("Right:") if node["right"] else _("Not quite:")
    value = f' data-value="{escape(node["value"])}"' if node.parent["answer"] is not None else ""
    tag = "div" if value else "details"
    right = ' data-right="1"' if node["right"] else ""
    self.body.append(f'<{tag} class="cw-reply"{right}{value} data-mark="{escape(str(mark))}">')


def close_reply(self, node):
    is_number = node.parent["answer"] is not None
    self.body.append("</div>" if is_number else "</details>")
    if is_number and node is node.parent.children[-1]:
        self.body.append("</details>")


def open_offered(self, node):
    is_number = node.parent.parent["answer"] is not None
    self.body.append('<div class="cw-label">' if is_number else '<summary class="cw-label">')


def close_offered(self, node):
    is_number = node.parent.parent["answer"] is not None
    self.body.append("</div>" if is_number else "</summary>")


def open_why(self, node):
    mark = _("Right:") if node.parent["right"] else _("Not quite:")
    self.body.append(f'<div class="cw-why"><b class="cw-mark">{escape(str(mark))}</b> ')


def close_why(self, node):
    self.body.append("</div>")


def add_assets(app):
    app.config.html_static_path.append(str(ASSETS))


def setup(app):
    visits = {
        question: (open_question, close_question),
        prompt: (open_prompt, close_prompt),
        reply: (open_reply, close_reply),
        offered: (open_offered, close_offered),
        why: (open_why, close_why),
    }
    for node, html in visits.items():
        app.add_node(node, html=html)
    app.setup_extension("convolution_book.extensions.progress")
    app.add_directive("question", Question)
    app.connect("builder-inited", add_assets)
    app.add_js_file("questions.js", loading_method="defer")
    app.add_css_file("questions.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
