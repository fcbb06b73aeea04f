"""A folder or a zip that others filled: named files, read within bounds; each one refused has a sentence.

What a zip says of itself is not believed: bytes are counted while they come, and nothing is unpacked by a
name that leads elsewhere.
"""

import contextlib
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..course import CourseError
from ..engine import handed_in

MOST_FILES = 200_000  # a lecture hall's
LONGEST = 1_000  # bytes of a path
PART = 1 << 20


class Refused(Exception):
    """This file cannot be taken; its text says why."""


@dataclass
class Bundle:
    """files: name -> a function that gives its bytes, at most so many; refused: what was left out, and why"""

    files: dict[str, Callable[[int], bytes]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


@contextlib.contextmanager
def opened_bundle(path: Path) -> Iterator[Bundle]:
    """Raises: CourseError if it is neither a folder nor a zip"""
    if path.is_dir():
        yield _folder(path)
        return
    if not path.is_file():
        raise CourseError(f"{path} is not there: name the folder or the zip that was downloaded")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CourseError(
            f"{path} is no zip that can be read ({error}): download it again, or unpack it, name the folder"
        ) from error
    with archive:
        if len(archive.infolist()) > MOST_FILES:
            count = len(archive.infolist())
            raise CourseError(f"{path} holds {count} files: that is no class's work; unpack it, and look")
        yield read_zip(archive)


def _folder(path):
    found = handed_in.listing(path, deepest=6, times=MOST_FILES // handed_in.MOST_FILES)
    bundle = Bundle(refused=list(found.remarks))
    for file in found.files:
        if file.is_hollow:
            bundle.refused.append(f"{file.name} left out: it is hollow, {file.size / 1e6:g} MB of nothing")
        else:
            bundle.files[file.name] = lambda most, name=file.name: _from_folder(path, name, most)
    return bundle


def _from_folder(folder, name, most):
    try:
        return _bounded(handed_in.read(folder, name, most + 1), most)
    except (FileNotFoundError, handed_in.Unusable) as error:
        raise Refused(str(error.strerror)) from error


def read_zip(archive: zipfile.ZipFile) -> Bundle:
    bundle = Bundle()
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        # newer Pythons take `filename` from a second name that the entry may bring along
        if why := _bad(entry, entry.orig_filename) or _bad(entry, entry.filename):
            bundle.refused.append(f"{entry.filename} left out: {why}")
        else:  # of two entries with one name the later counts, as for every unpacker
            name = str(PurePosixPath(entry.filename))
            bundle.files[name] = lambda most, entry=entry: _from_zip(archive, entry, most)
    return bundle


def _bad(entry, name):
    """Why an entry is not taken, or nothing. Its `filename` is cut at a NUL, its `orig_filename` is not."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link to another place"
    if entry.flag_bits & 1:
        return "it is locked with a password"
    if re.search(r"[\x00-\x1f\x7f\\]", name) or re.match(r"/|[A-Za-z]:", name):
        return "its name leads to another place, or is no name"
    if ".." in name.split("/") or not PurePosixPath(name).parts:
        return "its name leads to another place"
    if len(name.encode("utf-8", "surrogateescape")) > LONGEST:
        return f"its name is longer than {LONGEST} bytes"
    return ""


def _from_zip(archive, entry, most):
    """Read in parts: what it claims to hold may be a lie, in both directions."""
    got = bytearray()
    try:
        with archive.open(entry) as file:
            while len(got) <= most and (part := file.read(PART)):
                got += part
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise Refused(f"it is damaged ({error})") from error
    return _bounded(bytes(got), most)


def _bounded(data, most):
    if len(data) > most:
        raise Refused(f"it holds more than {most / 1e6:g} MB")
    return data
