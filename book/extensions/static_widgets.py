"""Widgets that work in a static page: no kernel, no RequireJS, no html-manager, no CDN.

MyST-NB saves the state of a page's widgets in its head. This extension puts each model beside its place, and
before the first of them our small player (assets/static-widgets.js) with the page's front ends: a widget is
there when the parser has come to it, and nothing moves afterwards. Front ends are the installed ones, for
jupyter-cache would go on serving the JavaScript of the day the page was run; what they share stands there
once, and all of it without comments. A long value that an earlier widget of the page has too is not sent
again; what a widget can begin without (`Widget.at_first`) stands behind it. Everything is inline, so that
pages also work from file://.
"""

import json
import re
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import rcssmin
import rjsmin

from convolution_book.widgets.python.front_end import styles, together

PLAYER = Path(__file__).resolve().parents[1] / "assets" / "static-widgets.js"
SOURCES = ("_esm", "_css")
LONG = 2000  # characters of a value: the weights of a network, the pixels of a photo
STATE = "application/vnd.jupyter.widget-state+json"
REST = "application/vnd.book.widget-rest+json"
VIEW = re.compile(r'<script type="application/vnd.jupyter.widget-view\+json">(?P<view>.*?)</script>', re.S)


def digest(text):
    return sha256(text.encode()).hexdigest()[:12]


def installed(state):
    """The class that made a widget, as it is today; None if it is gone."""
    module, _, name = state.get("_anywidget_id", "").rpartition(".")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        return None


def installed_source(state, key):
    """The front end as the installed class has it now; the saved one if the class is gone."""
    return str(getattr(installed(state), key, None) or state.get(key) or "")


def view_of(state):
    """The path of a front end of ours; None for any other."""
    room = getattr(installed(state), "room", None)
    return room and room / "view.js"


def models(saved):
    """id -> model of every saved widget, its front end today's, or the name of one that `script` brings."""
    found = {}
    for model_id, model in saved["state"].items():
        if model["model_module"] == "@jupyter-widgets/base":
            continue  # layouts and styles: only html-manager needs them
        if model["model_module"] == "anywidget":
            state = dict(model["state"])
            ours = {"_esm": digest(installed_source(state, "_esm")), "_css": ""}
            others = {key: installed_source(state, key) for key in SOURCES}
            model = {**model, "state": {**state, **(ours if view_of(state) else others)}}
        found[model_id] = model
    return found


def entries(saved):
    """name -> path of each front end of ours that a page needs."""
    states = [model["state"] for model in saved["state"].values() if model["model_module"] == "anywidget"]
    return {digest(installed_source(state, "_esm")): view_of(state) for state in states if view_of(state)}


@cache
def small_script(source):
    """Without comments and spaces; fit to stand inside a page."""
    return rjsmin.jsmin(source).replace("</script", "<\\/script").replace("<!--", "<\\!--")


def script(saved):
    """What comes before a page's first widget: the look, the player, the front ends."""
    needed = entries(saved)
    rooms = frozenset(path.parent for path in needed.values())
    look = f"<style>{rcssmin.cssmin(styles(rooms))}</style>" if needed else ""
    front_ends = f"bookWidgets.bring({together(needed)});" if needed else ""
    return f"{look}<script>{small_script(PLAYER.read_text('utf8') + front_ends)}</script>"


def without_copies(model_id, model, sent):
    """A model whose long values stand in an earlier one: their names, and whose they are, in `shared`.

    sent: JSON of a value -> the model that has brought it; those of this one are added
    """
    shared = {}
    for name, value in model["state"].items():
        text = compact(value)
        if len(text) > LONG and (owner := sent.setdefault((name, text), model_id)) != model_id:
            shared[name] = owner
    state = {name: value for name, value in model["state"].items() if name not in shared}
    return {**model, "state": state, "shared": shared} if shared else model


def in_two(model):
    """A model with what its widget begins with, and {trait: the rest of its value}."""
    state = model["state"]
    first = {} if model.get("shared") or not view_of(state) else installed(state).at_first(state)
    rest = {name: left(state[name], part) for name, part in first.items()}
    return ({**model, "state": {**state, **first}, "later": True}, rest) if rest else (model, {})


def left(whole, part):
    """What nested tables hold that the same with fewer entries do not.

    >>> left({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 1}, "d": 3})
    {'a': {'c': 2}}
    """
    return {
        key: left(value, part[key]) if key in part else value
        for key, value in whole.items()
        if part.get(key) != value
    }


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def play(body, saved):
    """A page's HTML with all that its widgets need, beside each of them."""
    found, first, sent = models(saved), [script(saved)], {}

    def beside(view):
        model_id = json.loads(view["view"])["model_id"]
        state, rest = {}, {}
        if model_id in found:
            state[model_id], rest = in_two(without_copies(model_id, found[model_id], sent))
        head = first.pop() if first else ""
        here = f"{head}{data(STATE, {'state': state})}{view[0]}<script>bookWidgets.here()</script>"
        return f"{here}{data(REST, {model_id: rest})}<script>bookWidgets.rest()</script>" if rest else here

    return VIEW.sub(beside, body)


def data(kind, value):
    """JSON that stands inside a page."""
    text = compact(value).replace("</", "<\\/")
    return f'<script type="{kind}">{text}</script>'


def inline(app, page, template, context, doctree):
    if app.builder.format != "html" or not (saved := saved_state(app.env, page)):
        return
    context["body"] = play(context["body"], saved)
    scripts = context["script_files"]
    context["script_files"] = [one for one in scripts if getattr(one, "attributes", {}).get("type") != STATE]


def saved_state(env, page):
    """The widgets of a page as MyST-NB saved them; None if it has none."""
    if script := notebooks(env).get(page, {}).get("js_files", {}).get("ipywidgets_state"):
        return json.loads(script[1]["body"])
    return None


def notebooks(env):
    """What MyST-NB knows of each page that it read; nothing yet before the first."""
    return getattr(env, "nb_metadata", {})


def front_ends(saved):
    """The digests of the front ends that the page shows today."""
    ours = [model["state"] for model in saved["state"].values() if model["model_module"] == "anywidget"]
    return {digest(installed_source(state, key)) for state in ours for key in SOURCES}


def outdated(app, env, added, changed, removed):
    """Pages whose widgets' front ends changed since they were written; reading them again is cheap."""
    now = {page: front_ends(saved) for page in notebooks(env) if (saved := saved_state(env, page))}
    before = getattr(env, "widget_front_ends", {})
    env.widget_front_ends = now
    return [page for page in now if page in before and before[page] != now[page]]


def use_our_player(app, config):
    config.nb_ipywidgets_js = {}


def setup(app):
    app.connect("config-inited", use_our_player)
    app.connect("env-get-outdated", outdated)
    app.connect("html-page-context", inline, priority=600)  # MyST-NB writes its script at 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
