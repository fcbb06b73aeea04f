"""Content hashes: what a grading depends on, so that only what changed is graded again."""

import functools
import hashlib
import hmac
import inspect
import json
import os
import platform
import secrets
import site
from collections.abc import Iterable
from pathlib import Path

from .. import whole_file
from ..engine import handed_in

GRADER = Path(__file__).parents[1]
MOST_READ = 1 << 28  # bytes of one submission; no notebook is so large
ABOUT_A_PACKAGE = (".dist-info", ".egg-info")
ROOMS_THAT_ONLY_SHOW = ("cli", "report", "feedback", "newcourse", "collect", "grades", "alike")


def submission_digest(folder: Path) -> str:
    """Changes with any file that was handed in, its name or its bytes; with the size and date of those whose
    bytes would take minutes to read."""
    made, room = hashlib.sha256(), MOST_READ
    found = handed_in.listing(folder)
    for file in found.files:
        read = file.size <= room and not file.is_hollow
        room -= file.size if read else 0
        what = _bytes_of(folder, file) if read else f"{file.size} {file.mtime_ns}".encode()
        made.update(os.fsencode(file.name) + b"\0" + what + b"\n")
    made.update(os.fsencode(repr(found.left_out)))
    return made.hexdigest()


def _bytes_of(folder, file):
    try:
        with handed_in.opened(folder, file.name) as opened:
            return hashlib.file_digest(opened, "sha256").digest()
    except (FileNotFoundError, handed_in.Unusable):
        return b"unreadable"


@functools.cache
def code_digest() -> str:
    """Changes with all code that can change a score: Python, each installed package's version, and ours."""
    made = hashlib.sha256(json.dumps([platform.python_version(), installed(package_folders())]).encode())
    for file in sorted(GRADER.rglob("*.py")):
        if file.relative_to(GRADER).parts[0] not in ROOMS_THAT_ONLY_SHOW:
            made.update(_digest(file))
    return made.hexdigest()


def package_folders() -> list[str]:
    """Where packages are looked for, however we were started: sys.path also begins with where that was."""
    user = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    named = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    return [*named, *user, *site.getsitepackages()]


def installed(path: Iterable[str]) -> list[str]:
    """Names and versions, as installers write them: tests and answers may import any of them."""
    folders = sorted({os.path.realpath(folder) for folder in path if os.path.isdir(folder)})
    return [
        name for folder in folders for name in sorted(os.listdir(folder)) if name.endswith(ABOUT_A_PACKAGE)
    ]


def class_digest(classes: Iterable[type]) -> str:
    """Changes with the files that define these: a course may have steps and penalties of its own."""
    files = sorted({file for kind in classes if (file := inspect.getsourcefile(kind))})
    return digest([_digest(Path(file)).hex() for file in files])


def digest(*parts) -> str:
    """One hash of plain values."""
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()


def course_secret(state: Path) -> bytes:
    """The course's own secret, made at first use; readable by its owner only."""
    path = state / "seed"
    if not path.exists():
        take_secret(state, secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())


def take_secret(state: Path, secret: str) -> None:
    """From now on this one."""
    whole_file.write(state / "seed", secret, 0o600)


def seed(secret: bytes, assignment: str, submission: str) -> str:
    """Where a submission's tests draw their inputs from: unguessable, and the same whenever it is graded."""
    return hmac.new(secret, f"{assignment}\0{submission}".encode(), hashlib.sha256).hexdigest()


def _digest(path):
    return hashlib.sha256(path.read_bytes()).digest()
