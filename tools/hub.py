"""Start a JupyterHub for two users and let them use nbgrader's exchange: `python tools/hub.py`.

JupyterHub and its proxy come into .cache/hub and nowhere else; about 150 MB, once.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import javascript
import stamp

ROOT = Path(__file__).resolve().parents[1]
HERE, HUB = ROOT / "tools" / "hub", ROOT / ".cache" / "hub"
JUPYTERHUB = "jupyterhub==6.1.1"


def install():
    mark, value = HUB / "install.stamp", stamp.fingerprint([HERE / "package-lock.json", Path(__file__)])
    if stamp.is_current(mark, value):
        return
    HUB.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if javascript.run(*pip, "--upgrade", "--target", HUB, "-c", ROOT / "constraints.txt", JUPYTERHUB):
        sys.exit(f"hub: {JUPYTERHUB} could not be installed, see above")
    for name in (".npmrc", "package.json", "package-lock.json"):
        shutil.copy(HERE / name, HUB)
    if javascript.run(javascript.find("npm"), "ci", "--prefix", HUB, "--no-audit", "--no-fund", "--silent"):
        sys.exit("hub: `npm ci` failed for its proxy: is there a network?")
    stamp.write(mark, value)


def main():
    install()
    test = ["-m", "pytest", "-q", "tests/lab/hub_with_two_users.py"]
    sys.exit(subprocess.run([sys.executable, *test], cwd=ROOT, env=os.environ | {"HUB": str(HUB)}).returncode)


if __name__ == "__main__":
    main()
