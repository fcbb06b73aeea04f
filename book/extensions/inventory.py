"""The {inventory} directive: the items of book/inventory.toml as a form, a result by idea, folded answers.

While it is taken, nothing says what is right. inventory.js counts the first taking as *before*, the last one
as *after*, and keeps both in this browser. Every sentence of the result stands in the page, hidden; the
script shows those that apply. Without it the form can be read, and the answers opened.
"""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.locale import get_translation

from convolution_book.extensions.errata import link
from convolution_book.inventory import TABLE, shows, table

ASSETS = Path(__file__).parent / "inventory_assets"
WHEN = ("before", "after")

_ = get_translation("book")


class box(nodes.General, nodes.Element):
    """An element of HTML. Attributes: tag, given (its attributes; None: written without a value)."""


class unfound(box):
    """One that no search finds: it tells an answer."""

    tells_answer = True


def made(tag, *children, kind=box, **given):
    node = kind(tag=tag, given={name.replace("_", "-"): value for name, value in given.items()})
    for child in children:
        node += child if isinstance(child, nodes.Node) else nodes.Text(str(child))
    return node


def held(item):
    """The ids of the misconceptions that an item can show."""
    return [shows(choice) for choice in item["choices"] if not choice.get("right")]


class Inventory(Directive):
    def run(self):
        self.state.document.settings.env.note_dependency(str(TABLE))
        found = table()
        self.words = found["misconception"]
        return [
            self.form(found["item"]),
            self.result(found["idea"], found["item"]),
            self.answers(found["item"]),
        ]

    def parsed(self, *lines):
        """Markdown -> paragraphs."""
        holder = nodes.Element()
        self.state.nested_parse(StringList(list(lines), source=str(TABLE)), 0, holder)
        return holder.children

    def form(self, items):
        return made(
            "form",
            *[self.item(number, item) for number, item in enumerate(items, 1)],
            made(
                "p",
                made("button", _("Show my result"), type="submit"),
                made("button", _("Back to my last result"), type="button", data_do="back", hidden=None),
                class_="inv-bar",
                hidden=None,
            ),
            made(
                "p",
                class_="inv-open",
                role="status",
                data_open=_("{open} questions are still open. The first one is number {first}."),
                data_last=_("Question {first} is still open."),
            ),
            class_="inv-form",
        )

    def item(self, number, item):
        choices = [(shows(choice), self.parsed(choice["text"])) for choice in item["choices"]]
        choices.append(("unknown", [nodes.paragraph("", str(_("I do not know.")))]))
        return made(
            "fieldset",
            made("legend", made("b", f"{number}. "), *self.parsed(item["question"])),
            *[
                made(
                    "label",
                    made("input", type="radio", name=item["id"], value=value),
                    made("span", *text),
                )
                for value, text in choices
            ],
            id=f"item-{item['id']}",
            data_idea=item["idea"],
        )

    def result(self, ideas, items):
        heads = [made("th", text, scope="col") for text in (_("Idea"), _("Before"), _("After"))]
        return made(
            "section",
            made("h2", _("Your result"), id="your-result", tabindex="-1"),
            made(
                "p",
                _(
                    "A sentence stands below an idea if one of your answers speaks against it. "
                    "“I do not know” does not count as right, and shows no sentence."
                ),
            ),
            made(
                "table",
                made("thead", made("tr", *heads)),
                *[self.idea(name, text, items) for name, text in ideas.items()],
                made("tbody", self.counts(_("All"), items), class_="inv-all"),
                data_count=_("{right} of {asked}"),
            ),
            made(
                "p",
                made("button", _("Take it again"), type="button", data_do="again"),
                class_="inv-bar",
            ),
            made(
                "details",
                made("summary", _("Forget")),
                made(
                    "p",
                    _("Forget both results? This cannot be undone."),
                    " ",
                    made("button", _("Forget my results"), type="button", data_do="forget"),
                ),
            ),
            class_="inv-result",
            hidden=None,
        )

    def idea(self, name, text, items):
        asked = [item for item in items if item["idea"] == name]
        ids = dict.fromkeys(ident for item in asked for ident in held(item))
        sentences = [self.misconception(ident, self.words[ident]) for ident in ids]
        return made(
            "tbody",
            self.counts(text, asked),
            made("tr", made("td", made("ul", *sentences), colspan="3"), class_="inv-held", hidden=None),
            data_idea=name,
        )

    def counts(self, text, asked):
        cells = [made("td", "–", data_when=when, data_asked=len(asked)) for when in WHEN]
        return made("tr", made("th", text, scope="row"), *cells)

    def misconception(self, ident, words):
        marks = [
            made("span", text, data_when=when, hidden=None, class_="inv-when")
            for when, text in zip(WHEN, (_("before"), _("after")), strict=True)
        ]
        sentence = f"**{words['you']}** {words['but']} {link(words['where'])}"
        return made("li", *marks, *self.parsed(sentence), kind=unfound, data_shows=ident, hidden=None)

    def answers(self, items):
        right = [next(choice["text"] for choice in item["choices"] if choice.get("right")) for item in items]
        rows = [
            made("li", *self.parsed(f"**{text.removesuffix('.')}.** {item['why']}"))
            for text, item in zip(right, items, strict=True)
        ]
        return made(
            "details",
            made("summary", _("The right answers")),
            made("ol", *rows),
            kind=unfound,
            class_="inv-answers",
        )


def open_box(self, node):
    given = {name.removesuffix("-"): value for name, value in node["given"].items()}
    written = "".join(
        f" {name}" if value is None else f' {name}="{self.attval(str(value))}"'
        for name, value in given.items()
    )
    self.body.append(f"<{node['tag']}{written}>")


def close_box(self, node):
    if node["tag"] != "input":
        self.body.append(f"</{node['tag']}>")


def add_script(app, page, template, context, doctree):
    """Only the page that has the form needs it."""
    if doctree is not None and next(doctree.findall(box), None) is not None:
        app.add_js_file("inventory.js", loading_method="defer")


def add_assets(app):
    app.config.html_static_path.append(str(ASSETS))


def setup(app):
    app.setup_extension("convolution_book.extensions.progress")
    for node in (box, unfound):
        app.add_node(node, html=(open_box, close_box))
    app.add_directive("inventory", Inventory)
    app.connect("builder-inited", add_assets)
    app.connect("html-page-context", add_script)
    app.add_css_file("inventory.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
