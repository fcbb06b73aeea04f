"""Write constraints.txt from what is installed in .venv: `make lock`, after a change of dependencies."""

import re
import subprocess
import sys
from pathlib import Path

import files

TARGET = Path(__file__).resolve().parents[1] / "constraints.txt"
HEAD = "# Everything pip resolved, pinned: the environment that the tests ran in. Made by `make lock`.\n"
NOT_PINNED = {"pip", "setuptools", "wheel"}


def pins():
    """name==version of every package; a local suffix such as +cpu is this machine's alone."""
    command = [sys.executable, "-m", "pip", "freeze", "--exclude-editable"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    pinned = [re.sub(r"\+[\w.]+$", "", line) for line in lines if "==" in line]
    return [line for line in pinned if line.split("==")[0].lower() not in NOT_PINNED]


if __name__ == "__main__":
    with files.explained("lock"):
        files.write(TARGET, HEAD + "\n".join(pins()) + "\n")
    print(f"{TARGET.name}: {len(pins())} packages")
