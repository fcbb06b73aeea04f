"""What belongs together while one notebook of a submission is graded."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..job import Job
from .kinds import OpenStudent
from .notebook.find import Found
from .notebook.notebook_file import Cell

OF_ONE_NOTEBOOK = ("shared", "shown", "asked")  # of a job: tests named "notebook/grade_id"


@dataclass(frozen=True)
class Attempt:
    """One notebook of a submission.

    job:    what was learnt of tests is of this notebook's alone, by grade_id
    cells:  the instructor's; found: what was handed in for it
    beside: the folder with the files beside it, None if there are none
    open_student: beside -> a context manager with the submission's process
    log:    grows while it is graded
    """

    job: Job
    name: str
    metadata: dict
    cells: list[Cell]
    found: Found
    beside: Path | None
    open_student: OpenStudent
    log: list[str]

    @classmethod
    def of(cls, job: Job, name: str, **parts: Any) -> "Attempt":
        """The part of a job that this notebook is."""
        own = {what: of_notebook(getattr(job, what), name) for what in OF_ONE_NOTEBOOK}
        return cls(replace(job, **own), name, **parts)


def of_notebook(tests: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The grade_ids in this notebook: two notebooks of an assignment may share an id.

    >>> of_notebook(("ps1/a", "ps2/a"), "ps1")
    ('a',)
    """
    return tuple(test.removeprefix(f"{name}/") for test in tests if test.startswith(f"{name}/"))
