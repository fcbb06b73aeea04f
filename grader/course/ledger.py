"""What was graded, when by content: one line of JSON a submission, appended once its row is stored.

A line cut short by a crash is skipped, so its submission is graded again; deleting the file loses only time.
"""

import json
import os
from pathlib import Path

from .. import whole_file


def read(path: Path) -> dict[str, dict]:
    """student -> the last complete entry."""
    return {e["student"]: e for e in every(path)}


def every(path: Path) -> list[dict]:
    """Every complete entry, in the order in which they were written."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return [entry for line in lines if (entry := _entry(line))]


def append(path: Path, entries: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(e) + "\n" for e in entries)
    with path.open("a", encoding="utf-8") as file:
        file.write(text if _ends_a_line(path) else "\n" + text)


def compact(path: Path) -> None:
    """Keep the last entry of each student, so that the file does not grow with every regrade."""
    entries = read(path)
    if entries:
        whole_file.write(path, "".join(json.dumps(e) + "\n" for e in entries.values()))


def _ends_a_line(path):
    """The disk may have been full in the middle of the last one."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        return file.read() in (b"", b"\n")


def _entry(line):
    try:
        entry = json.loads(line)
    except json.JSONDecodeError:
        return None
    return entry if isinstance(entry, dict) and "student" in entry else None
