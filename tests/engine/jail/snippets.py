"""Programs to run inside, kept as plain text: a heading, the lines, an empty line between."""

from pathlib import Path

IMPORTS = """import ctypes, errno, json, os, signal, socket, struct, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)
"""


def snippets(name: str) -> dict[str, str]:
    """Heading -> program, which prints "done" at its end."""
    text = (Path(__file__).parent / name).read_text()
    parts = (part.partition("\n") for part in text.split("\n== ")[1:])
    return {heading: f"{IMPORTS}{program}\nprint('done')" for heading, _, program in parts}


def given(names: dict) -> str:
    """The names that a snippet may use, as its first lines."""
    return "".join(f"{name} = {value!r}\n" for name, value in names.items())
