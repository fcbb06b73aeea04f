"""Run the pages again when the Python they import changes, or the words and photos that it reads.

jupyter-cache looks at a page's own cells alone, so a fix in a widget's class, its words or the reference
would leave yesterday's outputs in the book. Here the cache's folder is named by a hash of all that.
"""

import shutil
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = {".py", ".json", ".png", ".pgm", ".ppm"}
USED_BY_PAGES = ["book/widgets", "book/figures", "grader/reference", "grader/checks", "grader/exercises"]


def used_files(root=ROOT):
    """What a page's cells can import or read from this repository, in a fixed order; no front ends."""
    folders = [
        file for folder in USED_BY_PAGES for file in (root / folder).rglob("*") if file.suffix in KINDS
    ]
    return sorted([*folders, *(root / "grader").glob("*.py")])


def fingerprint(files, root=ROOT):
    """A short name for the content of these files."""
    digest = sha256()
    for file in files:
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def use_cache(app, config):
    caches = Path(app.outdir).parent / ".jupyter_cache"
    mine = caches / fingerprint(used_files())
    for old in caches.glob("*"):
        if old.is_dir() and old != mine:
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(mine)


def setup(app):
    app.connect("config-inited", use_cache)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
