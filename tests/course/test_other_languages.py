"""A notebook in another language, as a teacher grades it."""

import json
import sys

import nbformat
import pytest
from classroom import CONFIG, cell, make_course, notebook

from grader.cli import main

pytestmark = pytest.mark.xdist_group("course")

PARROT = {"name": "parrot", "display_name": "Parrot", "language": "parrot"}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """An assignment in parrot, which ipykernel speaks here; Ann handed it in."""
    kernel = tmp_path / "jupyter/kernels/parrot"
    kernel.mkdir(parents=True)
    launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernel / "kernel.json").write_text(json.dumps({**PARROT, "argv": launch}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    stub = 'c.ClearSolutions.code_stub = {"parrot": "# SQUAWK"}\n'
    root = make_course(tmp_path / "course", CONFIG + stub)
    work = notebook([cell("two", "two = 2", solution=True), cell("test", "assert two == 2", points=2)])
    work.metadata["kernelspec"] = PARROT
    for folder in ("source", "submitted/ann"):
        (root / folder / "ps2").mkdir(parents=True)
        nbformat.write(work, root / folder / "ps2/squawk.ipynb")
    return root


def grade(root, *words):
    status = main(["autograde", "ps2", "--course", str(root), "--json", str(root / "out.json"), *words])
    return status, json.loads((root / "out.json").read_text())


def test_it_takes_unsafe_and_then_every_test_is_reported_as_forgeable(course):
    status, report = grade(course)
    (row,) = report["rows"]
    assert (status, row["state"], row["needs_person"]) == (1, "grader error", True)
    assert "--unsafe" in row["sentence"]
    status, report = grade(course, "--unsafe")
    (row,) = report["rows"]
    assert (status, row["state"], row["score"]) == (0, "graded", 2.0)
    assert report["why_forgeable"].keys() == {"squawk/test"}
