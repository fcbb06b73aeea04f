"""The outcome for machines."""

import json
import sys
from pathlib import Path

from ..course import CourseError
from ..report import Report, as_json


def check_json(name: str | None) -> Path | None:
    """The file to write to, tried before a class is graded in vain."""
    if name in (None, "-"):
        return Path(name) if name else None
    path = Path(name).resolve()
    if path.is_dir() or not path.parent.is_dir():
        raise CourseError(f"--json {name} is not a file in an existing folder: name one")
    return path


def write_json(path: Path | None, report: Report | list[Report]) -> None:
    if path is None:
        return
    reports = [as_json(r) for r in report] if isinstance(report, list) else as_json(report)
    text = json.dumps(reports, indent=1, ensure_ascii=False) + "\n"
    if str(path) == "-":
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}): name another file") from error
