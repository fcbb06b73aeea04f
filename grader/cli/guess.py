"""What an assignment's notebooks will need, guessed before nbgrader is there to say where they lie.

Loading torch takes longer than all else that a small class takes: it begins at once, beside nbgrader's own
import. A guess too few is loaded a second later; one too many costs the time of its import.
"""

import re
from pathlib import Path

HEAVY = ("numpy", "torch", "matplotlib.pyplot")
LARGEST = 10_000_000  # bytes: what is larger is no notebook that a person wrote


def heavy_libraries(course: str, assignment: str) -> tuple[str, ...]:
    """Those that the assignment's notebooks import, where they lie as nbgrader's own settings say."""
    for step in ("source", "release"):
        paths = Path(course, step, assignment).glob("*.ipynb")
        texts = [path.read_bytes() for path in paths if path.is_file() and path.stat().st_size < LARGEST]
        if texts:
            return tuple(name for name in HEAVY if any(map(_import_of(name).search, texts)))
    return ()


def _import_of(name):
    top = name.partition(".")[0].encode()
    return re.compile(rb"(?:import|from)[ ]+" + top + rb"\b")
