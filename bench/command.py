"""Run one of the installed commands as a teacher would."""

import os
import subprocess
import sys
import time
from pathlib import Path

TOOLS = Path(sys.executable).parent


def command(root, *words):
    """Seconds that it took, from start to exit."""
    environment = os.environ | {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}
    started = time.perf_counter()
    got = subprocess.run(
        [TOOLS / words[0], *words[1:]], cwd=root, env=environment, capture_output=True, text=True
    )
    if got.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{got.stdout[-2000:]}{got.stderr[-2000:]}")
    return time.perf_counter() - started
