"""Exercises solved where they are read: what the page needs to run Python, and what it knows of each stub.

    _static/python/<name>.<hash>.bin   Python, NumPy and the book's checks, fetched at the first Run or Check
    _static/practice.js                the editor, what a press on Run does: book/practice

tools/page_python.py makes all but the checks; `practice` is its folder. Empty: it could not be had, the pages
are as they were without it. The checks are packed as they are.
"""

import hashlib
import io
import json
import shutil
import zipfile
from html import escape
from pathlib import Path

from docutils import nodes

from convolution_book.extensions import progress

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "book" / "practice"
PACKED = ["__init__.py", "notebook.py", "checks", "exercises", "reference"]  # of grader: NumPy is all they need
PARTS = {"worker.gz": "worker", "wasm.gz": "wasm", "stdlib": "stdlib", "numpy": "numpy", "lock": "lock"}


def stub(cell, kind, **data):
    """The HTML that marks a stub: one line, hidden until a script puts an editor there."""
    given = {"cell": cell, "kind": kind, **data}
    written = " ".join(f'data-{name}="{quoted(value)}"' for name, value in given.items())
    return f'<div class="practice" {written} hidden></div>'


def quoted(text):
    return escape(text).replace("\n", "&#10;")


def book_zip():
    """grader's rooms for the page, the same bytes from the same sources."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in packed():
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def packed():
    """(name in the page, file) of all that is packed."""
    yield "inside.py", SOURCES / "inside.py"
    for name in PACKED:
        place = ROOT / "grader" / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            yield str(path.relative_to(ROOT)), path


def contents(folder):
    """name -> bytes, of all that the worker is made of."""
    return {name: Path(folder, file).read_bytes() for file, name in PARTS.items()} | {"book": book_zip()}


def listed(found):
    """What practice.js must know of each file; an address holds a hash, so that it may be kept for ever."""
    for name, content in found.items():
        mark = hashlib.sha256(content).hexdigest()[:12]
        packed = name in ("worker", "wasm")
        yield {"name": name, "address": f"{name}.{mark}.bin", "bytes": len(content), "packed": packed}


def write_files(app, exception):
    target = Path(app.outdir, "_static", "python")
    if exception or app.builder.format != "html":
        return
    shutil.rmtree(target, ignore_errors=True)
    if not app.config.practice:
        return
    target.mkdir(parents=True)
    found = contents(app.config.practice)
    for file in listed(found):
        (target / file["address"]).write_bytes(found[file["name"]])
    shutil.copy(SOURCES / "LICENSES.md", target)


def use_script(app):
    app.files_of_practice = []
    if app.config.practice:
        app.config.html_static_path += [str(Path(app.config.practice, "practice.js")), str(SOURCES / "practice.css")]
        app.files_of_practice = list(listed(contents(app.config.practice)))
        app.add_css_file("practice.css")


def note_exercises(app, doctree):
    """A page of exercises is done when each that can be checked here was solved."""
    if not app.config.practice:
        return
    for slug in slugs(doctree):
        progress.asks(app.env, slug)


def slugs(doctree):
    for node in doctree.findall(nodes.raw):
        if 'class="practice"' in node.astext() and 'data-slug="' in node.astext():
            yield node.astext().split('data-slug="')[1].split('"')[0]


def add_data(app, page, template, context, doctree):
    """On pages with exercises: the script, and all that it must know."""
    if not app.config.practice or 'class="practice"' not in (context.get("body") or ""):
        return
    root = context["pathto"]("_static/python", 1)
    data = {
        "files": [file | {"address": f"{root}/{file['address']}"} for file in app.files_of_practice],
        "words": json.loads((SOURCES / "words.json").read_text("utf8")),
        "notebook": context["pathto"](f"notebooks/{page}.ipynb", 1),
    }
    written = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    context["body"] += f'<script type="application/json" id="practice-data">{written}</script>'
    app.add_js_file("practice.js", loading_method="defer")


def setup(app):
    app.add_config_value("practice", "", "env")
    app.connect("builder-inited", use_script)
    app.connect("doctree-read", note_exercises)
    app.connect("html-page-context", add_data)
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
