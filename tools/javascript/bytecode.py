"""Run by bytecode.mjs, in the page's own Python: only that one writes bytecode that it can read.

Bytecode is larger than its source, so that only what is imported when a page starts is compiled.
"""

import io
import sys
import zipfile
from importlib._bootstrap_external import _code_to_timestamp_pyc as as_file
from pathlib import Path

sys.path.insert(0, "/book")
import inside  # noqa: F401  what a worker imports
import numpy
import numpy.random

STDLIB = next(place for place in sys.path if place.endswith(".zip"))
PACKAGES = Path(numpy.__file__).parents[1]
IMPORTED = {getattr(module, "__file__", None) for module in sys.modules.values()}
PARTS = {"py", "so", "txt"}  # of NumPy; its own tests, C headers and types for editors are not for the page


def made_over(content, place, wanted=lambda name: True):
    """The archive as it will lie in `place`: some files left out, some compiled."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in filter(wanted, old.namelist()):
            path, data = f"{place}/{name}", old.read(name)
            if name.endswith(".py") and path in IMPORTED:
                name, data = f"{name}c", as_file(compile(data, path, "exec", dont_inherit=True))
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def made_stdlib(content):
    return made_over(content.tobytes(), STDLIB)


def made_numpy(content):
    return made_over(content.tobytes(), PACKAGES, of_use)


def of_use(name):
    if ".dist-info/" in name:
        return True  # the licences
    return name.rpartition(".")[2] in PARTS and not {"tests", "f2py"} & set(name.split("/"))
