"""Build the book: `python tools/build_book.py [--force]`. A failing cell or a broken link fails it."""

import argparse
import os
import sys
from pathlib import Path

import files
import page_python
import stamp
import warm_kernels

ROOT = Path(__file__).resolve().parents[1]
INPUTS = [
    "book",
    "_config.yml",
    "_toc.yml",
    "nbgrader_config.py",
    "constraints.txt",
    "grader",  # the wheel that lies beside the notebooks holds all of it
    "pyproject.toml",
    "setup.py",
    "README.md",
]
# What pages import, seconds in each kernel that starts without it; torch._dynamo comes with an optimizer
IMPORTED = ["torch", "torch._dynamo", "sklearn.datasets", "sklearn.linear_model", "convolution_book.widgets"]
FRAME = ["book/extensions", "book/assets", "book/practice"]


def site():
    """Where the book will be published, if whoever builds it says so: BOOK_URL=https://example.org/book"""
    address = os.environ.get("BOOK_URL", "")
    return address.rstrip("/") + "/" if address else ""


def use_plain_kernels():
    """Kernels without the reader's own start-up files and history, that warn of nothing but errors."""
    folder = ROOT / "_build" / "ipython"
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text('get_config().IPKernelApp.log_level = "ERROR"\n')
    os.environ["IPYTHONDIR"] = str(folder)


def build(source, config, toc, output, fresh=False, practice=None):
    """Build the pages of `source` into output/html. True if there was neither an error nor a warning.

    practice: the folder that tools/page_python.py made; without it no page runs Python
    """
    from grader.cli.quick import without_url_grammar

    with without_url_grammar():
        from jupyter_book.sphinx import build_sphinx

    use_plain_kernels()
    with warm_kernels.forked(*IMPORTED):
        status = build_sphinx(
            source,
            output / "html",
            path_config=config,
            confoverrides={
                "external_toc_path": str(toc),
                "latex_individualpages": False,
                "html_baseurl": site(),
                "practice": str(practice or ""),
            },
            noconfig=True,
            quiet=True,
            warningiserror=True,
            keep_going=True,
            freshenv=fresh,
        )
    return status == 0


def inputs():
    return [ROOT / name for name in INPUTS if (ROOT / name).exists()]


def build_ours(force=False):
    """The book of this repository, unless nothing that it is made of changed. True if it is there."""
    practice = page_python.prepare()
    parts = [practice] if practice else []
    mark, value = ROOT / "_build" / "book.stamp", stamp.fingerprint([*inputs(), *parts], extra=site())
    # Sphinx writes no page again because the extensions changed that make it
    frame_mark, frame = (
        ROOT / "_build" / "frame.stamp",
        stamp.fingerprint([*(ROOT / name for name in FRAME), *parts]),
    )
    if not force and stamp.is_current(mark, value):
        print("book: up to date, _build/html/index.html")
        return True
    print("book: building (the first time takes about a minute)", flush=True)
    mark.unlink(missing_ok=True)
    fresh = force or not stamp.is_current(frame_mark, frame)
    if not build(ROOT / "book", ROOT / "_config.yml", ROOT / "_toc.yml", ROOT / "_build", fresh, practice):
        room = files.little_room(mark.parent)
        print(
            f"book: not built. The lines above say why; each warning counts as an error.{room}",
            file=sys.stderr,
        )
        return False
    stamp.write(mark, value)
    stamp.write(frame_mark, frame)
    print("book: built, _build/html/index.html")
    return True


def build_other(folder, with_python=False):
    """Another book with our settings, its _toc.yml inside its folder: for tests, and for trying things."""
    practice = page_python.prepare() if with_python else None
    return build(folder, ROOT / "_config.yml", folder / "_toc.yml", folder / "_build", practice=practice)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="another book's folder (default: ours)")
    parser.add_argument("--force", action="store_true", help="read every page again")
    parser.add_argument("--python", action="store_true", help="let another book's pages run Python, too")
    options = parser.parse_args()
    with files.explained("book"):
        other = options.folder and options.folder.resolve()
        built = build_other(other, options.python) if other else build_ours(options.force)
    sys.exit(0 if built else 1)
