"""One style sheet for every page instead of ten: of the theme's rules only those that some page can use.

The first paint waits for all of it. What the theme and its helpers bring (550 kB) is for every book; a rule
of theirs stays if all the names in one of its selectors stand in a page or in a script. Ours stay whole.
The sheets themselves are not changed: this reads them when the book is built and writes _static/book.css.
"""

import re
from pathlib import Path

import rcssmin
import tinycss2

SHEET = "book.css"
FIRST = ["basic.css", "styles/pydata-sphinx-theme.css"]  # the theme's layout writes these two itself
THEIRS = re.compile(r"(styles/)?(basic|pydata|sphinx|mystnb|togglebutton|copybutton|pygments)")
WORD = re.compile(r"[\w-]+")
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
SCRIPT = re.compile(r'<script[^>]+src="([^"]+)"')
FUNCTION = re.compile(r":[\w-]+\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]")
GROUPS = {"media", "supports", "layer", "container"}
UNUSED_FONTS = re.compile(r"font-?awesome", re.I)


def words(texts):
    """Whatever could be the name of a class."""
    return {word for text in texts for word in WORD.findall(text)}


def trimmed(css, known):
    """The same rules without those that no known name can match."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "\n".join(filter(None, (kept(rule, known) for rule in rules)))


def kept(rule, known):
    """A rule as text; "" if nothing can match it."""
    if rule.type == "at-rule":
        if rule.lower_at_keyword == "font-face" and UNUSED_FONTS.search(tinycss2.serialize(rule.content)):
            return ""
        if rule.content is None or rule.lower_at_keyword not in GROUPS:
            return rule.serialize()
        inside = trimmed(tinycss2.serialize(rule.content), known)
        prelude = tinycss2.serialize(rule.prelude)
        return f"@{rule.at_keyword}{prelude}{{{inside}}}" if inside else ""
    if rule.type != "qualified-rule":
        return ""
    used = [one for one in selectors(rule.prelude) if can_match(one, known)]
    return f"{','.join(used)}{{{tinycss2.serialize(rule.content)}}}" if used else ""


def selectors(prelude):
    """The parts of a selector list; commas inside brackets separate nothing, for they are inside a token."""
    one = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield tinycss2.serialize(one).strip()
            one = []
        else:
            one.append(token)
    yield tinycss2.serialize(one).strip()


def can_match(selector, known):
    """Names inside :is(…), :not(…) and […] are not looked at.

    >>> [can_match(one, {"a", "b"}) for one in (".a > #b", ".a.c", "p:not(.c)", "h1")]
    [True, False, True, True]
    """
    return set(NAME.findall(FUNCTION.sub("", selector))) <= known


def take_one(app, page, template, context, doctree):
    """Every page asks for the one sheet (templates/layout.html); the others are kept for its making."""
    app.builder.sheets = [*FIRST, *(own_path(sheet.filename) for sheet in context["css_files"])]
    context["css_files"] = []


def own_path(address):
    """_static/a.css?v=1 -> a.css"""
    return re.sub(r"^.*?_static/|\?.*$", "", str(address))


def sheet(static, names, pages):
    """The text of the one sheet.

    static    the folder with all sheets and scripts; pages: every page's HTML as text
    """
    used = {own_path(address) for page in pages for address in SCRIPT.findall(page)}
    scripts = [(static / name).read_text("utf8") for name in sorted(used) if (static / name).is_file()]
    known = words([*pages, *scripts])
    texts = [(name, (static / name).read_text("utf8")) for name in names if (static / name).is_file()]
    css = "\n".join(trimmed(text, known) if THEIRS.match(name) else text for name, text in texts)
    return rcssmin.cssmin(css)


def write(app, exception):
    if exception or app.builder.format != "html" or not hasattr(app.builder, "sheets"):
        return  # without sheets no page was written: all are as they were, and so is their sheet
    out, static = Path(app.outdir), Path(app.outdir, "_static")
    pages = [file.read_text("utf8") for file in sorted(out.rglob("*.html")) if static not in file.parents]
    (static / SHEET).write_text(sheet(static, dict.fromkeys(app.builder.sheets), pages), "utf8")


def setup(app):
    app.connect("html-page-context", take_one, priority=950)  # when all have added theirs
    app.connect("build-finished", write, priority=900)  # after the theme wrote its colours of code
    return {"parallel_read_safe": True, "parallel_write_safe": True}
