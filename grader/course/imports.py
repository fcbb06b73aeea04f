"""Which libraries a class imports, guessed from its notebooks: loaded once, before any is graded."""

import re
from collections.abc import Iterable
from pathlib import Path

from ..engine import handed_in

MOST_READ = 10_000_000  # bytes of one folder
ONE = rb"[A-Za-z_][\w.]*(?:\s+as\s+\w+)?"
IMPORT = re.compile(
    rb"""(?:^|["\s;]|\\n)(?:import\s+(ONE(?:\s*,\s*ONE)*)|from\s+([A-Za-z_]\w*))""".replace(b"ONE", ONE)
)
BROUGHT_ALONG = {  # by what is not an import: (text in a notebook, what comes)
    "matplotlib": re.compile(rb"%matplotlib"),
    "torch._dynamo": re.compile(rb"torch\.compile|utils\.checkpoint"),  # two seconds
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
    parts = [part for listed, module in IMPORT.findall(text) for part in (listed or module).split(b",")]
    found = {part.split()[0].partition(b".")[0].decode() for part in parts}
    return found | {name for name, sign in BROUGHT_ALONG.items() if sign.search(text)}
