"""Formulas without a CDN: the one MathJax bundle and its fonts, from the sphinx-mathjax-offline package.

That package used as an extension copies all of MathJax, 24 MB; a page needs 2.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

NEEDED = ["tex-chtml.js", "output/chtml/fonts/woff-v2", "input/tex/extensions"]


def source():
    """The folder in which the package keeps MathJax (its name has hyphens: it cannot be imported)."""
    return Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"


def copy(app):
    if app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "mathjax"
    for name in NEEDED:
        if (target / name).exists():
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        one = shutil.copytree if (source() / name).is_dir() else shutil.copyfile
        one(source() / name, target / name)


def setup(app):
    app.config.mathjax_path = "mathjax/tex-chtml.js"
    app.connect("builder-inited", copy)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
