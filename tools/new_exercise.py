"""Write an exercise's cells into its notebook, from its record: `make exercise NAME=locality/corr2d`.

Without a name: those of every exercise.

What the record knows is made from it, now and at every later call: points, hints, the check. The task's text
and the solution are the author's: they are begun once, from the reference, and kept.
"""

import inspect
import json
import re
import sys
import textwrap
from pathlib import Path

import files

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "book" / "exercises"
HINTS = re.compile(r"\n*<details><summary>Hint.*", re.DOTALL)
POINTS = re.compile(r"\(\d+ points?\)")
CHECK = """\
from grader import check  # not found? The first cell says how to get it

check("{slug}", {name})"""  # runs in a fresh kernel too
LATER = "Write `{signature}`. Say what it takes, what it returns, and show one example."


def hints(exercise):
    folded = "<details><summary>Hint {}</summary>\n\n{}\n\n</details>"
    return "\n".join(folded.format(i, hint) for i, hint in enumerate(exercise.hints, 1))


def task(exercise, old=None):
    """The text cell: the author's words under a heading with the points, then the hints."""
    name = exercise.slug.split("/")[1]
    said = HINTS.sub("", old or f"## {name} (0 points)\n\n{LATER.format(signature=exercise.signature)}")
    worth = f"({exercise.points} point{'s' if exercise.points != 1 else ''})"
    return f"{POINTS.sub(worth, said, count=1)}\n\n{hints(exercise)}".rstrip()


def solution(exercise):
    """The solution cell: the reference's body between nbgrader's marks, under the students' signature."""
    lines = inspect.getsource(exercise.reference).splitlines()
    start = next(i for i, line in enumerate(lines) if line.rstrip().endswith(":")) + 1
    body = re.sub(r'^\s*""".*?"""\n', "", textwrap.dedent("\n".join(lines[start:])) + "\n", flags=re.DOTALL)
    about = inspect.getdoc(exercise.reference).split("\n")[0]
    marked = f'"""{about}"""\n### BEGIN SOLUTION\n{body.strip()}\n### END SOLUTION'
    return f"def {exercise.signature}:\n{textwrap.indent(marked, '    ')}"


def cell(grade_id, source, kind="code", points=None):
    """A cell that nbgrader knows: a solution that may be edited, or a text or check that may not."""
    solves = kind == "solution"
    known = {"grade": points is not None, "grade_id": grade_id, "locked": not solves}
    known |= {"points": points} if points is not None else {}
    known |= {"schema_version": 3, "solution": solves, "task": False}
    fixed = {"deletable": False} | ({} if solves else {"editable": False})
    made = {"cell_type": "markdown" if kind == "markdown" else "code"}
    made |= {} if kind == "markdown" else {"execution_count": None}
    made |= {"id": grade_id, "metadata": {**fixed, "nbgrader": known}}
    made |= {} if kind == "markdown" else {"outputs": []}
    return made | {"source": source.splitlines(keepends=True)}


def put(notebook, exercise):
    """Write the exercise's cells into the notebook, a dict, in place: those that are missing at its end."""
    slug, (_, name) = exercise.slug, exercise.slug.split("/")
    old = {one["id"]: one for one in notebook["cells"]}
    text = "".join(old[f"{name}-task"]["source"]) if f"{name}-task" in old else None
    kept = "".join(old[name]["source"]) if name in old else solution(exercise)
    made = [
        cell(f"{name}-task", task(exercise, text), "markdown"),
        cell(name, kept, "solution"),
        cell(f"{name}-check", CHECK.format(slug=slug, name=name), points=exercise.points),
    ]
    for one in made:
        if one["id"] in old:
            old[one["id"]].update(one)
        else:
            notebook["cells"].append(one)
    frame(notebook, slug.split("/")[0])


def frame(notebook, chapter):
    """Around the exercises: below the title how to install what is missing, last how to hand in."""
    from convolution_book.extensions import exercise_page, package

    install = package.install_cell(["from grader import check"])
    hand_in = exercise_page.words("hand-in", name=chapter)
    title, *rest = [one for one in notebook["cells"] if one["id"] not in ("install", "hand-in")]
    first, last = plain("install", install), plain("hand-in", hand_in, "markdown")
    notebook["cells"] = [title, first, *rest, last]


def plain(name, source, kind="code"):
    """A cell that nbgrader does not know."""
    made = cell(name, source, kind)
    return made | {"metadata": {}}


def empty(chapter):
    """A notebook with a title and what every exercise imports."""
    title = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": [f"# Exercises: {chapter}"]}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {
        "cells": [title, cell("imports", "import numpy as np\n\nfrom grader import check")],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write(slug):
    """Bring the notebook of this exercise up to date; it is begun if it is not there."""
    from grader.exercises import find

    exercise = find(slug)
    chapter = slug.split("/")[0]
    path = NOTEBOOKS / chapter / f"{chapter}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8")) if path.exists() else empty(chapter)
    put(notebook, exercise)
    path.parent.mkdir(exist_ok=True)
    files.write(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")
    print(f"{path.relative_to(ROOT)}: holds {slug}, {exercise.points} points")


def main(slugs):
    from grader.exercises import EXERCISES

    for slug in slugs or EXERCISES:
        write(slug)


if __name__ == "__main__":
    try:
        with files.explained("new_exercise"):
            main(sys.argv[1:])
    except ValueError as error:
        sys.exit(f"new_exercise: {error} Its record comes first: CONTRIBUTING.md, “Add an exercise”")
