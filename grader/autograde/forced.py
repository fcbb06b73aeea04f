"""A run with --force that was stopped goes on where it was: what it has graded carries the run's own mark.

The mark stands in a file until the run has finished; the next forced run makes a new one, and starts anew.
"""

import json
import secrets
from pathlib import Path

from .. import whole_file


def mark(path: Path, students) -> str:
    """Of the unfinished run for these students, or of a new one."""
    students = sorted(students)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["students"] == students:
            return str(kept["run"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        pass
    return _new(path, students)


def _new(path, students):
    run = secrets.token_hex(8)
    whole_file.write(path, json.dumps({"students": students, "run": run}))
    return run


def finished(path: Path) -> None:
    path.unlink(missing_ok=True)
