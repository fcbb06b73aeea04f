"""Who may import whom, as a test: imports run in one direction, and each foreign library has one home."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {  # room of grader: the other rooms it may use
    "reference": "",
    "checks": "",
    "exercises": "reference checks",
    "engine": "",
    "course": "engine",
    "gradebook": "engine course",
    "feedback": "course",
    "report": "engine",
}
HOMES = {  # foreign library: the rooms that may import it
    "nbgrader": {"course", "gradebook", "feedback"},
    "dask": {"engine"},
    "distributed": {"engine"},
    "anywidget": set(),
}
CLI = {"cli", "__main__"}  # may import every room; imported by __main__ alone

FILES = [f for f in (ROOT / "grader").rglob("*.py") if f != ROOT / "grader" / "__init__.py"]
WIDGETS = sorted((ROOT / "book" / "widgets").rglob("*.py"))


def imports(path):
    """Absolute dotted names that a file imports, anywhere in it."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield from (".".join((*base, *filter(None, [node.module]), a.name)) for a in node.names)


def room(path):
    return path.relative_to(ROOT / "grader").with_suffix("").parts[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_imports_only_what_its_room_may(path):
    here = room(path)
    for name in imports(path):
        top, _, rest = name.partition(".")
        assert here in HOMES.get(top, {here}), f"{top} has its home in {HOMES[top]}, not in {here}"
        if top == "grader" and here not in CLI:
            used = rest.partition(".")[0]
            assert used in {here, *MAY_IMPORT[here].split()}, f"{here} may not import {used}"
        if top == "grader" and rest.partition(".")[0] in CLI:
            assert here in CLI, f"only __main__ imports the command line, not {here}"


@pytest.mark.parametrize("path", WIDGETS, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_widget_uses_nothing_of_the_grader_but_the_reference(path):
    for name in imports(path):
        assert not name.startswith("grader") or name.startswith("grader.reference"), name


def test_importing_the_grader_needs_neither_torch_nor_nbgrader():
    import subprocess
    import sys

    code = "import sys, grader; print(sorted({'torch', 'nbgrader', 'dask'} & set(sys.modules)))"
    got = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert got.stdout.strip() == "[]"
