"""The instructor's notebook with the student's answers put in. Of the submission, only sources are used.

Tests and locked cells come from the instructor, always and all of them; answers come from the student's first
cell of that grade_id; the student's other cells keep their place behind the graded cell that they followed.

An answer whose mark an editor dropped is recognised where it can be nothing else (see recover.py). One that
the student deleted is put back without a line of code: what they wrote elsewhere counts, and no stub runs
over it. A cell of theirs that binds all names of such an answer runs in its place at the latest.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Literal

from ...job import Release
from . import ownership, recover, release
from .notebook_file import Cell

Kind = Literal["free", "locked", "answer", "test", "shared test", "manual", "task", "shadow"]
SHARED_TAG = "shared-process"


@dataclass
class Step:
    """One cell of the rebuilt notebook. A shadow is an instructor's cell that only the tester looks at.

    info: the nbgrader metadata of a graded cell; empty of all others
    """

    kind: Kind
    cell: Cell
    info: dict = field(default_factory=dict)
    source: str = ""  # what the instructor's version of an answer holds, solution included
    restored: bool = False  # the student had deleted it: put back, without the code of a stub
    recovered: str = ""  # by what an unmarked cell was recognised as this answer
    unsure: str = ""  # why none was
    outputs: list = field(default_factory=list)
    count: int | None = None

    def tag(self) -> None:
        """Let the graded notebook say that this test ran in the submission's process."""
        tags = self.cell.metadata.get("tags")
        tags = tags if isinstance(tags, list) else []
        self.cell.metadata["tags"] = tags if SHARED_TAG in tags else [*tags, SHARED_TAG]


def rebuild(
    source_cells: list[Cell],
    submitted_cells: list[Cell] | None,
    course: Release,
    log: list[str],
    shared: Container[str] = (),
) -> list[Step]:
    """Steps for the cells of both; submitted_cells is None where there is nothing to use.

    course: a Release; shared: the tests that must run in the student's process though they are not tagged
    """
    infos = {}
    for cell in source_cells:
        info = release.grade_info(cell.metadata)
        if info is not None:
            infos.setdefault(info["grade_id"], info)
    found = recover.recover(source_cells, submitted_cells or [], infos, course)
    answers, free = _sort_submitted(found.cells, infos, source_cells, log)
    if submitted_cells is not None:
        _bring_forward(source_cells, infos, answers, free)
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
        if step.info:
            step.recovered = found.how.get(step.info["grade_id"], "")
            step.unsure = found.unsure.get(step.info["grade_id"], "")
        if step.kind == "test" and step.info["grade_id"] in shared:
            step.kind = "shared test"
    return steps


def _sort_submitted(
    cells: list[Cell], infos: dict[str, dict], source_cells: list[Cell], log: list[str]
) -> tuple[dict[str, Cell], dict[str | None, list[Cell]]]:
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


def _bring_forward(
    source_cells: list[Cell],
    infos: dict[str, dict],
    answers: dict[str, Cell],
    free: dict[str | None, list[Cell]],
) -> None:
    """A deleted answer that was retyped behind its tests takes its own place again."""
    places, known = list(infos), {}
    asked = set(re.findall(r"\w+", "\n".join(c.source for c in source_cells if _is_test(c, infos))))
    for cell in source_cells:
        name = cell.grade_id
        if name not in infos or name in answers or not infos[name]["solution"] or cell.kind != "code":
            continue
        wanted = ownership.assigned(cell.source) & asked or ownership.assigned(cell.source)
        late = [(place, own) for place in places[places.index(name) + 1 :] for own in free.get(place, [])]
        early = [own for place in [None, *places[: places.index(name)]] for own in free.get(place, [])]
        early += [answers[place] for place in places if place in answers]
        if not wanted or any(_binds(own, wanted, known) for own in early):
            continue
        for place, own in late:
            if _binds(own, wanted, known):
                free[place] = [other for other in free[place] if other is not own]
                free.setdefault(name, []).insert(0, own)
                break


def _is_test(cell: Cell, infos: dict[str, dict]) -> bool:
    return cell.grade_id in infos and kind_of(cell, infos[cell.grade_id]) in ("test", "shared test")


def _binds(cell: Cell, names: frozenset[str], known: dict[int, frozenset[str]]) -> bool:
    """known: by the cell's id(), so that each of thousands is read once, however many answers are lost"""
    if cell.kind != "code":
        return False
    if id(cell) not in known:
        known[id(cell)] = ownership.assigned(cell.source)
    return names <= known[id(cell)]


def _fits_better(cell: Cell, other: Cell, kind: str) -> bool:
    return other.kind != kind and cell.kind == kind


def _step(
    cell: Cell, info: dict, theirs: Cell | None, handed_in: bool, course: Release, log: list[str]
) -> Step:
    name = info["grade_id"]
    handed_out = release.released_source(cell, info, course)
    known = cell.metadata["nbgrader"].get("checksum")  # of what was released, where the course remembers it
    checksum = known or release.checksum(handed_out, cell.kind, info)
    info = {**info, "checksum": checksum, "cell_type": cell.kind}
    kept = Cell(cell.kind, cell.source, _metadata(cell, info), cell.attachments, cell.id)
    kind = kind_of(cell, info)
    restored = handed_in and theirs is None
    if restored:
        log.append(f"{name}: the submission lacks this cell; it was put back")
    if release.is_locked(info):
        if theirs is not None and kind == "locked" and theirs.source != cell.source:
            log.append(f"{name}: the locked cell was changed; the instructor's is used")
        return Step(kind, kept, info, restored=restored)
    if theirs is not None and theirs.kind != cell.kind:
        log.append(f"{name}: the cell's type was changed from {cell.kind} to {theirs.kind}")
    without = "" if restored and cell.kind == "code" else handed_out
    kept.source = theirs.source if theirs is not None else without
    kept.attachments = theirs.attachments if theirs is not None else cell.attachments
    return Step(kind, kept, info, source=cell.source, restored=restored)


def kind_of(cell: Cell, info: dict) -> Kind:
    """What a graded cell of the instructor's is for."""
    if info["solution"]:
        return "manual" if info["grade"] else "answer"
    if info["task"]:
        return "task"
    if not info["grade"]:
        return "locked"
    tags = cell.metadata.get("tags")
    return "shared test" if isinstance(tags, list) and SHARED_TAG in tags else "test"


def _metadata(cell: Cell, info: dict) -> dict:
    """The instructor's metadata, locked as nbgrader locks the released cell."""
    locked = {"deletable": False} if info["solution"] else {"deletable": False, "editable": False}
    rest = {key: value for key, value in cell.metadata.items() if key != "nbgrader"}
    return {**rest, **locked, "nbgrader": info}
