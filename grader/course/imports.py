"""Which libraries a class imports, guessed from its notebooks: loaded once, before any is graded."""

import re
from collections.abc import Iterable
from pathlib import Path

IMPORT = re.compile(rb"""(?:^|["\s;])(?:import|from)\s+([A-Za-z_]\w*)""")
BROUGHT_ALONG = {  # by what is not an import: (text in a notebook, what comes)
    "matplotlib": re.compile(rb"%matplotlib"),
    "torch._dynamo": re.compile(rb"optim|compile|checkpoint"),  # two seconds, at the first optimizer
}


def imported_names(folders: Iterable[Path], most_bytes=10_000_000) -> set[str]:
    """Top-level names after `import` or `from` in the notebooks and modules of these folders, and what else
    they bring along. A guess too many costs a moment's loading, one too few an import in each submission."""
    found = set()
    for path in (p for folder in folders for kind in ("*.ipynb", "*.py") for p in folder.glob(kind)):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < most_bytes:
            text = path.read_bytes()
            found.update(name.decode() for name in IMPORT.findall(text))
            found.update(name for name, sign in BROUGHT_ALONG.items() if sign.search(text))
    return found
