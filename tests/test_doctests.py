"""Every example in a docstring, whichever folder it lies in, is run."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("grader", "book", "tools", "bench", "tests")
TEMPLATE = "tools/widget_template/"  # its class is made only in a new widget's folder


def with_examples():
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path != Path(__file__))
    named = [path.relative_to(ROOT).as_posix() for path in paths if "\n    >>> " in path.read_text()]
    return [name for name in named if not name.startswith(TEMPLATE)]


def module_of(name):
    dotted = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return import_module(f"convolution_{dotted}" if dotted.startswith("book.") else dotted)


@pytest.mark.parametrize("name", with_examples())
def test_the_examples_of_a_docstring_are_true(name):
    ran = doctest.testmod(module_of(name))
    assert (ran.failed, ran.attempted > 0) == (0, True)
