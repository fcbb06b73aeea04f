"""The {set} role: a phrase that puts a widget into a state.

    Now {set}`take steps of three <stride=3>`, or {set}`turn the kernel <flip=1&step=0>`.

The state is written as *Copy link* writes it (kit/frame/link.js). It is that of the last widget above the
phrase in its section; where none stands above, of the first one below; or of the one that is named:
`<sliding-window-2?stride=3>`. It is tried on the widget's class when the book is built: a trait or value that
cannot be is a warning, and a warning fails the build. So is a phrase in front of the gate that hides its
widget.

page.js makes the phrase a button; without a script, on paper and in a notebook it is text.
"""

import json
import re
from html import escape

import traitlets
from docutils import nodes
from sphinx.util.docutils import SphinxRole
from sphinx.util.logging import getLogger

from convolution_book.extensions import gates
from convolution_book.extensions.static_widgets import installed, saved_state
from convolution_book.extensions.still_pictures import VIEW

LOG = getLogger(__name__)
WRITTEN = re.compile(r"(?P<words>.+?)\s*<(?P<state>[^<>]+)>", re.S)
MODEL = re.compile(r'"model_id":\s*"(\w+)"')
READERS = {"answer", "answered"}  # what was answered is the reader's


class phrase(nodes.inline):
    """Words, and `state` as written; `widget` is the name that its address has on this page."""


class Set(SphinxRole):
    def run(self):
        written = WRITTEN.fullmatch(self.text)
        if not written:
            sentence = f"write {{set}}`words <trait=value>`, got {self.text!r}"
            problem = self.inliner.reporter.error(sentence, line=self.lineno)
            return [nodes.problematic(self.rawtext, self.rawtext)], [problem]
        words = " ".join(written["words"].split())
        node = phrase(words, "", state=written["state"], address="")
        self.set_source_info(node)
        children, problems = self.inliner.parse(words, self.lineno, self.inliner, node)
        node += children
        return [node], problems


def connect(app, doctree):
    """Give each phrase its widget, and try its state."""
    phrases = list(doctree.findall(phrase))
    if not phrases:
        return
    views = views_of(doctree, saved_state(app.env, app.env.docname) or {"state": {}})
    for node in phrases:
        node["address"], why = found(node, doctree, views)
        if why:
            LOG.warning("{set}`%s <%s>`: %s", node.astext(), node["state"], why, location=node)


def found(node, doctree, views):
    """(the address that a phrase sets, None), or ("", what is wrong with it)."""
    name, _, state = node["state"].rpartition("?")
    view = named(name, views) if name else meant(node, doctree, views)
    why = why_not(node, view, state)
    return ("", why) if why else (f"{view['name']}?{state}", None)


def views_of(doctree, saved):
    """The widgets of ours on a page, in order: {node, cls, state, name}."""
    views, met = [], {}
    for node in doctree.findall(lambda node: isinstance(node, nodes.Element) and is_view(node)):
        state = saved["state"].get(MODEL.search(node.astext())[1], {}).get("state", {})
        if not (cls := installed(state)):
            continue
        met[cls] = met.get(cls, 0) + 1
        kind = cls.room.name.replace("_", "-")
        views.append({"node": node, "cls": cls, "state": state, "name": f"{kind}-{met[cls]}"})
    return views


def is_view(node):
    return node.get("mime_type") == VIEW


def meant(node, doctree, views):
    """The last widget above a phrase in its section, or else the first below; None if there is none."""
    section = ancestors(node, nodes.section)[:1]
    order = {id(one): number for number, one in enumerate(doctree.findall())}
    near = [view for view in views if ancestors(view["node"], nodes.section)[:1] == section]
    above = [view for view in near if order[id(view["node"])] < order[id(node)]]
    return above[-1] if above else next(iter(near), None)


def named(name, views):
    return next((view for view in views if view["name"] == name), None)


def ancestors(node, kind):
    """The nodes of this kind around it, the nearest first."""
    around = []
    while node := node.parent:
        if isinstance(node, kind):
            around.append(node)
    return around


def why_not(node, view, state):
    """One sentence that says what is wrong with a phrase; None if nothing is."""
    if view is None:
        return "there is no such widget: write the phrase in the section of one, or name one of this page"
    hidden_by = {part["key"] for part in ancestors(view["node"], gates.gated)}
    if hidden_by - {part["key"] for part in ancestors(node, gates.gated)}:
        return "a gate hides its widget, and the phrase stands before it: write it behind the gate"
    return refusal(view["cls"], view["state"], state)


def refusal(cls, state, text):
    """Why a widget of this class, in this state, cannot be set as the text says; None if it can."""
    widget = cls()
    names = [name for name in cls.class_own_traits() if not name.startswith("_")]
    try:
        put(widget, {name: state[name] for name in names if name in state})
        known = sorted(set(names) - READERS - widget.computed().keys() - {"playing", "interval_ms"})
        values = {}
        for pair in text.split("&"):
            name, _, written = pair.partition("=")
            if name not in known:
                return f"{cls.__name__} has no {name!r} to set: choose from {', '.join(known)}"
            values[name] = decoded(written, getattr(widget, name))
            if values[name] is None:
                return f"{name} cannot be {written!r}: write it as Copy link does"
        put(widget, values)
    except traitlets.TraitError as error:
        return str(error)
    finally:
        widget.close()


def put(widget, values):
    """Set all of them, and only then ask whether they fit together."""
    with widget.hold_trait_notifications():
        for name, value in values.items():
            setattr(widget, name, value)


def decoded(text, like):
    """What kit/frame/link.js reads in a text, where the trait now holds `like`; None if it reads nothing.

    >>> decoded("1,-1;0,2", [[0]]), decoded("1", False), decoded("3", 1), decoded("x", 1), decoded("x", "")
    ([[1, -1], [0, 2]], True, 3, None, 'x')
    """
    if isinstance(like, bool):
        return {"0": False, "1": True}.get(text)
    if isinstance(like, str):
        return text
    try:
        if not isinstance(like, list):
            return json.loads(text)
        rows = [[json.loads(value) for value in row.split(",")] for row in text.split(";")]
    except ValueError:
        return None
    return rows if like and isinstance(like[0], list) else rows[0]


def open_phrase(self, node):
    self.body.append(f'<span class="cw-set" data-set="{escape(node["address"])}">')


def close_phrase(self, node):
    self.body.append("</span>")


def setup(app):
    app.add_node(phrase, html=(open_phrase, close_phrase))
    app.add_role("set", Set())
    app.connect("doctree-read", connect, priority=600)  # gates close at 500
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
