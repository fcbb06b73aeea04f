"""Notebook files, read defensively: whatever the bytes are, the answer is cells or one sentence."""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ... import handed_in

MAX_CELLS = 5_000
MAX_PARTS = 5_000_000
KINDS = ("code", "markdown", "raw")


class BadNotebook(ValueError):
    """The file holds no notebook; the message is the sentence that teacher and student read."""


@dataclass
class Cell:
    """One cell: outputs are never read, metadata is only looked up, never believed."""

    kind: str
    source: str
    metadata: dict = field(default_factory=dict)
    attachments: dict = field(default_factory=dict)
    id: str = ""

    @property
    def grade_id(self) -> str | None:
        """The id in the cell's nbgrader metadata, or None. Anyone may write one here."""
        info = self.metadata.get("nbgrader")
        name = info.get("grade_id") if isinstance(info, dict) else None
        return name if isinstance(name, str) and name else None


def read_file(path: Path, max_mb: int = 64, folder: Path | None = None) -> bytes:
    """The bytes of a regular file; neither its folder (or the one that is named) nor what is below is a link.

    Raises: BadNotebook with the reason; FileNotFoundError if there is none
    """
    folder = folder or path.parent
    try:
        with handed_in.opened(folder, str(path.relative_to(folder))) as file:
            size = os.fstat(file.fileno()).st_size
            if size > max_mb * 1_000_000:
                raise BadNotebook(f"{path.name} is {size / 1e6:.0f} MB; at most {max_mb} MB can be graded.")
            return file.read(max_mb * 1_000_000 + 1)
    except handed_in.Unusable as error:
        raise BadNotebook(f"{path.name} cannot be read: {error.strerror}.") from None


def read_notebook(path: Path, max_mb: int = 64, folder: Path | None = None) -> tuple[dict, list[Cell]]:
    """(metadata, cells) of a notebook file of any format version. Raises: as `read_file`"""
    tree = parse(read_file(path, max_mb, folder), path.name)
    if not isinstance(tree, dict):
        raise BadNotebook(f"{path.name} is not a notebook: its JSON holds {_a(tree)}, not an object.")
    if tree.get("nbformat") != 4:
        tree = upgrade(tree, path.name)
    cells = tree.get("cells")
    if not isinstance(cells, list):
        raise BadNotebook(f"{path.name} is not a notebook: it has no list of cells.")
    if len(cells) > MAX_CELLS:
        raise BadNotebook(f"{path.name} has {len(cells)} cells; at most {MAX_CELLS} can be graded.")
    metadata = tree.get("metadata")
    read = [read_cell(cell, f"{path.name}, cell {i}") for i, cell in enumerate(cells, 1)]
    return metadata if isinstance(metadata, dict) else {}, read


def parse(data: bytes, name: str) -> Any:
    if not data.strip():
        raise BadNotebook(f"{name} is empty.")
    if sum(map(data.count, (b"[", b"{", b","))) > MAX_PARTS:
        raise BadNotebook(f"{name} has too many parts to be a notebook.")
    try:
        return json.loads(data.decode("utf-8-sig"))  # json would guess an encoding
    except RecursionError:
        raise BadNotebook(f"{name} is nested too deeply to be a notebook.") from None
    except UnicodeDecodeError:
        raise BadNotebook(f"{name} is not text: it cannot be read as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadNotebook(f"{name} is not valid JSON: {error.msg} (line {error.lineno}).") from None
    except ValueError:  # Python reads no longer ones
        most = sys.get_int_max_str_digits()
        raise BadNotebook(
            f"{name} holds a number of more than {most:,} digits: no notebook needs one."
        ) from None


def upgrade(tree: dict, name: str):
    """A notebook of format 1, 2 or 3 as format 4."""
    import nbformat

    version = tree.get("nbformat")
    if isinstance(version, bool) or version not in (1, 2, 3):
        raise BadNotebook(
            f"{name} has no notebook format that can be read (nbformat is {str(version)[:20]})."
        )
    try:
        return json.loads(json.dumps(nbformat.convert(nbformat.from_dict(tree), 4)))
    except Exception as error:  # nbformat meets malformed old notebooks with any exception there is
        raise BadNotebook(
            f"{name} is of the old format {version} and cannot be upgraded: {error}."[:300]
        ) from None


def read_cell(tree: object, where: str) -> Cell:
    if not isinstance(tree, dict):
        raise BadNotebook(f"{where}: a cell must be an object, not {_a(tree)}.")
    kind, source = tree.get("cell_type"), tree.get("source", "")
    if kind not in KINDS:
        raise BadNotebook(f"{where}: its type is {str(kind)[:30]!r}, not code, markdown or raw.")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise BadNotebook(f"{where}: its source is {_a(source)}, not text.")
    metadata, name = tree.get("metadata"), tree.get("id")
    return Cell(
        kind=kind,
        source=clean(source),
        metadata=metadata if isinstance(metadata, dict) else {},
        attachments=_attachments(tree.get("attachments")) if kind != "code" else {},
        id=name if isinstance(name, str) else "",
    )


def _attachments(tree: object) -> dict:
    """Pictures pasted into Markdown: {file name: {mime: base64}}; anything else is left out."""
    if not isinstance(tree, dict):
        return {}
    return {
        clean(name): {clean(mime): clean(data) for mime, data in bundle.items() if isinstance(data, str)}
        for name, bundle in tree.items()
        if isinstance(bundle, dict)
    }


def clean(text: str) -> str:
    """Text that can be written as UTF-8: half characters replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _a(value: object) -> str:
    names = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "nothing")
