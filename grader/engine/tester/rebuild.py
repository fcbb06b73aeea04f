"""The instructor's notebook with the student's answers put in. Of the submission, only sources are used.

Tests and locked cells come from the instructor, always and all of them; answers come from the student's first
cell of that grade_id; the student's other cells keep their place behind the graded cell that they followed.
"""

from dataclasses import dataclass, field
from typing import Literal

from . import release
from .read import Cell

Kind = Literal["free", "locked", "answer", "test", "shared test", "manual", "task", "shadow"]
SHARED_TAG = "shared-process"


@dataclass
class Step:
    """One cell of the rebuilt notebook. A shadow is an instructor's cell that only the tester looks at."""

    kind: Kind
    cell: Cell
    info: dict | None = None
    source: str = ""  # what the instructor's version of an answer holds, solution included
    restored: bool = False  # the student had deleted it
    outputs: list = field(default_factory=list)
    count: int | None = None


def rebuild(source_cells, submitted_cells, course, log, shared=()):
    """Steps for the cells of both; submitted_cells is None where there is nothing to use.

    course: a Release; shared: the tests that must run in the student's process though they are not tagged
    """
    infos = {}
    for cell in source_cells:
        info = release.grade_info(cell.metadata)
        if info is not None:
            infos.setdefault(info["grade_id"], info)
    answers, free = _sort_submitted(submitted_cells or [], infos, source_cells, log)
    steps = [Step("free", cell) for cell in free.get(None, [])]
    seen = set()
    for cell in source_cells:
        info = release.grade_info(cell.metadata)
        if info is None or info["grade_id"] in seen:
            steps.append(Step("shadow" if submitted_cells is not None else "free", cell))
            continue
        seen.add(info["grade_id"])
        steps.append(
            _step(cell, info, answers.get(info["grade_id"]), submitted_cells is not None, course, log)
        )
        steps += [Step("free", cell) for cell in free.get(info["grade_id"], [])]
    for step in steps:
        if step.kind == "test" and step.info["grade_id"] in shared:
            step.kind = "shared test"
    return steps


def _sort_submitted(cells, infos, source_cells, log):
    """(answers by grade_id, free cells by the grade_id that they follow)."""
    kinds = {info_cell.grade_id: info_cell.kind for info_cell in reversed(source_cells) if info_cell.grade_id}
    wanted = {}
    for cell in cells:
        name = cell.grade_id
        if name in infos and (name not in wanted or _fits_better(cell, wanted[name], kinds[name])):
            wanted[name] = cell
    free, after = {}, None
    for cell in cells:
        name = cell.grade_id
        if name in infos and wanted[name] is cell:
            after = name
            continue
        if name in infos:
            log.append(f"{name}: the submission has this cell more than once; the first counts")
        elif name is not None:
            log.append(f"{name[:60]}: the submission has a graded cell that the assignment has not")
        free.setdefault(after, []).append(Cell(cell.kind, cell.source, attachments=cell.attachments))
    return wanted, free


def _fits_better(cell, other, kind):
    return other.kind != kind and cell.kind == kind


def _step(cell, info, theirs, handed_in, course, log):
    name = info["grade_id"]
    handed_out = release.released_source(cell, info, course)
    known = cell.metadata["nbgrader"].get("checksum")  # of what was released, where the course remembers it
    checksum = known or release.checksum(handed_out, cell.kind, info)
    info = {**info, "checksum": checksum, "cell_type": cell.kind}
    kept = Cell(cell.kind, cell.source, _metadata(cell, info), cell.attachments, cell.id)
    kind = kind_of(cell, info)
    if handed_in and theirs is None:
        log.append(f"{name}: the submission lacks this cell; it was put back")
    if release.is_locked(info):
        if theirs is not None and kind == "locked" and theirs.source != cell.source:
            log.append(f"{name}: the locked cell was changed; the instructor's is used")
        return Step(kind, kept, info, restored=theirs is None)
    if theirs is not None and theirs.kind != cell.kind:
        log.append(f"{name}: the cell's type was changed from {cell.kind} to {theirs.kind}")
    kept.source = theirs.source if theirs is not None else handed_out
    kept.attachments = theirs.attachments if theirs is not None else cell.attachments
    return Step(kind, kept, info, source=cell.source, restored=theirs is None)


def kind_of(cell, info):
    """What a graded cell of the instructor's is for."""
    if info["solution"]:
        return "manual" if info["grade"] else "answer"
    if info["task"]:
        return "task"
    if not info["grade"]:
        return "locked"
    tags = cell.metadata.get("tags")
    return "shared test" if isinstance(tags, list) and SHARED_TAG in tags else "test"


def _metadata(cell, info):
    """The instructor's metadata, locked as nbgrader locks the released cell."""
    locked = {"deletable": False} if info["solution"] else {"deletable": False, "editable": False}
    rest = {key: value for key, value in cell.metadata.items() if key != "nbgrader"}
    return {**rest, **locked, "nbgrader": info}
