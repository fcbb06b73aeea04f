"""Build a page or two with one of our Sphinx extensions, away from the book."""

from io import StringIO

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

FORMULAS = "convolution_book.extensions.formulas"  # no page asks another host for them
SETTINGS = {
    "myst_enable_extensions": ["colon_fence", "dollarmath", "tasklist"],
    "html_theme": "basic",
    "suppress_warnings": ["toc.not_included", "app.add_node"],
}


def build(folder, extension, **pages):
    """Write pages (name=Markdown, one of them index); returns the index as HTML, and the complaints."""
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, "utf8")
    settings, complaints = {"extensions": ["myst_parser", FORMULAS, extension], **SETTINGS}, StringIO()
    out = folder / "out"
    with docutils_namespace():
        app = Sphinx(folder, None, out, folder / "trees", "html", settings, status=None, warning=complaints)
        app.build()
    # a second Sphinx in one process meets the nodes of the first
    lines = [line for line in complaints.getvalue().splitlines() if "already registered" not in line]
    return (out / "index.html").read_text("utf8"), "\n".join(lines)
