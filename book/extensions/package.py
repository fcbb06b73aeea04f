"""The wheel that lies beside the notebooks, and what a notebook says where it is not installed.

    notebooks/convolution_book-<version>-py3-none-any.whl

It is made from this repository when the book is built, without a network. What somebody else has put on PyPI
under the name `grader` is not ours, so a notebook always names this file, or its address.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
MADE_OF = ["pyproject.toml", "setup.py", "README.md", "LICENSE", "grader", "book"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.ipynb")
BUILD = "from setuptools.build_meta import build_wheel; import sys; build_wheel(sys.argv[1])"
EPOCH = "946684800"  # the same bytes from the same sources

CELL = """\
# Missing anything? Then this says how to install it.
try:
{imports}
except ImportError:
    raise ImportError(
        "{sentence}"
    ) from None"""
BESIDE = (
    "This notebook needs a package of the book: download {wheel} where you found this notebook, put that "
    "beside the notebook, run  %pip install {target}  in a cell, and restart the kernel."
)
AT = (
    "This notebook needs a package of the book: run  %pip install {target}  in a cell, "
    "and restart the kernel."
)


@cache
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]


def wheel():
    """The file's name."""
    return f"{project()['name'].replace('-', '_')}-{project()['version']}-py3-none-any.whl"


def sentence(extras="", site=""):
    """How to install it, in one sentence.

    extras: of pyproject.toml, "chapters,torch"
    site:   where the book is published, ending in a slash; empty if that is not known
    """
    wanted = f"[{extras}]" if extras else ""
    if not site:
        return BESIDE.format(wheel=wheel(), target=f"'{wheel()}{wanted}'" if extras else wheel())
    address = f"{site}notebooks/{wheel()}"
    return AT.format(target=f"'{project()['name']}{wanted} @ {address}'" if extras else address)


def install_cell(imports, extras="", site=""):
    """The source of a cell that imports these, or says how to get them."""
    said = sentence(extras, site)
    words = re.findall(r".{1,88}(?:\s|$)", said)
    lines = '"\n        "'.join(words)
    return CELL.format(imports="\n".join(f"    {line}" for line in imports), sentence=lines)


def build(folder):
    """Make the wheel in this folder. From a copy: setuptools leaves folders of its own among the sources."""
    with TemporaryDirectory() as scratch:
        for name in MADE_OF:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, Path(scratch, name), ignore=LEFT_OUT)
            else:
                shutil.copy(ROOT / name, scratch)
        command = [sys.executable, "-c", BUILD, str(folder.resolve())]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
        done = subprocess.run(command, cwd=scratch, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the wheel was not made:\n{done.stdout}{done.stderr}")


def write_wheel(app, exception):
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir, "notebooks")
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.whl"):
        old.unlink()
    build(folder)


def setup(app):
    app.connect("build-finished", write_wheel)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
