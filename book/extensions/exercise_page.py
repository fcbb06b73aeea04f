"""How the book shows an exercise notebook: the student's stub, then the solution folded away.

The solution is what runs when the book is built, so a visible check that its own solution does not pass
stops the build. Hidden tests never reach the page: it is made from the released notebook.
"""

import re
from copy import deepcopy

import nbformat

from convolution_book.extensions.released import release

MARKS = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION.*\n?", re.M)


def read(text):
    """The reader that `_config.yml` names for .ipynb pages: notebook JSON -> the notebook of the page."""
    source = nbformat.reads(text, as_version=4)
    solutions = {grade_id(cell): cell for cell in source.cells if is_solution(cell)}
    page = release(source)
    page.cells = [
        shown
        for cell in page.cells
        if cell.source.strip()  # nothing is left of a cell of hidden tests only
        for shown in show(cell, solutions.get(grade_id(cell)))
    ]
    return page


def show(cell, solution):
    """The cells that stand for one released cell on the page."""
    if solution is None:
        return [cell]
    return [stub(cell), folded(solution) if cell.cell_type == "code" else folded_text(solution)]


def stub(cell):
    cell = deepcopy(cell)
    cell.id = f"{cell.id}-stub"
    return tagged(cell, "skip-execution", "exercise-stub")


def folded(solution):
    cell = deepcopy(solution)
    cell.source = MARKS.sub("", cell.source)
    cell.metadata["mystnb"] = {"code_prompt_show": "Show a solution", "code_prompt_hide": "Hide the solution"}
    return tagged(cell, "hide-input")


def folded_text(solution):
    cell = deepcopy(solution)
    cell.source = f"::::{{admonition}} Show an answer\n:class: dropdown\n\n{MARKS.sub('', cell.source)}\n::::"
    return cell


def tagged(cell, *tags):
    cell.metadata["tags"] = [*cell.metadata.get("tags", []), *tags]
    return cell


def is_solution(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")
