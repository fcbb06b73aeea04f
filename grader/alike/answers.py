"""What a student wrote: the code and the text of a submission, without the tests."""

import json
from dataclasses import dataclass

from ..course import Course, source_folder, submissions
from ..engine import handed_in

LARGEST = 5_000_000  # bytes; nobody writes such a notebook


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
    found = [_read("", given)] if given else [Answers("", "", "")]
    usable = [s for s in submissions(course, assignment) if not s.refused]
    return found + [answers for s in usable if (answers := _read(s.student, s.folder)).code or answers.text]


def _read(whose, folder):
    cells = []
    for file in handed_in.listing(folder, deepest=1).files:
        if file.name.endswith(".ipynb") and file.size <= LARGEST:
            cells += _cells(folder, file.name)
    kinds = {kind: "\n\n".join(source for of, source in cells if of == kind) for kind in ("code", "markdown")}
    return Answers(whose, kinds["code"], kinds["markdown"])


def _cells(folder, name):
    """(type, source) of each cell but those that only test; none of what is no notebook."""
    try:
        cells = json.loads(handed_in.read(folder, name, LARGEST))["cells"]
        return [(cell["cell_type"], _source(cell)) for cell in cells if not _only_tests(cell)]
    except (
        handed_in.Unusable,
        FileNotFoundError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ):
        return []


def _only_tests(cell):
    about = cell.get("metadata", {}).get("nbgrader", {})
    return bool(about.get("grade")) and not about.get("solution")


def _source(cell):
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
