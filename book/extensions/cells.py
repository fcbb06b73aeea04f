"""A chapter's cells, edited and run where they are read: `Edit and run` beneath what needs NumPy alone.

needs.py says which those are. The button stands with the output, so a gate that keeps the output back keeps
the button back. It loads the editor: before that a page has cells.js, and the cells' text (book/practice).
"""

import hashlib
import sys
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook

from convolution_book.extensions import practice
from convolution_book.extensions.gates import gated
from convolution_book.practice import needs

HERE = '<script>document.documentElement.classList.add("cells-here");</script>'
LOST = "document.documentElement.classList.remove('cells-here')"
GRADER = {Path(name).stem for name in practice.PACKED}


def is_there(module):
    """Can the page's Python import it?"""
    top = module.partition(".")[0]
    return top in {"numpy"} | sys.stdlib_module_names or is_packed(module)


def is_packed(module):
    top, *rest = module.split(".")
    return top == "grader" and (not rest or rest[0] in GRADER)


def of_chapter(text):
    """[(source, number among all cells, is offered)] of the code cells of a page's text."""
    cells = list(enumerate(read_myst_markdown_notebook(text).cells))
    cells = [(number, cell) for number, cell in cells if cell.cell_type == "code"]
    above = {}
    for number, cell in cells:
        is_seen = not any(tag.startswith(("hide", "remove")) for tag in cell.metadata.get("tags", []))
        yield cell.source, number, is_seen and needs.runs(above, cell.source, is_there)
        above[f"cell {number}"] = cell.source


def offer(app, doctree):
    """Put the buttons in; keep the sources for add_data."""
    path = Path(app.env.doc2path(app.env.docname))
    if not app.config.practice or path.suffix != ".md":
        return
    text = path.read_text("utf8")
    cells = list(of_chapter(text)) if is_myst_markdown_notebook(text) else []
    places = {node["cell_index"]: node for node in doctree.findall(is_cell)}
    for at, (source, number, is_offered) in enumerate(cells):
        if is_offered:
            put_button(places[number], button(source, at))
    if any(is_offered for _, _, is_offered in cells):
        app.env.metadata[app.env.docname]["cells"] = [source for source, _, _ in cells]


def is_cell(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def put_button(cell, html):
    """After the output, behind its gate if it has one."""
    place = next((child for child in cell.children if isinstance(child, gated)), cell)
    place += nodes.raw("", html, format="html")


def button(source, at):
    """The key names what the reader wrote in the browser's store: another text of the book, another key."""
    key = f"cell-{hashlib.sha256(source.encode()).hexdigest()[:8]}"
    line = source.strip().splitlines()[0]
    label = escape(practice.WORDS["editLine"].format(line=line))
    given = f'type="button" data-cell="{at}" data-key="{key}" aria-label="{label}"'
    words = practice.WORDS["edit"]
    return f'<p class="practice-edit"><button {given}>{words}</button><span role="status"></span></p>'


def add_data(app, page, template, context, doctree):
    sources = app.env.metadata.get(page, {}).get("cells")
    if not app.config.practice or not sources:
        return
    mark = hashlib.sha256(Path(app.config.practice, "practice.js").read_bytes()).hexdigest()[:8]
    data = practice.data_of(app, context) | {
        "cells": sources,
        "script": f"{context['pathto']('_static/practice.js', 1)}?v={mark}",
    }
    box = f'<template id="practice-cell">{practice.cell_box(app)}</template>'
    context["body"] = f"{HERE}{context['body']}{box}{practice.as_json(data)}"
    app.add_js_file("cells.js", loading_method="defer", onerror=LOST)


def add_script(app):
    if app.config.practice:
        app.config.html_static_path.append(str(practice.SOURCES / "cells.js"))


def setup(app):
    app.setup_extension("convolution_book.extensions.practice")
    app.setup_extension("convolution_book.extensions.gates")
    app.connect("builder-inited", add_script)
    app.connect("doctree-read", offer, priority=900)  # after close_gates
    app.connect("html-page-context", add_data)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
