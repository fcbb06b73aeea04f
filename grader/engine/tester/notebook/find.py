"""Which of the files handed in is which of the assignment's notebooks.

A browser calls the second download "hw (1).ipynb", a student theirs "hw_jane.ipynb", an archive puts a
folder into the folder. Such a file is taken where it can be nothing else: nothing of the right name is
there, and one other notebook alone holds most of its cells. Where an editor dropped their marks, cells are
recognised as answers are (see recover.py). A file of the right name counts, whatever lies beside it.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from ... import handed_in
from ...job import Release
from ...shown import shown
from . import notebook_file, recover, release
from .notebook_file import Cell

MOST_TRIED = 12  # notebooks that are read to see whether they are the one
DROPPINGS = (".ipynb_checkpoints", "__MACOSX", "._*", "__pycache__", ".git")


@dataclass(frozen=True)
class Found:
    """path: below the folder, None if there is none; said: what was found instead, or taken for it"""

    path: str | None
    said: str = ""


def notebooks(folder: Path, sources: dict[str, list[Cell]], rules: Release, file_mb: int) -> dict[str, Found]:
    """A notebook's name -> what was handed in as it. sources: the instructor's cells of each"""
    lacking = [name for name in sources if not os.path.lexists(Path(folder, f"{name}.ipynb"))]
    if not lacking:
        return {name: Found(f"{name}.ipynb") for name in sources}
    wanted = {name: _grade_ids(cells) for name, cells in sources.items()}
    unknown = others(folder, sources)
    read = {file: _cells(folder, file, file_mb) for file in unknown}
    held = {
        file: {name: _held(cells, sources[name], rules) for name in sources} for file, cells in read.items()
    }
    of = {name: _different(folder, [o for o in held if _is_of(held[o], o, name, wanted)]) for name in lacking}
    bare = {file for file, cells in read.items() if not _grade_ids(cells)}
    return {name: _found(name, of.get(name), unknown, bare) for name in sources}


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


def _found(name: str, candidates: list[str] | None, others: list[str], bare: set[str]) -> Found:
    """bare: those whose cells have lost their marks"""
    if candidates is None:
        return Found(f"{name}.ipynb")
    if len(candidates) == 1:
        how = ": its cells have lost their marks, and are recognised by what is in them"
        said = f"{_quoted(candidates)} was taken for {name}.ipynb, which was not handed in"
        return Found(candidates[0], said + how * (candidates[0] in bare))
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


def _is_of(held: dict[str, set[str]], file: str, name: str, wanted: dict[str, set[str]]) -> bool:
    """Whether a file holds most of this notebook's cells, and no other notebook is more like it."""
    return 2 * len(held[name] & wanted[name]) > len(wanted[name]) > 0 and not any(
        _likeness(held, file, other, wanted) >= _likeness(held, file, name, wanted)
        for other in wanted
        if other != name
    )


def _likeness(
    held: dict[str, set[str]], file: str, name: str, wanted: dict[str, set[str]]
) -> tuple[float, int]:
    share = len(held[name] & wanted[name]) / len(wanted[name]) if wanted[name] else 0.0
    return share, PurePath(file).stem.casefold().startswith(name.casefold()) * len(name)


def _held(cells: list[Cell], source: list[Cell], rules: Release) -> set[str]:
    """The ids of this notebook's cells that a file holds, or that can be recognised where it names none."""
    marked = _grade_ids(cells)
    if marked or not cells:
        return marked
    infos = {info["grade_id"]: info for cell in source if (info := release.grade_info(cell.metadata))}
    return _grade_ids(recover.recover(source, cells, infos, rules).cells)


def _grade_ids(cells: list[Cell]) -> set[str]:
    return {cell.grade_id for cell in cells if cell.grade_id}


def _cells(folder: Path, name: str, file_mb: int) -> list[Cell]:
    try:
        return notebook_file.read_notebook(Path(folder, name), file_mb, folder)[1]
    except (notebook_file.BadNotebook, FileNotFoundError):
        return []


def _quoted(names: list[str], most: int = 3) -> str:
    said = ", ".join(f"'{shown(name, 80)}'" for name in names[:most])
    return said + (f" and {len(names) - most} more" if len(names) > most else "")
