"""What a person has read already: a score given by hand stands as long as it was given for this very text.

nbgrader asks for a second reading of every such cell after each regrade. The text that was read is the one in
the autograded folder, so it is looked up there before a new one takes its place.
"""

import contextlib
import json

from nbgrader.api import SubmittedAssignment

from ..course import Course, folder_of
from .assignment import gradebook_cells


def readings(course: Course, assignment: str, row: SubmittedAssignment) -> dict[str, dict[str, list]]:
    """notebook -> cell -> what was read, of every cell that a person graded and that waits for nobody."""
    folder, found = folder_of(course, "autograded", row.student.id, assignment), {}
    for each in row.notebooks:
        names = {cell.id: cell.name for cell in gradebook_cells(each.notebook)}
        read = [
            names[g.cell_id] for g in each.grades if g.manual_score is not None and not g.needs_manual_grade
        ]
        if read:
            with contextlib.suppress(OSError, ValueError):  # gone, or edited by hand: to be read again
                notebook = json.loads((folder / f"{each.notebook.name}.ipynb").read_bytes())
                found[each.notebook.name] = {name: text_of(notebook, name) for name in read}
    return found


def text_of(notebook: dict | None, name: str) -> list | None:
    """What a person reads to grade this cell: the answer in it; all cells where the answer is elsewhere."""
    cells = notebook["cells"] if notebook else []
    about = {id(cell): cell["metadata"].get("nbgrader", {}) for cell in cells}
    own = [cell for cell in cells if about[id(cell)].get("grade_id") == name]
    if not own:
        return None
    if about[id(own[0])].get("solution"):
        return [_source(own[0])]
    return [_source(cell) for cell in cells if "autograder-note" not in cell["metadata"].get("tags", ())]


def _source(cell):
    source = cell["source"]
    return "".join(source) if isinstance(source, list) else source
