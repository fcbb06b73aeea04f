"""The frame around a page: our templates and assets, the page's notebook links, scripts that do not block."""

from pathlib import Path

from myst_nb.core.read import is_myst_markdown_notebook

HERE = Path(__file__).resolve().parent


def use_our_files(app, config):
    config.templates_path.insert(0, str(HERE / "templates"))
    config.html_static_path.append(str(HERE.parent / "assets"))


def add_scripts(app):
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
    """Let the page be read, and its widgets start, before the theme's scripts have come."""
    for script in context.get("script_files", []):
        name = getattr(script, "filename", None) or ""
        waits = {"async", "defer"} & set(getattr(script, "attributes", {}))
        # inline scripts read DOCUMENTATION_OPTIONS as they are met: that file (1 kB) has to be there
        if name and not waits and not name.endswith("documentation_options.js"):
            script.attributes["defer"] = "defer"


def setup(app):
    app.connect("config-inited", use_our_files)
    app.connect("builder-inited", add_scripts)
    app.connect("html-page-context", add_links)
    app.connect("html-page-context", defer_scripts, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
