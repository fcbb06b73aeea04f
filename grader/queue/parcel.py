"""A job on its way: the assignment's files, a submission and the rest of the job as bytes and back.

Sources go once for each version of them. A submission is packed as the engine hands one to a tester: a link
is a link that leads nowhere, a file that is too large has its size and no content.
"""

import hashlib
import io
import os
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

from ..engine import handover
from ..engine.codec import from_json, to_json
from ..engine.jail.lifecycle.files import read_plain, sealed
from ..engine.job import Job
from ..engine.tester.notebook.files import beside

LEVEL = 1  # notebooks shrink to a fifth; more effort gains little
SOMEWHERE = Path(".")
MOST = (
    500_000_000  # bytes of one submission in a row: PostgreSQL takes no gigabyte, which would stop the class
)


def digest(*parts: bytes) -> str:
    made = hashlib.sha256()
    for part in parts:
        made.update(hashlib.sha256(part).digest())
    return made.hexdigest()


def pack_source(folder: Path) -> bytes:
    """The same bytes for the same files, whenever and wherever they are packed."""
    names = [*(path.name for path in sorted(folder.glob("*.ipynb"))), *map(str, beside(folder))]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), read_plain(folder / name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpack_source(packed: bytes, folder: Path) -> None:
    """Names that lead out of the folder do not: zipfile takes care of it."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)


def pack_submission(job: Job) -> bytes:
    fd = handover.submission_of(job)
    with os.fdopen(fd, "rb") as packed:
        packed.seek(0)
        small = zlib.compress(packed.read(), LEVEL)
    return small if len(small) <= MOST else b""


def unpack_submission(packed: bytes, folder: Path) -> Path:
    if not packed:
        raise ValueError(f"it takes more than {MOST / 1e6:g} MB")
    return handover.unpack(sealed([zlib.decompress(packed)]), str(folder))


def pack_job(job: Job) -> str:
    """Without its places, which are others where it is graded."""
    return to_json(replace(job, source=SOMEWHERE, submission=SOMEWHERE))


def unpack_job(text: str, source: Path, submission: Path) -> Job:
    return replace(from_json(Job, text), source=source, submission=submission)
