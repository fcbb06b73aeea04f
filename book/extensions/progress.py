"""What the reader has done so far, from what this browser kept: marks in the contents, the way on in front.

Whatever asks says so while it is read, `asks(env, key)`; its script keeps the answer by the same key in
progress.js. A page is done when all it asks was answered rightly. Solved exercises can be kept likewise.
"""

import json
from pathlib import Path

ASSETS = Path(__file__).parent / "progress_assets"


def asks(env, key):
    """The page that is being read asks this, and is not done before it is answered rightly."""
    env.metadata[env.docname].setdefault("asked", []).append(key)


def asked(env):
    """page -> the keys of what it asks; no page that asks nothing."""
    return {page: found["asked"] for page, found in sorted(env.metadata.items()) if "asked" in found}


def write_asked(app, env):
    """One small file for all pages: those of an earlier build need not be written again."""
    if app.builder.format == "html":
        target = Path(app.outdir, "_static", "asked.js")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"window.bookProgress.asked = {json.dumps(asked(env))};\n", "utf8")


def add_assets(app):
    app.config.html_static_path.append(str(ASSETS))


def setup(app):
    app.connect("builder-inited", add_assets)
    app.connect("env-check-consistency", write_asked)
    app.add_js_file("progress.js", priority=300)  # before all that asks
    app.add_js_file("asked.js", priority=301)
    app.add_js_file("progress-shown.js", loading_method="defer")
    app.add_css_file("progress.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
