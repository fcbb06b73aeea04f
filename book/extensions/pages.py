"""The frame around a page: our templates and assets, the page's notebook links, scripts that do not block."""

import re
from pathlib import Path

from myst_nb.core.read import is_myst_markdown_notebook

HERE = Path(__file__).resolve().parent
READ_INLINE = ("documentation_options.js", "progress.js", "asked.js", "gates.js")


def use_our_files(app, config):
    config.templates_path.insert(0, str(HERE / "templates"))
    config.html_static_path.append(str(HERE.parent / "assets"))
    config.html_favicon = str(HERE.parent / "assets" / "favicon.svg")


def add_scripts(app):
    app.add_js_file("page.js", loading_method="defer")
    app.add_js_file("local.js", loading_method="defer")


def notebook_of(env, page):
    """Where the page's notebook lies below notebooks/ and work/; None if the page is not one."""
    if page.startswith("exercises/"):
        return f"{page}.ipynb"
    source = Path(env.doc2path(page))
    if page == env.config.root_doc:
        return None
    if source.suffix == ".md" and is_myst_markdown_notebook(source.read_text("utf8")):
        return f"chapters/{page}.ipynb"
    return None


def title(env, page):
    return env.titles[page].astext()


def related(env, page):
    """The page that belongs to this one: a chapter's exercises, an exercise's chapter; or None."""
    slug = page.rpartition("/")[2]
    other = slug if page.startswith("exercises/") else f"exercises/{slug}/{slug}"
    return other if other in env.found_docs and other != page else None


def add_links(app, page, template, context, doctree):
    if page not in app.env.found_docs:
        return
    other = related(app.env, page)
    context["is_exercise"] = page.startswith("exercises/")
    context["notebook"] = notebook_of(app.env, page)
    context["related_page"] = other
    context["related_title"] = other and title(app.env, other)


def defer_scripts(app, page, template, context, doctree):
    """Let the page be read, and its widgets start, before the theme's scripts have come.

    They stand at the page's end (templates/layout.html): sooner, they would share the line with the page.
    """
    scripts = [deferred(script) for script in context.get("script_files", [])]
    context["script_files"] = [script for script in scripts if not waits(script)]
    context["late_scripts"] = sorted(filter(waits, scripts), key=lambda script: script.priority)


def waits(script):
    return "defer" in getattr(script, "attributes", {})


def deferred(script):
    """The same script (a copy: pages share them), run after the page is parsed.

    Inline scripts run as they are met, so what they read has to be there: four small files.
    """
    name = str(getattr(script, "filename", None) or "")
    if not name or name.endswith(READ_INLINE):
        return script
    if {"async", "defer"} & set(script.attributes):
        return script
    return type(script)(script.filename, priority=script.priority, **script.attributes, defer="defer")


def mend(app, page, template, context, doctree):
    """What docutils writes and screen readers stumble over: empty headers, roles that ARIA has given up."""
    body = context.get("body") or ""
    body = re.sub(r'<th class="head">(?:<p></p>)?</th>', "<td></td>", body)
    body = body.replace(' role="doc-biblioentry"', "")
    context["body"] = re.sub(
        r'<div role="list" class="(citation|footnote)-list">', r'<div class="\1-list">', body
    )


def setup(app):
    app.connect("config-inited", use_our_files)
    app.connect("builder-inited", add_scripts)
    app.connect("html-page-context", add_links)
    app.connect("html-page-context", mend)
    app.connect("html-page-context", defer_scripts, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
