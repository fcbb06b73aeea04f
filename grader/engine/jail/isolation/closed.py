"""What of Python the users may not read that root's processes become in the jail: root itself may read all.

A folder that the jail shows needs no open way to it, but what lies in it keeps its modes: after `umask 077`
nobody but root finds a package there. So root opens what is shown, and the other user looks from there.
"""

import json
import os
import stat
from collections.abc import Collection
from contextlib import suppress

from .privileges import become

NEEDED = ("IPython", "traitlets")  # what every submission's process imports


def closed_to(user: int, looked_at: list[str], shown: list[str]) -> list[str]:
    """Of these files and folders, those that exist and that this user may not read or enter.

    shown: folders that are reached whatever is above them. Raises: OSError if there is no such user
    """
    doors = {folder: os.open(folder, os.O_PATH | os.O_CLOEXEC) for folder in shown if os.path.exists(folder)}
    ready, answer = os.pipe()
    pid = os.fork()
    if pid == 0:
        with suppress(OSError):
            become(user)
            found = [path for path in looked_at if is_closed(way_to(path, doors))]
            os.write(answer, json.dumps(found[:100]).encode())
        os._exit(0)
    for fd in (answer, *doors.values()):
        os.close(fd)
    os.waitpid(pid, 0)
    with os.fdopen(ready) as said:
        text = said.read()
    if not text:
        raise OSError(f"nobody can be user {user} here")
    return json.loads(text)


def way_to(path: str, doors: dict[str, int]) -> str:
    """Past the folders above the nearest one that is shown."""
    above = [folder for folder in doors if path == folder or path.startswith(folder.rstrip("/") + "/")]
    if not above:
        return path
    folder = max(above, key=len)
    return f"/proc/self/fd/{doors[folder]}{path[len(folder.rstrip('/')) :]}"


def is_closed(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except PermissionError:
        return True
    except OSError:  # there is no such thing
        return False
    return not os.access(path, os.R_OK | os.X_OK if stat.S_ISDIR(mode) else os.R_OK)


FILES = ((), ("__init__.py",))
PARTS = ((), ("engine",), ("engine", "jail"), ("engine", "sandboxed"), ("engine", "tester"))


def worth_a_look(path: list[str], ours: str) -> list[str]:
    """The folders that Python imports from, what is always imported from them, and our own code.

    ours: the folder of our package, which testers use
    """
    needed = [os.path.join(folder, name, *file) for folder in path for name in NEEDED for file in FILES]
    return [*path, *needed, *(os.path.join(ours, *part, *file) for part in PARTS for file in FILES)]


def sentence(closed: tuple[str, ...], prefix: str, reached: bool) -> str:
    """What to do about it, without a full stop; empty where nothing is closed.

    prefix: of Python's environment; reached: whatever the modes of the folders above are
    """
    if not closed:
        return ""
    outer = outermost(closed)
    more = f" and {len(outer) - 1} more" if len(outer) > 1 else ""
    folders = outermost(sorted({remedy(path, prefix) for path in outer}))
    above = "" if reached else ", and `chmod go+x` for each folder above"
    return (
        f"where root grades, submissions run as other users, and they may not read {outer[0]}{more}:"
        f" `chmod -R go+rX {' '.join(folders)}`{above}, then try again"
    )


def remedy(path: str, prefix: str) -> str:
    """The environment as a whole, if it is one; of a whole system only what is closed."""
    if prefix in ("/usr", "/usr/local") or not path.startswith(f"{prefix}/"):
        return path
    return prefix


def outermost(paths: Collection[str]) -> list[str]:
    return [path for path in paths if not any(path.startswith(f"{other}/") for other in paths)]
