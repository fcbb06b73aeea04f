"""Which libraries a class imports, guessed from its notebooks: loaded once, before any is graded."""

import re
from collections.abc import Iterable
from pathlib import Path

from ..engine import handed_in

MOST_READ = 10_000_000  # bytes of one folder
IMPORT = re.compile(rb"""(?:^|["\s;])(?:import|from)\s+([A-Za-z_]\w*)""")
BROUGHT_ALONG = {  # by what is not an import: (text in a notebook, what comes)
    "matplotlib": re.compile(rb"%matplotlib"),
    "torch._dynamo": re.compile(rb"optim|compile|checkpoint"),  # two seconds, at the first optimizer
}


def imported_names(folders: Iterable[Path]) -> set[str]:
    """Top-level names after `import` or `from` in the notebooks and modules of these folders, and what else
    they bring along. A guess too many costs a moment's loading, one too few an import in each submission."""
    found = set()
    for folder in folders:
        room = MOST_READ
        for file in handed_in.listing(folder, deepest=1).files:
            if file.name.endswith((".ipynb", ".py")) and file.size <= room:
                room -= file.size
                found |= _names(folder, file.name)
    return found


def _names(folder, name):
    try:
        text = handed_in.read(folder, name)
    except (FileNotFoundError, handed_in.Unusable):
        return set()
    found = {name.decode() for name in IMPORT.findall(text)}
    return found | {name for name, sign in BROUGHT_ALONG.items() if sign.search(text)}
