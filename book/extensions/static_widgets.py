"""Widgets that work in a static page: no kernel, no RequireJS, no html-manager, no CDN.

MyST-NB saves the state of a page's widgets in the page. This extension loads our small player for it
(assets/static-widgets.js) and keeps one copy a page of each front end, taken from the installed class:
jupyter-cache would go on serving the JavaScript of the day the page was run. All of it is inline, so that
pages also work from file://.
"""

import json
from hashlib import sha256
from importlib import import_module

PLAYER = "static-widgets.js"
SOURCES = ("_esm", "_css")


def digest(text):
    return sha256(text.encode()).hexdigest()[:12]


def installed_source(state, key):
    """The front end as the installed class has it now; the saved one if the class is gone."""
    module, _, name = state.get("_anywidget_id", "").rpartition(".")
    try:
        return str(getattr(getattr(import_module(module), name), key))
    except (ImportError, AttributeError, ValueError):
        return state.get(key) or ""


def shared(saved):
    """Saved widget state -> the same with every front end once, under "sources", by its digest."""
    state, sources = {}, {}
    for model_id, model in saved["state"].items():
        if model["model_module"] == "@jupyter-widgets/base":
            continue  # layouts and styles: only html-manager needs them
        if model["model_module"] == "anywidget":
            model = {**model, "state": dict(model["state"])}
            for key in SOURCES:
                source = installed_source(model["state"], key)
                model["state"][key] = digest(source)
                sources[digest(source)] = source
        state[model_id] = model
    return {**saved, "state": state, "sources": sources}


def widget_script(env, page):
    """(uri, options) of the page's saved widget state; None if it has no widget."""
    return notebooks(env).get(page, {}).get("js_files", {}).get("ipywidgets_state")


def notebooks(env):
    """What MyST-NB knows of each page that it read; nothing yet before the first."""
    return getattr(env, "nb_metadata", {})


def inline(app, page, template, context, doctree):
    if app.builder.format != "html" or not (found := widget_script(app.env, page)):
        return
    uri, options = found
    body = json.dumps(shared(json.loads(options["body"]))).replace("</", "<\\/")
    files = app.env.nb_metadata[page]["js_files"]
    app.env.nb_metadata[page]["js_files"] = {**files, "ipywidgets_state": (uri, {**options, "body": body})}


def front_ends(env, page):
    """The digests of the front ends that the page shows today."""
    _, options = widget_script(env, page)
    models = json.loads(options["body"])["state"].values()
    ours = [model["state"] for model in models if model["model_module"] == "anywidget"]
    return {digest(installed_source(state, key)) for state in ours for key in SOURCES}


def outdated(app, env, added, changed, removed):
    """Pages whose widgets' front ends changed since they were written; reading them again is cheap."""
    now = {page: front_ends(env, page) for page in notebooks(env) if widget_script(env, page)}
    before = getattr(env, "widget_front_ends", {})
    env.widget_front_ends = now
    return [page for page in now if page in before and before[page] != now[page]]


def use_player(app, config):
    # async: starts once the page is parsed, before the theme and MathJax, which are deferred
    config.nb_ipywidgets_js = {PLAYER: {"async": "async"}}


def setup(app):
    app.connect("config-inited", use_player)
    app.connect("env-get-outdated", outdated)
    app.connect("html-page-context", inline, priority=400)  # MyST-NB writes the scripts at 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
