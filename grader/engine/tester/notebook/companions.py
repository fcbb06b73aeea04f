"""The notebooks that lie beside the one that is run: `%run helper.ipynb`, an import of an earlier part.

A notebook without a graded cell lies there as the instructor wrote it. One with tests lies there as the
student answered it, without the tests; where it was not handed in, as it was released. A notebook alone lies
there if a cell names its file. What else the student handed in is theirs, and no secret.
"""

import json
from pathlib import Path

from ... import handed_in
from ...job import Job, Release
from . import find, graded_notebook, notebook_file, rebuild, release
from .notebook_file import Cell

TESTS = ("test", "shared test", "shadow")


def ungraded(sources: dict) -> list[str]:
    """The instructor's notebooks that hold nothing to grade. sources: name -> (metadata, cells)"""
    return [name for name, (_, cells) in sources.items() if not any(map(_is_graded, cells))]


def beside(sources: dict, found: dict, job: Job) -> dict[str, bytes]:
    """File name -> contents, of every notebook that the student's code may find."""
    theirs = {name: _read(job, name) for name in find.others(job.submission, sources)}
    made = {name: content for name, content in theirs.items() if content is not None}
    if len(sources) > 1 or any(_names_itself(name, cells) for name, (_, cells) in sources.items()):
        for name, (metadata, cells) in sources.items():
            made[f"{name}.ipynb"] = _without_tests(metadata, cells, _answers(job, found[name]), job.release)
    return made


def _read(job: Job, name: str) -> bytes | None:
    try:
        return handed_in.read(job.submission, name, job.settings.file_mb * 1_000_000)
    except (FileNotFoundError, handed_in.Unusable):
        return None


def _names_itself(name: str, cells: list[Cell]) -> bool:
    """A test may read the notebook: how many words a text cell has, whether the plot has a title."""
    return any(f"{name}.ipynb" in cell.source for cell in cells)


def _is_graded(cell: Cell) -> bool:
    return release.grade_info(cell.metadata) is not None


def _answers(job: Job, found: find.Found) -> list[Cell] | None:
    """The student's cells, or None if there are none that can be read."""
    if found.path is None:
        return None
    try:
        return notebook_file.read_notebook(
            Path(job.submission, found.path), job.settings.file_mb, job.submission
        )[1]
    except (notebook_file.BadNotebook, FileNotFoundError):
        return None


def _without_tests(metadata: dict, cells: list[Cell], answers: list[Cell] | None, rules: Release) -> bytes:
    if not any(map(_is_graded, cells)):
        answers = None
    steps = [step for step in rebuild.rebuild(cells, answers, rules, []) if step.kind not in TESTS]
    return json.dumps(graded_notebook.as_notebook(metadata, steps)).encode()
