"""What a student wrote: the code and the text of a submission, without the tests."""

import json
from dataclasses import dataclass

from ..course import Course, source_folder, submissions
from ..engine import handed_in

LARGEST = 5_000_000  # bytes; nobody writes such a notebook
LONGEST = 100_000  # letters that are compared: nobody writes so much, and who does holds up the class


@dataclass(frozen=True)
class Answers:
    """whose: a student's id; "" for the instructor's notebooks"""

    whose: str
    code: str
    text: str


def answers_of(course: Course, assignment: str) -> list[Answers]:
    """The instructor's first, then each student's who handed in a notebook that can be read.

    Raises: CourseError if nothing was handed in
    """
    given = source_folder(course, assignment)
    ours = _cells(given) if given else []
    tests = {_about(cell).get("grade_id") for cell in ours if _only_tests(_about(cell))}
    found = [_answers("", ours, tests)]
    for each in submissions(course, assignment):
        theirs = _answers(each.student, [] if each.refused else _cells(each.folder), tests)
        found += [theirs] if theirs.code or theirs.text else []
    return found


def _answers(whose, cells, tests):
    """tests: the ids of the instructor's, for a student may call any cell a test"""
    kinds = {"code": [], "markdown": []}
    for cell in cells:
        if cell.get("cell_type") in ("code", "markdown") and _about(cell).get("grade_id") not in tests:
            kinds[cell["cell_type"]].append(_source(cell))
    return Answers(whose, *("\n\n".join(kinds[kind])[:LONGEST] for kind in ("code", "markdown")))


def _cells(folder):
    """Of all notebooks in it; none of what is no notebook."""
    files = handed_in.listing(folder, deepest=1).files
    names = [file.name for file in files if file.name.endswith(".ipynb") and file.size <= LARGEST]
    return [cell for name in names for cell in _cells_of(folder, name) if isinstance(cell, dict)]


def _cells_of(folder, name):
    try:
        cells = json.loads(handed_in.read(folder, name, LARGEST))["cells"]
    except (handed_in.Unusable, FileNotFoundError, ValueError, LookupError, TypeError, RecursionError):
        return []
    return cells if isinstance(cells, list) else []


def _about(cell):
    """nbgrader's metadata; anything may stand there."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = about.get("grade_id") if isinstance(about, dict) else None
    return about if isinstance(name, str) else {}


def _only_tests(about):
    return bool(about.get("grade")) and not about.get("solution")


def _source(cell):
    source = cell.get("source")
    lines = [source] if isinstance(source, str) else source if isinstance(source, list) else []
    return "".join(line for line in lines if isinstance(line, str))
