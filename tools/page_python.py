"""Python for the book's pages, and their editor: `python tools/page_python.py`. Made in .cache/page-python.

Pyodide and CodeMirror come by npm (tools/javascript/package-lock.json); NumPy's wheel for the page from
Pyodide's own release if that answers, otherwise out of a package of PyPI that carries it unchanged: PyPI has
no `numpy` for this platform yet. page_python.lock.json has each file's SHA-256; another one is refused. None
of this lies in the repository. Where it cannot be had, the book is built without it.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

import files
import install
import javascript
import stamp

ROOT = Path(__file__).resolve().parents[1]
LOCK = Path(__file__).with_suffix(".lock.json")
SOURCES = ROOT / "book" / "practice"
PLACE = ROOT / ".cache" / "page-python"
MODULES = javascript.HOME / "node_modules"
RELEASE = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{wheel}"
CARRIER = "open-webui==0.12.4"  # 106 MB, of which 3 are kept
PATIENCE_S = 120
BUNDLES = {
    "practice.js": ("iife", "--loader:.html=text"),
    "worker.js": ("esm", "--external:node:*", "--external:ws"),
}


class CannotBeHad(Exception):
    """One sentence: what is missing."""


def locked():
    return json.loads(LOCK.read_text("utf8"))


def is_right(name, content):
    return hashlib.sha256(content).hexdigest() == locked()[name]


def wheel():
    return next(name for name in locked() if name.endswith(".whl"))


def version():
    lock = json.loads((javascript.HOME / "package-lock.json").read_text("utf8"))
    return lock["packages"]["node_modules/pyodide"]["version"]


def core(name):
    """One of Pyodide's files as npm brought it."""
    content = (MODULES / "pyodide" / name).read_bytes()
    if not is_right(name, content):
        raise CannotBeHad(f"{name} of npm's pyodide {version()} is not the file that {LOCK.name} names")
    return content


def numpy():
    """NumPy's wheel, kept once it was fetched."""
    kept = PLACE / wheel()
    if not (kept.is_file() and is_right(kept.name, kept.read_bytes())):
        content = released() or carried()
        if not content:
            raise CannotBeHad(f"{wheel()} could not be fetched")
        kept.write_bytes(content)
    return kept.read_bytes()


def released():
    """From Pyodide's release; None where that does not answer at once, or with another file."""
    address = RELEASE.format(version=version(), wheel=wheel())
    if not install.answers(address):
        return None
    content = urlopen(address, timeout=PATIENCE_S).read()
    return content if is_right(wheel(), content) else None


def carried():
    """Out of PyPI's package that carries it; None where that cannot be had."""
    print(f"page: taking NumPy for the page out of {CARRIER} (106 MB, once)", flush=True)
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
        # for another Python than ours, perhaps: it is only unpacked
        command += ["--only-binary=:all:", "--python-version=3.12", "--dest", folder, CARRIER]
        if subprocess.run(command).returncode:
            return None
        (package,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(package) as archive:
            member = next((name for name in archive.namelist() if name.endswith(f"/{wheel()}")), None)
            content = archive.read(member) if member else b""
    return content if is_right(wheel(), content) else None


def bundle(name, format, *more):
    """One script of ours with what it imports."""
    esbuild = MODULES / "esbuild" / "bin" / "esbuild"
    target = PLACE / "made" / name
    command = [javascript.find("node"), esbuild, SOURCES / name, "--bundle", "--minify", f"--format={format}"]
    command += [*more, "--target=es2022", "--legal-comments=linked", "--log-level=warning"]
    environment = {**os.environ, "PATH": javascript.PATH, "NODE_PATH": str(MODULES)}
    command = [str(part) for part in [*command, f"--outfile={target}"]]
    if subprocess.run(command, env=environment).returncode:
        raise CannotBeHad(f"{name} could not be bundled, see above")


def libraries(made):
    """stdlib and numpy, in which what is imported at the start is bytecode: half a worker's start."""
    from convolution_book.extensions import practice

    core("python_stdlib.zip")
    numpy()
    with TemporaryDirectory() as folder:
        book = Path(folder, "book.zip")
        book.write_bytes(practice.book_zip())
        command = [javascript.HOME / "bytecode.mjs", MODULES / "pyodide" / "python_stdlib.zip"]
        command += [PLACE / wheel(), book, made]
        if javascript.run(javascript.find("node"), *command):
            raise CannotBeHad("Python's modules could not be compiled, see above")


def make():
    made = PLACE / "made"
    if made.exists():
        shutil.rmtree(made)
    made.mkdir(parents=True)
    javascript.install()
    for name in ("pyodide.asm.mjs", "pyodide.mjs"):
        core(name)
    for name, options in BUNDLES.items():
        bundle(name, *options)
    (made / "wasm.gz").write_bytes(gzip.compress(core("pyodide.asm.wasm"), 9, mtime=0))
    (made / "worker.gz").write_bytes(gzip.compress((made / "worker.js").read_bytes(), 9, mtime=0))
    (made / "worker.js").unlink()
    libraries(made)
    info = json.loads((MODULES / "pyodide" / "pyodide-lock.json").read_text("utf8"))["info"]
    (made / "lock").write_text(json.dumps(info), "utf8")


def without(why):
    """Say so; None."""
    print(f"page: the book is built without Python in the page: {why}", flush=True)


def prepare():
    """The folder with all that the pages need; None, with a sentence, where it cannot be had."""
    inputs = [
        LOCK,
        javascript.HOME / "package-lock.json",
        Path(__file__),
        *javascript.HOME.glob("bytecode.*"),
        *SOURCES.glob("*.js"),
        SOURCES / "room.html",
    ]
    mark, value = PLACE / "made.stamp", stamp.fingerprint(inputs, extra=str(ROOT))
    if not stamp.is_current(mark, value):
        try:
            PLACE.mkdir(parents=True, exist_ok=True)
            make()
            stamp.write(mark, value)
        except (CannotBeHad, URLError, SystemExit) as problem:
            return without(problem)
        except OSError as problem:
            return without(files.sentence(problem))
    return PLACE / "made"


if __name__ == "__main__":
    sys.exit(0 if prepare() else 1)
