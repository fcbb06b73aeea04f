"""Books of a few lines, built with the settings of ours."""

import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[2]
HEAD = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""
# The page stops what takes ten seconds, as all may on a busy machine. Here they pass when a test says so.
CLOCK = """
const { setTimeout: wait } = window;
window.setTimeout = (act, ms, ...more) => {
  if (ms !== 10_000) return wait(act, ms, ...more);
  window.tenSecondsPass = act;
  return 0;
};
"""
HIDDEN = "assert double(-21) == -42  # only-the-teacher-knows"
SECRET_RUBRIC = "the-rubric-names-seven-points"


def build(folder, pages, *options):
    """Write the pages (name -> text), build; returns the finished process."""
    (folder / "references.bib").write_text("")
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")
    others = "".join(f"  - file: {name.rpartition('.')[0]}\n" for name in pages if name != "index.md")
    chapters = f"chapters:\n{others}" if others else ""
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: index\n{chapters}")
    command = [sys.executable, str(ROOT / "tools" / "build_book.py"), str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


def grade_cell(source, grade_id, **roles):
    roles = {"grade": False, "solution": False, "locked": False, "task": False, **roles}
    metadata = {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **roles}}
    make = new_markdown_cell if roles["task"] or roles.pop("words", False) else new_code_cell
    metadata["nbgrader"].pop("words", None)
    return make(source, metadata=metadata)


def exercise():
    """A source notebook: a solution, a check with hidden lines, a cell of hidden lines only, an essay."""
    return new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        cells=[
            new_markdown_cell("# Doubles\n\nSee [the start](../../index.md)."),
            grade_cell(
                "def double(x):\n    ### BEGIN SOLUTION\n    return x + x\n    ### END SOLUTION",
                "double",
                solution=True,
            ),
            grade_cell(
                f"assert double(2) == 4\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS",
                "test-double",
                grade=True,
                locked=True,
                points=1,
            ),
            grade_cell(
                f"### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS",
                "test-hidden",
                grade=True,
                locked=True,
                points=1,
            ),
            grade_cell(
                f"Because it adds. {SECRET_RUBRIC}", "essay", grade=True, solution=True, points=2, words=True
            ),
        ],
    )


def exercise_text():
    return nbformat.writes(exercise())
