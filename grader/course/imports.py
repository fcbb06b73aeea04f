"""Which libraries a class imports, guessed from its notebooks: loaded once, before any is graded."""

import re
from collections.abc import Iterable
from pathlib import Path

IMPORT = re.compile(rb"""(?:^|["\s;])(?:import|from)\s+([A-Za-z_]\w*)""")
MATPLOTLIB = b"%matplotlib"


def imported_names(folders: Iterable[Path], most_bytes=10_000_000) -> set[str]:
    """Top-level names after `import` or `from` in the notebooks of these folders. A guess too many costs a
    moment's loading, one too few an import in the submission itself."""
    found = set()
    for path in (p for folder in folders for p in folder.glob("*.ipynb")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < most_bytes:
            text = path.read_bytes()
            found.update(name.decode() for name in IMPORT.findall(text))
            found |= {"matplotlib"} if MATPLOTLIB in text else set()
    return found
