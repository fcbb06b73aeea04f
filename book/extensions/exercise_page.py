"""How the book shows an exercise notebook: what a student starts with, and what `check` says to that.

The stub runs, and so do the cells below it. One known mistake runs too, so that a reader sees how a wrong
answer is told. Then comes the solution, folded away with the same cells: a visible check that its own
solution does not pass stops the build. Hidden tests never reach the page: it is made from what is released.
"""

import re
from itertools import takewhile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from convolution_book.extensions import package, practice
from convolution_book.extensions.released import release
from grader.checks import draws, examine
from grader.exercises import EXERCISES, find

WORDS = Path(__file__).parent / "exercise_words"
MARKS = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION.*\n?", re.M)
IMPORT = re.compile(r"^from grader import check\b.*\n+", re.M)  # the page says it once, at its top
TORCH = re.compile(r"^(?:import|from) torch\b.*\n?", re.M)
COMMENT = re.compile(r"^[ \t]*#.*$", re.M)
CHECK = re.compile(r'^check\("([\w/-]+)"', re.M)

SHORT = 'get_ipython().InteractiveTB.set_mode(mode="Minimal")  # an error in one line, where one is expected'
ALL = 'get_ipython().InteractiveTB.set_mode(mode="Context")\nget_ipython().ast_node_interactivity = "all"'
LAST = 'get_ipython().ast_node_interactivity = "last_expr"'
MISTAKE = "from grader.exercises import find\n\ncheck({slug!r}, find({slug!r}).mistakes[0].answer)"


def words(file, **values):
    return (WORDS / f"{file}.md").read_text("utf8").format(**values).strip()


def read(text):
    """The reader that `_config.yml` names for .ipynb pages: notebook JSON -> the notebook of the page."""
    source = nbformat.reads(text, as_version=4)
    solutions = {grade_id(cell): cell for cell in source.cells if is_solution(cell)}
    page = release(source)
    title, *cells = [cell for cell in page.cells if cell.source.strip() and cell.id != "install"]
    slugs = CHECK.findall("\n".join(cell.source for cell in cells))
    example = example_of(slugs)
    first = next((cell.source for cell in cells if cell.id == "imports"), "")
    page.cells = [title, *(run_it(slug.split("/")[0]) for slug in slugs[:1])]
    given = []
    while cells:
        cell = cells.pop(0)
        if cell.cell_type != "code" or not is_solution(cell):
            if is_solution(cell):
                page.cells += [text_here(cell), cell, folded_text(solutions[grade_id(cell)])]
            else:
                page.cells.append(cell)
                given += [cell.source] if cell.cell_type == "code" else []
            continue
        below = list(takewhile(lambda one: one.cell_type == "code" and not is_solution(one), cells))
        del cells[: len(below)]
        solution = solutions[grade_id(cell)]
        page.cells += [
            code_here(cell, below, solution, first, given),
            *shown_stub(cell, below, solution, example),
        ]
    return page


def code_here(stub, below, solution, first, given):
    """The box in which a stub is written and run on its page.

    first: the cell with the notebook's imports; given: the code cells above, which may define what is called
    """
    code = "\n".join(cell.source for cell in [*below, solution])
    first = "\n\n\n".join([first, *(source for source in given if defines_what(source, code))])
    if re.search(r"\btorch\b", code) and TORCH.search(f"{first}\n{code}"):
        return new_markdown_cell(practice.needs_torch())
    slug = next(iter(CHECK.findall(code)), None)
    inputs = [cell.source for cell in below if not cell.metadata.get("nbgrader", {}).get("grade")]
    given = {"name": grade_id(stub), "inputs": "\n\n\n".join(inputs), "before": TORCH.sub("", first)}
    if slug in EXERCISES:
        given |= {"slug": slug, "expected": "oneRight" if find(slug).many else "expected"}
    return new_markdown_cell(practice.stub(grade_id(stub), "code", stub.source, **given))


def defines_what(source, code):
    return any(f"{name}(" in code for name in re.findall(r"^def (\w+)", source, re.M))


def text_here(stub):
    return new_markdown_cell(practice.stub(grade_id(stub), "text", stub.source))


def shown_stub(stub, below, solution, example):
    """The cells that stand for a stub, those below it, and its solution.

    example: the exercise whose mistake this page shows
    """
    for cell in below:
        cell.source = IMPORT.sub("", cell.source)
    shown = [
        tagged(stub, "exercise-stub"),
        unseen(SHORT),
        *(tagged(cell, "raises-exception") for cell in below),
    ]
    if any(CHECK.findall(cell.source) == [example] for cell in below):
        shown += [
            new_markdown_cell(words("mistake")),
            tagged(new_code_cell(MISTAKE.format(slug=example)), "remove-input", "exercise-mistake"),
        ]
    return [*shown, unseen(ALL), folded(solution, below), unseen(LAST)]


def example_of(slugs):
    """The exercise whose first known mistake is shown: the first one with something to see."""
    known = [find(slug) for slug in slugs if slug in EXERCISES and find(slug).mistakes]
    seen = [one for one in known if "Expected" in report(one).drawn]
    return (seen or known)[0].slug if known else None


def report(exercise):
    return examine(exercise, exercise.mistakes[0].answer, draws(exercise.slug)).report


def folded(solution, below):
    """The solution and what the cells below say to it, in one cell behind one button.

    A task that is judged only when it is handed in keeps its solution to itself.
    """
    source = "\n\n".join([MARKS.sub("", solution.source).strip() + "\n", *(cell.source for cell in below)])
    if judged_later(below):
        return unseen(source)
    prompts = {"code_prompt_show": "Show a solution", "code_prompt_hide": "Hide the solution"}
    return tagged(new_code_cell(source, metadata={"mystnb": prompts}), "hide-cell")


def judged_later(below):
    """Is all that judges this answer hidden until it is handed in?"""
    tests = [cell.source for cell in below if cell.metadata.get("nbgrader", {}).get("grade")]
    return bool(tests) and all(COMMENT.sub("", source).strip() == "" for source in tests)


def folded_text(solution):
    text = MARKS.sub("", solution.source)
    return new_markdown_cell(f"::::{{admonition}} Show an answer\n:class: dropdown\n\n{text}\n::::")


def run_it(chapter):
    """From this page to a running notebook."""
    name = f"{chapter}.ipynb"
    path = f"exercises/{chapter}/{name}"
    return new_markdown_cell(words("run", path=path, name=name, up="../../", wheel=package.wheel()))


def unseen(source):
    return tagged(new_code_cell(source), "remove-cell")


def tagged(cell, *tags):
    cell.metadata["tags"] = [*cell.metadata.get("tags", []), *tags]
    return cell


def is_solution(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")
