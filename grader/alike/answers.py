"""What a student wrote: the code and the text of a submission, without the tests."""

import json
from dataclasses import dataclass

from ..course import Course, source_folder, submissions
from ..engine import handed_in

LARGEST = 64_000_000  # bytes with all outputs, which are dropped; as much as is graded (Settings.file_mb)
LONGEST = 100_000  # letters that are compared: nobody writes so much, and who does holds up the class


@dataclass(frozen=True)
class Answers:
    """whose: a student's id; "" for the instructor's notebooks"""

    whose: str
    code: str
    text: str


def answers_of(course: Course, assignment: str) -> tuple[list[Answers], list[str]]:
    """The instructor's first, then each student's who handed in a notebook that can be read; and who is
    left out, a sentence each.

    Raises: CourseError if nothing was handed in
    """
    given = source_folder(course, assignment)
    ours = _cells(given)[0] if given else []
    tests = {_about(cell).get("grade_id") for cell in ours if _only_tests(_about(cell))}
    found, left_out = [_answers("", ours, tests)], []
    for each in submissions(course, assignment):
        cells, unread = ([], []) if each.refused else _cells(each.folder)
        theirs = _answers(each.student, cells, tests)
        found += [theirs] if theirs.code or theirs.text else []
        left_out += [f"{each.student}: {why}, and was not compared" for why in unread]
    return found, left_out


def _answers(whose, cells, tests):
    """tests: the ids of the instructor's, for a student may call any cell a test"""
    kinds = {"code": [], "markdown": []}
    for cell in cells:
        if cell.get("cell_type") in ("code", "markdown") and _about(cell).get("grade_id") not in tests:
            kinds[cell["cell_type"]].append(_source(cell))
    return Answers(whose, *("\n\n".join(kinds[kind])[:LONGEST] for kind in ("code", "markdown")))


def _cells(folder):
    """Of all notebooks in it; and why one of them cannot be read."""
    files = handed_in.listing(folder, (".*", "__MACOSX"), deepest=4).files
    cells, unread = [], []
    for file in files:
        if file.name.endswith(".ipynb"):
            found = _cells_of(folder, file) if file.size <= LARGEST else None
            cells += found or []
            why = "is no notebook" if file.size <= LARGEST else f"is larger than {LARGEST // 1_000_000} MB"
            unread += [f"{file.name} {why}"] if found is None else []
    return cells, unread


def _cells_of(folder, file):
    """Without outputs: they are what makes a notebook large. None: it is none."""
    try:
        cells = json.loads(handed_in.read(folder, file.name, LARGEST))["cells"]
    except (handed_in.Unusable, FileNotFoundError, ValueError, LookupError, TypeError, RecursionError):
        return None
    kept = ("cell_type", "metadata", "source")
    cells = cells if isinstance(cells, list) else []
    return [{key: cell.get(key) for key in kept} for cell in cells if isinstance(cell, dict)]


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
