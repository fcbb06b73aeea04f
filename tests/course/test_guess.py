"""What an assignment will need is guessed before its course has been read."""

from classroom import cell, notebook
from nbformat import write

from grader.cli.guess import heavy_libraries


def test_libraries_that_the_source_imports_are_guessed(tmp_path):
    (tmp_path / "source/ps1").mkdir(parents=True)
    write(
        notebook([cell("a", "import numpy as np\nfrom torch import nn  # no matplotlib")]),
        tmp_path / "source/ps1/a.ipynb",
    )
    assert heavy_libraries(str(tmp_path), "ps1") == ("numpy", "torch")


def test_where_there_are_no_notebooks_nothing_is_guessed(tmp_path):
    assert heavy_libraries(str(tmp_path), "nowhere") == ()
