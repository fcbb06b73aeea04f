"""Make the environment in .venv: `python3 tools/install.py [--test]`. Needs nothing but Python.

Done before and nothing changed: back at once. Killed half-way: the next run goes on, for the stamp is
written last. Without an NVIDIA GPU, PyTorch comes as its CPU build if PyTorch's own index answers at once:
no gigabytes of CUDA on a laptop.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import files
import stamp

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PATIENCE_S = 2
OLDEST = (3, 11)


def run(*command):
    """Run, show what it says, stop with its status if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT)
    if done.returncode:
        sys.exit(f"install: this command failed, and its words are above: {' '.join(map(str, command))}")


NO_NETWORK = "NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError|Network is unreachable"
NO_ROOM = "No space left on device|Disk quota exceeded"
LOCKED = "Read-only file system|Permission denied"


def pip(*arguments):
    """Show what it says only if it fails; a connection that failed is the reason before all others."""
    quiet = ("--disable-pip-version-check", "--quiet", "--root-user-action=ignore", "--retries=3")
    command = [str(part) for part in (PYTHON, "-m", "pip", "install", *quiet, "--no-compile", *arguments)]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, errors="replace")
    if done.returncode == 0:
        return
    reason = why(done.stderr)
    if reason:
        sys.exit(f"install: {reason}")
    print(done.stderr, file=sys.stderr)
    told = f"this command failed, and its words are above: {' '.join(command)}"
    sys.exit(f"install: {told}.{files.little_room(ROOT)}")


def why(said):
    """The reason behind all that a command said, and what to do; "" where it is another one."""
    if re.search(NO_NETWORK, said):
        return "no network: the packages could not be fetched. Connect, then run the same command"
    if re.search(NO_ROOM, said):
        return files.NO_ROOM
    if re.search(LOCKED, said):
        return f"{ROOT} cannot be written: put a copy of it into a folder where you may write"
    return ""


def works(*command):
    try:
        return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0
    except (FileNotFoundError, PermissionError):
        return False


def make_venv():
    if works(PYTHON, "-m", "pip", "--version"):
        return
    print("install: making .venv", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        no_package = "`python3 -m venv` failed. On Debian and Ubuntu: apt-get install python3-venv"
        otherwise = files.NO_ROOM if files.little_room(ROOT) else no_package
        sys.exit(f"install: {why(made.stdout + made.stderr) or otherwise}")


def torch_requirement():
    """The one line of pyproject.toml that pins PyTorch."""
    return re.search(r'"(torch==[^"]+)"', (ROOT / "pyproject.toml").read_text())[1]


def answers(address, patience_s=PATIENCE_S):
    """Does this address answer at once? Name look-up included, so in a thread that may be left behind."""
    answer = []

    def ask():
        try:
            answer.append(urlopen(address, timeout=patience_s).status == 200)
        except OSError:
            answer.append(False)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(patience_s)
    return answer == [True]


def wants_cpu_build():
    """On Linux the usual wheel brings CUDA; elsewhere it is a CPU build already."""
    return platform.system() == "Linux" and shutil.which("nvidia-smi") is None


def install_torch():
    if works(PYTHON, "-c", "import torch") or not wants_cpu_build():
        return
    if not answers(f"{CPU_INDEX}/torch/"):
        print("install: PyTorch's own index does not answer; taking the pinned wheel", flush=True)
        return
    print("install: no NVIDIA GPU here, taking PyTorch's CPU build", flush=True)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-compile", torch_requirement()]
    if subprocess.run([*map(str, command), "--index-url", CPU_INDEX]).returncode:
        print("install: that failed; taking the pinned wheel", flush=True)


def compile_all():
    """The packages' bytecode, on all processors: pip makes it on one. Nobody imports their own tests, a
    sixth of it, nor what writes GPU code for torch. A file that does not compile, such as a template, is
    nobody's mistake, and what newer Pythons think of others' code is no news."""
    skipped = "site-packages/((.*/)?tests|networkx|torch/(_inductor|testing))/"
    command = [PYTHON, "-W", "ignore", "-m", "compileall", "-qq", "-j", "0", "-x", skipped, VENV / "lib"]
    subprocess.run([str(part) for part in command], cwd=ROOT)


def requirements(for_tests):
    return ROOT / ("requirements-test.txt" if for_tests else "requirements.txt")


def inputs():
    names = ["requirements.txt", "requirements-test.txt", "constraints.txt", "pyproject.toml", "setup.py"]
    return [ROOT / name for name in names]


def let_all_read():
    """Where root grades, submissions run as other users: they must be able to read what is made from here on,
    and our own code, which is no secret, though it may have been cloned by somebody with private habits."""
    os.umask(0o022)
    if os.geteuid() == 0:
        run("chmod", "-R", "go+rX", ROOT / "grader")


def install(for_tests=False):
    value = stamp.fingerprint(inputs(), extra=f"{platform.python_version()} {ROOT}")
    with_tests, mark = VENV / "tests.stamp", VENV / ("tests.stamp" if for_tests else "install.stamp")
    if any(stamp.is_current(one, value) for one in (mark, with_tests)):
        return
    make_venv()
    install_torch()
    print("install: the packages of requirements.txt (some minutes the first time)", flush=True)
    pip("-r", requirements(for_tests))
    compile_all()
    run(PYTHON, "-W", "ignore", "-c", "import matplotlib.font_manager")  # it lists the fonts once, slowly
    stamp.write(mark, value)
    print("install: ready, .venv", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--test", action="store_true", help="also what the tests need: a browser, a database")
    options = parser.parse_args()
    if platform.system() == "Windows":
        sys.exit("install: Windows itself is not supported: run this in WSL2 (`wsl --install`), as on Linux")
    if sys.version_info < OLDEST:
        sys.exit(f"install: Python {platform.python_version()} is too old; 3.11 or newer is needed")
    let_all_read()
    install(options.test)
    if options.test:
        run(PYTHON, ROOT / "tools" / "chromium.py")
        run(PYTHON, ROOT / "tools" / "postgres.py")
        # Where there is no Node this installs a package: now, for no package may change under a running test.
        # It may fail: then the book is built without Python in the page.
        subprocess.run([str(PYTHON), str(ROOT / "tools" / "javascript.py"), "--install"], cwd=ROOT)


if __name__ == "__main__":
    with files.explained("install"):
        main()
