"""Every widget of the book, and one as `make widget` lays it out: it keeps at once what all promise."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from new_widget import lay_out

from convolution_book import widgets
from convolution_book.widgets.python.front_end import KIT

FOLDER = TemporaryDirectory(prefix="widgets-")


def laid_out(name):
    """The class of a widget that was laid out just now, beside a link to the kit."""
    folder = Path(FOLDER.name).resolve()
    (folder / "kit").symlink_to(KIT, target_is_directory=True)
    spec = spec_from_file_location(f"laid_out_{name}", lay_out(name, folder) / "__init__.py")
    sys.modules[spec.name] = module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


WIDGETS = [*widgets.WIDGETS, laid_out("LaidOut")]
each_widget = pytest.mark.parametrize("cls", WIDGETS, ids=lambda cls: cls.__name__)
