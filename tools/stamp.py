"""Skip work whose inputs did not change: a stamp holds the hash of the inputs and is written last.

A run killed half-way leaves no stamp (or the old one), so the next run starts the work again.
"""

from hashlib import sha256
from pathlib import Path


def fingerprint(paths, extra=""):
    """One hash for the content of files and folders, their names included."""
    digest = sha256(extra.encode())
    for file in sorted(files(paths)):
        digest.update(str(file).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def files(paths):
    """Every file below these paths; caches and checkpoints are nobody's input."""
    for path in map(Path, paths):
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts):
                yield file


def is_current(stamp, value):
    return Path(stamp).is_file() and Path(stamp).read_text() == value


def write(stamp, value):
    Path(stamp).parent.mkdir(parents=True, exist_ok=True)
    Path(stamp).write_text(value)
