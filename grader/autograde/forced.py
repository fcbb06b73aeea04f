"""A run with --force that was stopped goes on where it was: what it has graded carries the run's own mark.

The mark stands in a file until the run has finished; the next forced run makes a new one, and starts anew.
"""

import json
import os
import secrets
from pathlib import Path


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
    run, new = secrets.token_hex(8), path.with_suffix(".new-forced")
    path.parent.mkdir(parents=True, exist_ok=True)
    new.write_text(json.dumps({"students": students, "run": run}), encoding="utf-8")
    os.replace(new, path)
    return run


def finished(path: Path) -> None:
    path.unlink(missing_ok=True)
