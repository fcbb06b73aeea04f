"""What students received: the source cell with a stub for its solution, and nbgrader's checksum of it.

An answer whose checksum is that of the released cell is no answer: nbgrader gives it 0 and "No response.".
"""

import hashlib
from dataclasses import replace

from ...job import Release
from .notebook_file import Cell


def grade_info(metadata: dict) -> dict | None:
    """A cell's nbgrader metadata in schema 3, or None. For the instructor's cells, which are believed."""
    info = metadata.get("nbgrader")
    if not isinstance(info, dict):
        return None
    flags = {key: bool(info.get(key, False)) for key in ("grade", "solution", "locked", "task")}
    if not any(flags.values()) or not info.get("grade_id"):
        return None
    upgraded = {"grade_id": str(info["grade_id"]), "schema_version": 3, **flags}
    if flags["grade"] or flags["task"]:
        upgraded["points"] = max(0.0, float(info.get("points") or 0.0))
    return upgraded


def is_locked(info: dict) -> bool:
    """Whether nbgrader puts the instructor's source back: every test, and what is marked read-only."""
    return not info["solution"] and (info["grade"] or info["locked"])


def rules_for(language: str, release: Release) -> Release:
    """The course's rules for notebooks in a language: some have a stub of their own."""
    return replace(release, code_stub=release.other_stubs.get(language, release.code_stub))


def released_source(cell: Cell, info: dict, release: Release) -> str:
    """The source of a solution cell as handed out; other cells as they are."""
    stub = release.code_stub if cell.kind == "code" else release.text_stub
    lines, replaced = [], False
    inside = False
    for line in cell.source.split("\n"):
        if release.begin_solution in line:
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + stub_line for stub_line in stub.split("\n")]
            inside = replaced = True
        elif release.end_solution in line:
            inside = False
        elif not inside:
            lines.append(line)
    if info["solution"]:
        return "\n".join(lines) if replaced else stub
    return cell.source


def without_marks(cell: Cell, release: Release) -> Cell:
    """A solution as a student would have written it: a cell magic below the mark comes first then."""
    marks = (release.begin_solution, release.end_solution)
    lines = [line for line in cell.source.split("\n") if not any(mark in line for mark in marks)]
    return replace(cell, source="\n".join(lines))


def without_hidden(source: str, release: Release) -> str:
    """The lines that students see of a test."""
    lines, hidden = [], False
    for line in source.split("\n"):
        hidden = hidden or release.begin_hidden in line
        if not hidden:
            lines.append(line)
        hidden = hidden and release.end_hidden not in line
    return "\n".join(lines)


def checksum(source: str, kind: str, info: dict) -> str:
    """nbgrader's compute_checksum."""
    md5 = hashlib.md5(usedforsecurity=False)
    parts = [source, kind, info["grade"], info["solution"], is_locked(info), info["grade_id"]]
    if info["grade"]:
        parts.append(info["points"])
    for part in parts:
        md5.update(str(part).encode())
    return md5.hexdigest()
