"""Exercises solved where they are read: what the page needs to run Python, and what it knows of each stub.

    _static/python/<name>.<hash>.bin   Python, NumPy and the book's checks, fetched at the first Run or Check
    _static/practice.js                the editor, what a press on Run does: book/practice

tools/page_python.py makes all but the checks; `practice` is its folder. Empty: it could not be had, the pages
are as they were without it. The checks are packed as they are.
"""

import hashlib
import io
import json
import re
import shutil
import zipfile
from html import escape
from pathlib import Path

from docutils import nodes

from convolution_book.extensions import progress

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "book" / "practice"
WORDS = json.loads((SOURCES / "words.json").read_text("utf8"))
PACKED = [
    "__init__.py",
    "notebook.py",
    "unwritten.py",
    "checks",
    "exercises",
    "reference",
]  # of grader: NumPy is all they need
PARTS = {"worker.gz": "worker", "wasm.gz": "wasm", "stdlib": "stdlib", "numpy": "numpy", "lock": "lock"}


def stub(cell, kind, stub, **data):
    """The box for a stub, as HTML in one line; unseen until add_data's script says that Python may run here.

    All of it stands in the page, so that nothing moves when practice.js puts editors for the texts.
    """
    given = {"cell": cell, "kind": kind, "stub": stub, **data}
    written = " ".join(f'data-{name}="{quoted(value)}"' for name, value in given.items())
    inside = text_box(stub) if kind == "text" else code_box(cell, stub, data)
    label = quoted(data.get("name", WORDS["answerOf"]))
    return f'<div class="practice" role="group" aria-label="{label}" {written}>{inside}</div>'


def needs_torch():
    """What stands there where the page's Python cannot do it."""
    return f'<p class="practice-torch">{WORDS["torch"]}</p>'


def text_box(stub):
    label = quoted(WORDS["answerOf"])
    box = f'<textarea class="practice-text" rows="8" aria-label="{label}">{quoted(stub)}</textarea>'
    return box + UNKEPT


UNKEPT = '<p class="practice-unkept" role="status"></p>'  # says near the box that it cannot be kept


def code_box(cell, stub, data):
    inputs, slug = data.get("inputs"), data.get("slug")
    buttons = ["run", *(["check"] if slug else []), "reset"]
    later = "" if slug else f'<span class="practice-later">{WORDS["checkedLater"]}</span>'
    title = f'<p class="practice-inputs-title" aria-hidden="true">{WORDS["inputs"]}</p>'
    code = text_of(stub) + (title + text_of(inputs) if inputs else "")
    marks = f'<span class="practice-mark"></span>{later}'
    return run_box(code, buttons, marks, f"{cell}-keys", WORDS["keys" if slug else "keysToRun"])


def cell_box(app):
    """The box for a chapter's cell; cell.js gives it the code, and its ids."""
    said = WORDS["keysOfCell"].replace("{size}", size(app))
    inside = run_box(text_of(""), ["run", "reset"], "", "", said)
    return f'<div class="practice" role="group">{inside}</div>'


def run_box(code, buttons, marks, keys_id, keys):
    return "".join(
        [
            code,
            UNKEPT,
            f'<div class="practice-bar">{"".join(map(button, buttons))}{marks}{button("stop")}</div>',
            f'<p class="practice-keys" id="{keys_id}">{keys}</p>',
            '<p class="practice-said" role="status"></p><div class="practice-output"></div>',
        ]
    )


def text_of(code):
    return f'<pre class="practice-code">{quoted(code)}</pre>'


def button(name):
    return f'<button type="button" class="practice-{name}">{WORDS[name]}</button>'


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
    yield "convolution_book/practice/needs.py", SOURCES / "needs.py"
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
    app.config.html_static_path.append(str(SOURCES / "practice.css"))  # without a script it hides the boxes
    app.files_of_practice = []
    if app.config.practice:
        app.config.html_static_path.append(str(Path(app.config.practice, "practice.js")))
        app.files_of_practice = list(listed(contents(app.config.practice)))


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


HOW_TO_RUN = re.compile(r'(how-to-run admonition">\s*<p class="admonition-title">.*?</p>)')
HAND_IN = re.compile(r'(<section id="how-to-hand-in">.*?)(</section>)', re.S)
NOTEBOOK = "".join(
    [
        f'<p class="practice-notebook">{button("download")}{button("open")}',
        '<input type="file" accept=".ipynb" hidden><span role="status"></span></p>',
    ]
)
HERE = """<script>
document.documentElement.classList.add(location.protocol === "file:" ? "practice-as-file" : "practice-here");
</script>"""
LOST = "document.documentElement.classList.remove('practice-here')"  # the page is as without a script


def add_data(app, page, template, context, doctree):
    """On pages with exercises: what is said of them, the script, and all that it must know."""
    body = context.get("body") or ""
    if not app.config.practice or 'class="practice"' not in body:
        return
    data = data_of(app, context) | {"notebook": context["pathto"](f"notebooks/{page}.ipynb", 1)}
    said = intro(size(app))
    body = HOW_TO_RUN.sub(rf"\1{said}", body, count=1)
    body = HAND_IN.sub(rf"\1{NOTEBOOK}\2", body, count=1)
    context["body"] = f"{HERE}{body}{as_json(data)}"
    app.add_js_file("practice.js", loading_method="defer", onerror=LOST)


def data_of(app, context):
    """What the script of any page with Python must know."""
    root = context["pathto"]("_static/python", 1)
    files = [file | {"address": f"{root}/{file['address']}"} for file in app.files_of_practice]
    return {"files": files, "words": WORDS}


def as_json(data):
    written = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="practice-data">{written}</script>'


def size(app):
    """Megabytes of all that is fetched."""
    return f"{sum(file['bytes'] for file in app.files_of_practice) / 1e6:.1f}"


def intro(size):
    words = escape(WORDS["intro"]).replace("{size}", size)
    return (
        f'<div class="practice-intro"><p><strong>{WORDS["heading"]}.</strong> {words}</p>{NOTEBOOK}'
        f'<p class="practice-notice" role="status"></p></div>'
        f'<p class="practice-not-here">{escape(WORDS["asFile"])}</p>'
    )


def setup(app):
    app.add_config_value("practice", "", "env")
    app.connect("builder-inited", use_script)
    app.add_css_file("practice.css")
    app.connect("doctree-read", note_exercises)
    app.connect("html-page-context", add_data)
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
