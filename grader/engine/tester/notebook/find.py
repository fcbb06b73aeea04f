"""Which of the files handed in is which of the assignment's notebooks.

A browser calls the second download "hw (1).ipynb", a student theirs "hw_jane.ipynb", an archive puts a
folder into the folder. Such a file is taken where it can be nothing else: nothing of the right name is
there, and one other notebook alone holds most of its cells. A file of the right name counts, whatever lies
beside it.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from ... import handed_in
from ...shown import shown
from . import notebook_file

MOST_TRIED = 12  # notebooks that are read to see whether they are the one
DROPPINGS = (".ipynb_checkpoints", "__MACOSX", "._*", "__pycache__", ".git")


@dataclass(frozen=True)
class Found:
    """path: below the folder, None if there is none; said: what was found instead, or taken for it"""

    path: str | None
    said: str = ""


def notebooks(folder: Path, wanted: dict[str, set[str]], file_mb: int) -> dict[str, Found]:
    """A notebook's name -> what was handed in as it. wanted: the grade ids of each of the assignment's."""
    lacking = [name for name in wanted if not os.path.lexists(Path(folder, f"{name}.ipynb"))]
    if not lacking:
        return {name: Found(f"{name}.ipynb") for name in wanted}
    unknown = others(folder, wanted)
    held = {name: _grade_ids(folder, name, file_mb) for name in unknown}
    of = {name: _different(folder, [o for o in held if _is_of(held[o], o, name, wanted)]) for name in lacking}
    return {name: _found(name, of.get(name), unknown) for name in wanted}


def others(folder: Path, wanted: Iterable[str]) -> list[str]:
    """The paths of notebooks that were handed in under no name of the assignment's, the upper ones first."""
    known = {f"{name}.ipynb" for name in wanted}
    names = [file.name for file in handed_in.listing(folder, DROPPINGS).files]
    found = [name for name in names if name.lower().endswith(".ipynb") and name not in known]
    return sorted(found, key=lambda name: (name.count("/"), name))[:MOST_TRIED]


def folder_of(found: dict[str, Found]) -> str:
    """The folder in the folder, if all that was handed in lies in it: the data files do, too."""
    above = {str(PurePath(each.path).parent) for each in found.values() if each.path}
    return above.pop() if len(above) == 1 else "."


def _found(name: str, candidates: list[str] | None, others: list[str]) -> Found:
    if candidates is None:
        return Found(f"{name}.ipynb")
    if len(candidates) == 1:
        return Found(
            candidates[0], f"{_quoted(candidates)} was taken for {name}.ipynb, which was not handed in"
        )
    if candidates:
        advice = f"rename the right one to {name}.ipynb"
        return Found(None, f"there are {_quoted(candidates)}, and each could be it: {advice}")
    if len(others) == 1:
        return Found(None, f"there is {_quoted(others)}, which does not hold its cells")
    if others:
        return Found(None, f"there are {_quoted(others)}, which do not hold its cells")
    return Found(None)


def _different(folder: Path, names: list[str]) -> list[str]:
    """Of files with the same bytes the first: downloads of one notebook."""
    return list({handed_in.read(folder, name): name for name in reversed(names)}.values())[::-1]


def _is_of(ids: set[str], file: str, name: str, wanted: dict[str, set[str]]) -> bool:
    """Whether a file holds most of this notebook's cells, and no other notebook is more like it."""
    return 2 * len(ids & wanted[name]) > len(wanted[name]) > 0 and not any(
        _likeness(ids, file, other, wanted) >= _likeness(ids, file, name, wanted)
        for other in wanted
        if other != name
    )


def _likeness(ids: set[str], file: str, name: str, wanted: dict[str, set[str]]) -> tuple[float, int]:
    share = len(ids & wanted[name]) / len(wanted[name]) if wanted[name] else 0.0
    return share, PurePath(file).stem.casefold().startswith(name.casefold()) * len(name)


def _grade_ids(folder: Path, name: str, file_mb: int) -> set[str]:
    try:
        _, cells = notebook_file.read_notebook(Path(folder, name), file_mb, folder)
    except (notebook_file.BadNotebook, FileNotFoundError):
        return set()
    return {cell.grade_id for cell in cells if cell.grade_id}


def _quoted(names: list[str], most: int = 3) -> str:
    said = ", ".join(f"'{shown(name, 80)}'" for name in names[:most])
    return said + (f" and {len(names) - most} more" if len(names) > most else "")
