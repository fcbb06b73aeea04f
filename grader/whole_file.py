"""A file is written whole or not at all: whoever is stopped in between leaves what was there before."""

import os
import secrets
from pathlib import Path


def write(path: Path, content: str | bytes, mode: int | None = None) -> None:
    """Put it there, in folders that are made where they lack. Text becomes UTF-8, what cannot be "?".

    mode: who may read it from its first byte on; as the umask says where none is given
    Raises: OSError that names the file
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    new = path.with_name(f".{secrets.token_hex(4)}.new")  # the name itself may be as long as a name can be
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(
            new, "xb", opener=lambda name, flags: os.open(name, flags, 0o600 if mode else 0o666)
        ) as file:
            if mode is not None:
                os.chmod(new, mode)
            file.write(data)
        os.replace(new, path)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        new.unlink(missing_ok=True)


def closed(name: str, flags: int) -> int:
    """Until its mode is set, to its owner alone."""
    return os.open(name, flags, 0o600)
