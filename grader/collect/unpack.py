"""A zip that a student handed in: its files take its place. What is wrong with it costs nobody else."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from .bundle import Refused, read_zip
from .names import NO_WORK

MOST_INSIDE = 1_000  # files of one student's zip
FEW = 3


def unpacked(files: dict[str, Callable], limit: int) -> tuple[dict[str, Callable], list[str]]:
    """files: path -> a function that gives its bytes, the oldest first; limit: bytes of a zip.

    The same with what was in zips, and what was left out. What stands beside a zip counts before what is in
    it, and what is in the latest zip before that of others. A zip in a zip is not opened.
    """
    found = {name: read for name, read in files.items() if not is_zip(name)}
    notes = []
    for name in [name for name in files if is_zip(name)][::-1]:
        try:
            inside, refused = _inside(files[name], limit)
        except Refused as error:
            notes.append(f"{name} left out: {error}")
            continue
        notes += [f"in {name}: {line}" for line in refused]
        if known := sorted(inside.keys() & found.keys()):
            more = f" and {len(known) - FEW} more" if known[FEW:] else ""
            notes.append(f"{', '.join(known[:FEW])}{more} of {name} left out: another one counts")
        found = inside | found
    return found, notes


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _inside(read, limit):
    try:
        archive = zipfile.ZipFile(io.BytesIO(read(limit)))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused(f"it is no zip that can be read ({error})") from error
    if len(archive.infolist()) > MOST_INSIDE:
        raise Refused(f"it holds more than {MOST_INSIDE} files")
    bundle = read_zip(archive)
    kept = {name: read for name, read in bundle.files.items() if not NO_WORK & {*PurePosixPath(name).parts}}
    for name in [name for name in kept if is_zip(name)]:
        bundle.refused.append(f"{name} left out: a zip in a zip is not opened")
        del kept[name]
    return _without_folder(kept), bundle.refused


def _without_folder(files):
    """Whoever zips a folder has that folder in the zip."""
    tops = {PurePosixPath(name).parts[0] for name in files}
    if len(tops) == 1 and all("/" in name for name in files):
        return {name.partition("/")[2]: read for name, read in files.items()}
    return files
