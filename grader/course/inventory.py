"""What students handed in of the concept inventory: what they chose before the course, and after it.

The page of the book keeps in the browser, for each question, "right", "unknown" or the misconception that was
chosen: {"before": {question: choice}, "after": {…}}. A file of that form is looked for beside what was handed
in, its name with "inventory" in it. Nothing in it is believed but choices that the table has.
"""

import json
import tomllib
from pathlib import Path

from ..engine import handed_in
from .config import Course
from .errors import CourseError
from .folders import _matches

MOST = 100_000  # bytes of one file


def inventory_table(path: Path) -> dict:
    """{idea: {id: name}, misconception: {id: {you, …}}, item: [{id, idea, choices}]}

    Raises: CourseError if it is no such table
    """
    try:
        found = tomllib.loads(path.read_text("utf8"))
        return {name: found[name] for name in ("idea", "misconception", "item")}
    except (OSError, ValueError, KeyError) as error:
        raise CourseError(
            f"{path} is no table of a concept inventory ({error}): name another file"
        ) from error


def taken(course: Course, assignments, table: dict) -> dict[str, dict[str, dict[str, str]]]:
    """student -> {"before": {question: choice}, "after": {…}}; the last file of each wins."""
    known = {item["id"] for item in table["item"]}
    choices = {"right", "unknown", *table["misconception"]}
    found = {}
    for assignment in assignments:
        for student, folder in _matches(course, "submitted", "*", assignment):
            for file in handed_in.listing(folder).files:
                if "inventory" in file.name.lower() and file.name.endswith(".json"):
                    read = _read(folder, file.name)
                    own = {when: _chosen(read.get(when), known, choices) for when in ("before", "after")}
                    if any(own.values()):
                        found[student] = own
    return found


def _read(folder, name):
    try:
        read = json.loads(handed_in.read(folder, name, MOST))
    except (OSError, ValueError, RecursionError, handed_in.Unusable):
        return {}
    return read if isinstance(read, dict) else {}


def _chosen(read, known, choices):
    read = read if isinstance(read, dict) else {}
    return {
        name: choice
        for name, choice in read.items()
        if name in known and isinstance(choice, str) and choice in choices
    }
