"""The letters and signs that the book's formulas use, as a font of its own inside a style sheet of its own.

MathML needs a font with a MATH table (brackets that grow, heights of sums); phones and many Linuxes have
none. STIX Two Math (SIL Open Font Licence) comes with the package ziamath: of its 1.5 MB some 20 kB are used.
As a data: address it comes with its style sheet, also from file://. The layout asks for it before the first
formula, so no line moves; a widget above the first formula does not wait for it.
"""

import logging
import re
import unicodedata
from base64 import b64encode
from functools import lru_cache
from html import unescape
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from fontTools import subset

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it would tell of every table

FAMILY = "Book Math"
SHEET = "math.css"
WIDGET = "widget-view+json"
FORMULA = re.compile(r"<math\b.*?</math>", re.S)
ITALIC = re.compile(r"<mi>(\w)</mi>")


def characters(pages):
    """What the formulas of these pages (HTML as text) are drawn with: letters of <mi> are slanted."""
    formulas = [formula for page in pages for formula in FORMULA.findall(page)]
    text = unescape("".join(re.sub(r"<[^>]*>", "", formula) for formula in formulas))
    slanted = {slant(letter) for formula in formulas for letter in ITALIC.findall(unescape(formula))}
    return "".join(sorted({*text, *slanted} - {"\n"}))


def slant(letter):
    """A letter as browsers show it in <mi>.

    >>> slant("x"), slant("Δ"), slant("h"), slant("∂")
    ('𝑥', '𝛥', 'ℎ', '𝜕')
    """
    kind = unicodedata.name(letter, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    try:
        return "ℎ" if letter == "h" else unicodedata.lookup(f"MATHEMATICAL ITALIC {kind}")
    except KeyError:
        return letter


@lru_cache
def woff2(text):
    """STIX Two Math with what these characters need, their larger sizes included."""
    file = Path(find_spec("ziamath").origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, notdef_outline=True)
    with subset.load_font(file, options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        font.flavor = "woff2"
        made = BytesIO()
        font.save(made)
    return made.getvalue()


def ask(app, page, template, context, doctree):
    """Where a page asks for the font: in its head, or behind its first widget if no formula comes sooner."""
    body, address = context.get("body") or "", context["pathto"](f"_static/{SHEET}", 1)
    before, formula, behind = body.partition("<math")
    if formula and WIDGET in before:
        load = f"document.fonts.load('1em {FAMILY}')"
        link = f'<link rel="stylesheet" href="{address}" onload="{load}">'
        context["body"] = f"{before}{link}{formula}{behind}"
    elif formula:
        context["formulas"] = address


def face(pages):
    """The rule that brings it."""
    data = b64encode(woff2(characters(pages))).decode()
    return f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff2;base64,{data})format("woff2")}}'


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    out, static = Path(app.outdir), Path(app.outdir, "_static")
    pages = [file.read_text("utf8") for file in sorted(out.rglob("*.html")) if static not in file.parents]
    if characters(pages):
        (static / SHEET).write_text(face(pages), "utf8")


def setup(app):
    app.connect("html-page-context", ask, priority=550)  # before the widgets' words are in the page
    app.connect("build-finished", write, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
